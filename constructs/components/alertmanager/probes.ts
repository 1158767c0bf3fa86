import { httpProbes } from '../../kit/http-probes.ts';

export const PORT = 9093;

export const PROBES = httpProbes({
  ready: { path: '/-/ready', port: PORT },
  live: { path: '/-/healthy', port: PORT },
  startupFailures: 24,
});
