import { Duration } from 'cdk8s';
import type { HttpCheck, Probe, Probes } from './pod.ts';

/** Health endpoints of a program. */
export interface HealthEndpoints {
  /** Answers 2xx when the program can serve requests. */
  readonly ready: HttpCheck;
  /** Answers 2xx while the process works. */
  readonly live: HttpCheck;
  /** Answers 2xx when the program has started. @default - `ready`. */
  readonly started?: HttpCheck;
  /** Failed startup probes, one every 5 seconds, after which the container is restarted. */
  readonly startupFailures: number;
}

/** Probes of a program with health endpoints: out of the Service after 15 seconds, restarted after a minute. */
export function httpProbes({ ready, live, started = ready, startupFailures }: HealthEndpoints): Probes {
  const often: Omit<Probe, 'check' | 'failures'> = { period: Duration.seconds(5), timeout: Duration.seconds(3) };
  return {
    startup: { ...often, check: started, failures: startupFailures },
    readiness: { ...often, check: ready, failures: 3 },
    liveness: { check: live, period: Duration.seconds(10), timeout: Duration.seconds(5), failures: 6 },
  };
}
