import type { Doors } from '../../kit/guard.ts';

const API = '/loki/api/v1';

/** A name in a path: no dot in front, no escape, no slash. */
const NAME = '[A-Za-z0-9_][A-Za-z0-9_.:-]*';

/** Reads that Loki takes in the body too, as longer queries need it. */
const QUERIES = [
  'query',
  'query_range',
  'series',
  'labels',
  `label/${NAME}/values`,
  'index/(stats|volume|volume_range)',
  'patterns',
  'detected_(labels|fields)',
  `detected_field/${NAME}/values`,
  'format_query',
];

/**
 * What each caller needs. Nobody needs `/flush`, `/log_level`, `/debug/pprof`, `/ingester/…` or `/loki/api/v1/delete`.
 *
 * @see https://grafana.com/docs/loki/latest/reference/loki-http-api/
 */
export const DOORS = {
  push: { port: 3101, calls: [{ methods: ['POST'], paths: [`${API}/push`] }] },
  query: {
    port: 3102,
    calls: [
      { methods: ['GET', 'POST'], paths: QUERIES.map((path) => `${API}/${path}`) },
      { methods: ['GET'], paths: [`${API}/tail`, `${API}/status/buildinfo`, `${API}/drilldown-limits`] },
    ],
  },
  metrics: { port: 3103, calls: [{ methods: ['GET'], paths: ['/metrics'] }] },
  // The kubelet reaches it without a policy, and nobody else has one for it.
  health: { port: 3104, calls: [{ methods: ['GET'], paths: ['/ready', `${API}/status/buildinfo`] }] },
} as const satisfies Doors;
