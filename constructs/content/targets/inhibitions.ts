import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** A target that is down mutes alerts about its slowness. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'TargetDown', effects: ['TargetFlapping', 'TargetScrapeSlow'], equal: ['job', 'instance'] },
];
