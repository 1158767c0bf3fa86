import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** One application that logs too much exhausts the rate limit of all. */
export const inhibitions: readonly Inhibition[] = [
  // The application that logs too much is in one namespace, and the Loki of all in another.
  { cause: 'LogVolumeExplosion', effects: ['LokiRateLimited', 'LokiDiskFilling'], equal: [] },
];
