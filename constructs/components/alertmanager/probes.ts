import { httpProbes } from '../../kit/http-probes.ts';
import type { Probes } from '../../kit/pod.ts';

export const PORT = 9093;

export function probes(port: number): Probes {
  return httpProbes({
    ready: { path: '/-/ready', port },
    live: { path: '/-/healthy', port },
    startupFailures: 24,
  });
}
