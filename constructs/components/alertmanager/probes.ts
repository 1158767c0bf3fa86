import { Duration } from 'cdk8s';
import type { Probes } from '../../kit/pod.ts';

export const PORT = 9093;

export const PROBES: Probes = {
  startup: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 24,
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
