import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];

/** Alerts about alloy that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'AlloyCannotSend', effects: ['AlloyLinesDropped'], equal: POD },
  // There is one Loki: what one cannot send, none can, and then none reads on.
  { cause: 'AlloyCannotSend', effects: ['LogSilence'], equal: [] },
];
