import { Duration } from 'cdk8s';
import type { Probe, Probes } from '../../kit/pod.ts';

export const PORT = 12_345;

const READY: Probe = {
  check: { path: '/-/ready', port: PORT },
  period: Duration.seconds(10),
  timeout: Duration.seconds(5),
  failures: 3,
};

export const PROBES: Probes = {
  startup: { ...READY, period: Duration.seconds(5), failures: 24 },
  readiness: READY,
  liveness: { ...READY, failures: 6 },
};
