import { Duration } from 'cdk8s';
import type { Probes } from '../../kit/pod.ts';

export const PORT = 9090;

/**
 * It may replay its write-ahead log for 15 minutes before it is ready, and is healthy meanwhile.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/issues/3391
 */
export const PROBES: Probes = {
  startup: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 180,
  },
  readiness: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 3,
  },
  liveness: {
    check: { path: '/-/healthy', port: PORT },
    period: Duration.seconds(10),
    timeout: Duration.seconds(5),
    failures: 6,
  },
};
