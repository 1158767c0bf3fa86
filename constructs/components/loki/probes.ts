import { Duration } from 'cdk8s';
import { httpProbes } from '../../kit/http-probes.ts';
import type { Probes } from '../../kit/pod.ts';

export const PORT = 3100;

/**
 * `/ready` is not asked for liveness: an unready Loki that is restarted begins its replay again.
 *
 * It may replay its write-ahead log for 30 minutes before it is ready.
 *
 * @see https://github.com/grafana/loki/issues/24396
 */
export function probes(port: number): Probes {
  const live = { path: '/loki/api/v1/status/buildinfo', port };
  return {
    ...httpProbes({ ready: { path: '/ready', port }, live, startupFailures: 360 }),
    liveness: { check: live, period: Duration.seconds(30), timeout: Duration.seconds(5), failures: 10 },
  };
}
