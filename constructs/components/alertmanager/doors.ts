import type { Doors } from '../../kit/guard.ts';

const API = '/api/v2';

/** The id of a silence. */
const ID = '[0-9a-f-]{36}';

const READ = {
  methods: ['GET'],
  paths: [`${API}/(alerts|alerts/groups|silences|status|receivers)`, `${API}/silence/${ID}`],
};

/**
 * What each caller needs.
 *
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export const DOORS = {
  alerts: { port: 9094, calls: [{ methods: ['POST'], paths: [`${API}/alerts`] }] },
  read: { port: 9095, calls: [READ] },
  silences: {
    port: 9096,
    calls: [
      READ,
      { methods: ['POST'], paths: [`${API}/silences`] },
      { methods: ['DELETE'], paths: [`${API}/silence/${ID}`] },
    ],
  },
  metrics: { port: 9097, calls: [{ methods: ['GET'], paths: ['/metrics'] }] },
  // The kubelet reaches it without a policy, and nobody else has one for it.
  health: { port: 9098, calls: [{ methods: ['GET'], paths: ['/-/(ready|healthy)'] }] },
} as const satisfies Doors;
