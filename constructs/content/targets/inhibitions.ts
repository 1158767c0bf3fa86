import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** A target that is down mutes alerts about its slowness, and one that is refused those about being down. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'TargetRefused', effects: ['TargetDown'], equal: ['job', 'instance'] },
  { cause: 'TargetDown', effects: ['TargetFlapping', 'TargetScrapeSlow'], equal: ['job', 'instance'] },
];
