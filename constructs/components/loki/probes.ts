import { Duration } from 'cdk8s';
import type { Probes } from '../../kit/pod.ts';

export const PORT = 3100;

/**
 * It may replay its write-ahead log for 30 minutes before it is ready. Liveness never asks `/ready`: an unready Loki that
 * is restarted begins its replay again.
 *
 * @see https://github.com/grafana/loki/issues/24396
 */
export const PROBES: Probes = {
  startup: {
    check: { path: '/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 360,
  },
  readiness: {
    check: { path: '/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 3,
  },
  liveness: {
    check: { path: '/loki/api/v1/status/buildinfo', port: PORT },
    period: Duration.seconds(30),
    timeout: Duration.seconds(5),
    failures: 10,
  },
};
