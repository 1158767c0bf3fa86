import { httpProbes } from '../../kit/http-probes.ts';

export const PORT = 9090;

/**
 * It may replay its write-ahead log for 15 minutes before it is ready, and is healthy meanwhile.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/issues/3391
 */
export const PROBES = httpProbes({
  ready: { path: '/-/ready', port: PORT },
  live: { path: '/-/healthy', port: PORT },
  startupFailures: 180,
});
