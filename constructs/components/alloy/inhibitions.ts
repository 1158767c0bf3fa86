import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];

/** Alerts about alloy that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'AlloyCannotSend', effects: ['AlloyLinesDropped'], equal: POD },
  // None explains LogSilence: each is about one node, lines do not tell theirs, and it would mute all others.
];
