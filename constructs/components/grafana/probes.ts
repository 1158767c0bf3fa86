import { Duration } from 'cdk8s';
import type { Probe, Probes } from '../../kit/pod.ts';

export const PORT = 3000;

const HEALTH: Probe = {
  check: { path: '/api/health', port: PORT },
  period: Duration.seconds(10),
  timeout: Duration.seconds(5),
  failures: 3,
};

/** A first start fills the database: five minutes are enough on slow disks. */
export const PROBES: Probes = {
  startup: { ...HEALTH, period: Duration.seconds(5), failures: 60 },
  readiness: HEALTH,
  liveness: { ...HEALTH, failures: 6 },
};
