import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];

/** Alerts about alloy that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'AlloyCannotSend', effects: ['AlloyLinesDropped'], equal: POD },
  // Lines tell neither their node nor the Alloy that read them, and an application that is silent has no lines to tell anything.
  { cause: 'AlloyCannotSend', effects: ['LogSilence'], equal: [] },
  { cause: 'AlloyDown', effects: ['LogSilence'], equal: [] },
  { cause: 'AlloySilent', effects: ['LogSilence'], equal: [] },
];
