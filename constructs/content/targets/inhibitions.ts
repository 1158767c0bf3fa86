import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** Targets that are down explain that they are slow. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'TargetDown', effects: ['TargetFlapping', 'TargetScrapeSlow'], equal: ['job', 'instance'] },
];
