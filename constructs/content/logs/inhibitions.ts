import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** One application that logs too much uses up what all may send. */
export const inhibitions: readonly Inhibition[] = [
  // One that logs too much uses up what all may send: it is in one namespace, and the Loki of all in another.
  { cause: 'LogVolumeExplosion', effects: ['LokiRateLimited', 'LokiDiskFilling'], equal: [] },
];
