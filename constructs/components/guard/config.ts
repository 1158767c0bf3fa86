import type { Call, Door, Guarded } from '../../kit/guard.ts';

/** Port of its own metrics. */
export const PORT = 3199;

/** Bytes of one request: a batch of log lines is 1 MiB. */
const MAX_BODY = 10 * 1024 ** 2;

/** Bytes of a request's head: queries may be in its first line. */
const MAX_HEAD = 64 * 1024;

/** @see https://caddyserver.com/docs/json/ */
export function configuration({ port, doors }: Pick<Guarded, 'port' | 'doors'>): object {
  const proxies = Object.entries(doors).map(([name, door]) => [name, server(door.port, routes(port, door))]);
  return {
    // Nobody changes it while it runs.
    admin: { disabled: true, config: { persist: false } },
    logging: {
      logs: {
        default: { level: 'WARN', exclude: ['http.log.access'] },
        refused: { include: ['http.log.access'], encoder: WITHOUT_HEADERS },
      },
    },
    apps: {
      http: {
        metrics: {},
        servers: {
          ...Object.fromEntries(proxies),
          guard: server(PORT, [
            { match: [matcher({ methods: ['GET'], paths: ['/metrics'] })], handle: [ALLOWED, { handler: 'metrics' }] },
            {
              match: [matcher({ methods: ['GET'], paths: ['/health'] })],
              handle: [ALLOWED, { handler: 'static_response' }],
            },
          ]),
        },
      },
    },
  };
}

const WITHOUT_HEADERS = {
  format: 'filter',
  wrap: { format: 'json' },
  fields: { 'request>headers': { filter: 'delete' }, resp_headers: { filter: 'delete' } },
};

/** Only what is refused is logged. */
const ALLOWED = { handler: 'vars', log_skip: true };

const REFUSED = {
  handle: [{ handler: 'static_response', status_code: 403, body: 'guard: no such request passes this port\n' }],
};

interface Route {
  readonly match: readonly object[];
  readonly handle: readonly object[];
}

function server(port: number, allowed: readonly Route[]): object {
  return {
    listen: [`:${port}`],
    protocols: ['h1'],
    automatic_https: { disable: true },
    read_header_timeout: '10s',
    read_timeout: '1m',
    idle_timeout: '2m',
    max_header_bytes: MAX_HEAD,
    logs: {},
    routes: [...allowed.map((route) => ({ ...route, terminal: true })), REFUSED],
  };
}

function routes(program: number, { calls }: Door): Route[] {
  const proxy = [
    ALLOWED,
    { handler: 'request_body', max_size: MAX_BODY },
    { handler: 'reverse_proxy', upstreams: [{ dial: `127.0.0.1:${program}` }] },
  ];
  return calls.map((call) => ({ match: [matcher(call)], handle: proxy }));
}

/**
 * The URI is compared as it was sent, which is also how it is passed on: `path` would compare it cleaned and unescaped, and
 * the program behind might read it in another way.
 */
function matcher({ methods, paths }: Call): object {
  return {
    method: methods,
    vars_regexp: { '{http.request.uri}': { pattern: `^(?:${paths.join('|')})(?:\\?.*)?$` } },
  };
}
