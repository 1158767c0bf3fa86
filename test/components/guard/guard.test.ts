import { findings } from '../../../constructs/checks/verify.ts';
import { DOORS as ALERTMANAGER } from '../../../constructs/components/alertmanager/doors.ts';
import { configuration } from '../../../constructs/components/guard/config.ts';
import { DOORS as LOKI } from '../../../constructs/components/loki/doors.ts';
import type { Doors, Model } from '../../../constructs/index.ts';
import type { KubeObject } from '../../lib/dist.ts';
import { FORBIDDEN_OF_LOKI, guardedModel } from '../../lib/guarded.ts';

let model: Model;
beforeAll(() => {
  model = guardedModel();
}, 60_000);

const object = (kind: string, name: string, from = model) => {
  const found = from.objects.find(({ manifest }) => manifest.kind === kind && manifest.metadata.name === name);
  expect(found).toBeDefined();
  return found?.manifest as unknown as KubeObject;
};

interface IngressRule {
  readonly ports: readonly { readonly port: { readonly value: number } | number }[];
  readonly from: readonly {
    readonly podSelector: {
      readonly matchLabels?: Readonly<Record<string, string>>;
      readonly matchExpressions?: readonly { readonly values: readonly string[] }[];
    };
  }[];
}

/** Port -> the workloads that a policy lets in. */
function callers(name: string, from = model): Record<string, string[]> {
  const rules: readonly IngressRule[] = object('NetworkPolicy', name, from).spec.ingress;
  const found: Record<string, string[]> = {};
  for (const { ports, from: peers } of rules) {
    for (const { port } of ports) {
      const names = peers.flatMap(({ podSelector: { matchLabels = {}, matchExpressions = [] } }) => [
        ...Object.values(matchLabels),
        ...matchExpressions.flatMap(({ values }) => values),
      ]);
      found[String(port)] = [...(found[String(port)] ?? []), ...names].sort();
    }
  }
  return found;
}

test('each port of Loki is open to one kind of caller, and its own port to nobody', () => {
  expect(callers('loki')).toEqual({ 3101: ['alloy'], 3102: ['grafana'], 3103: ['prometheus'], 3199: ['prometheus'] });
});

test('each port of Alertmanager is open to one kind of caller; nobody silences who is not named', () => {
  const others = { 9094: ['loki', 'prometheus'], 9097: ['prometheus'], 3199: ['prometheus'] };
  expect(callers('alertmanager')).toEqual({ ...others, 9095: ['grafana'] });
  expect(callers('alertmanager', guardedModel({ silences: true }))).toEqual({ ...others, 9096: ['grafana'] });
});

test('all checks pass, and both programs listen on the loopback address alone', () => {
  expect(findings(model)).toEqual([]);
  const file = (key: string) => model.files.find((one) => one.key === key)?.content;
  expect(file('loki.yaml')).toMatchObject({
    server: { http_listen_address: '127.0.0.1', grpc_listen_address: '127.0.0.1' },
  });
  const [{ args }] = object('Deployment', 'alertmanager').spec.template.spec.containers;
  expect(args).toContain('--web.listen-address=127.0.0.1:9093');
});

test('clients are configured with the port that is theirs', () => {
  const text = (key: string) => JSON.stringify(model.files.find((one) => one.key === key)?.content);
  expect(text('config.alloy')).toContain('http://loki.monitoring.svc:3101/loki/api/v1/push');
  expect(text('prometheus.yml')).toContain('"targets":["alertmanager.monitoring.svc:9094"]');
  expect(text('loki.yaml')).toContain('"alertmanager_url":"http://alertmanager.monitoring.svc:9094"');
  expect(text('datasources.yaml')).toContain('http://loki.monitoring.svc:3102');
  expect(text('datasources.yaml')).toContain('http://alertmanager.monitoring.svc:9095');
});

test('the guard is as closed as all others, with a user of its own', () => {
  const { containers } = object('Deployment', 'loki').spec.template.spec;
  const guard = containers.find(({ name }: { name: string }) => name === 'guard');
  expect(guard.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsUser: 10_007,
    runAsGroup: 10_007,
  });
  expect(guard.volumeMounts).toEqual([
    { name: 'etc-guard', mountPath: '/etc/guard', readOnly: true },
    { name: 'var-lib-guard', mountPath: '/var/lib/guard' },
  ]);
});

test('probes of a guarded program go through its guard, those of the guard do not depend on the program', () => {
  const { containers } = object('Deployment', 'loki').spec.template.spec;
  expect(
    containers.map(({ name, readinessProbe, livenessProbe }: KubeObject['spec']) => [
      ...[name, readinessProbe.httpGet.port, readinessProbe.httpGet.path],
      ...[livenessProbe.httpGet.port, livenessProbe.httpGet.path],
    ]),
  ).toEqual([
    ['loki', 3104, '/ready', 3104, '/loki/api/v1/status/buildinfo'],
    ['guard', 3199, '/health', 3199, '/health'],
  ]);
});

/** The servers of a configuration, as far as they are compared here. */
interface Servers {
  readonly apps: {
    readonly http: {
      readonly servers: Readonly<
        Record<
          string,
          {
            readonly routes: readonly {
              readonly match?: readonly [
                {
                  readonly method: readonly string[];
                  readonly vars_regexp: Record<string, { readonly pattern: string }>;
                },
              ];
              readonly handle: readonly { readonly handler: string; readonly status_code?: number }[];
            }[];
          }
        >
      >;
    };
  };
}

/** What becomes of a request: the last handler, as Caddy reads the configuration. */
function answer(doors: Doors, server: string, method: string, uri: string): string {
  const { routes = [] } = (configuration({ port: 1, doors }) as Servers).apps.http.servers[server] ?? {};
  const route = routes.find(
    ({ match }) =>
      !match ||
      (match[0].method.includes(method) &&
        new RegExp(match[0].vars_regexp['{http.request.uri}']?.pattern ?? '^$').test(uri)),
  );
  const { handler, status_code } = route?.handle.at(-1) ?? { handler: 'none' };
  return `${handler}${status_code ? ` ${status_code}` : ''}`;
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

test.each(Object.keys(LOKI))('nothing that stops, deletes or changes passes the port %s of Loki', (server) => {
  for (const method of METHODS) {
    for (const uri of FORBIDDEN_OF_LOKI) {
      expect([method, uri, answer(LOKI, server, method, uri)]).toEqual([method, uri, 'static_response 403']);
    }
  }
});

test.each([
  ['push', 'POST', '/loki/api/v1/push'],
  ['query', 'GET', '/loki/api/v1/query_range?query=%7Bapp%3D%22shop%22%7D&limit=5'],
  ['query', 'POST', '/loki/api/v1/query'],
  ['query', 'GET', '/loki/api/v1/label/app/values?start=1'],
  ['query', 'GET', '/loki/api/v1/index/volume_range?query=x'],
  ['query', 'GET', '/loki/api/v1/detected_field/http.status-code/values'],
  ['query', 'GET', '/loki/api/v1/tail?query=x'],
  ['metrics', 'GET', '/metrics'],
  ['health', 'GET', '/ready'],
])('what is needed passes the port %s of Loki: %s %s', (server, method, uri) => {
  expect(answer(LOKI, server, method, uri)).toBe('reverse_proxy');
  const elsewhere = Object.keys(LOKI).filter((other) => other !== server);
  expect(elsewhere.map((other) => answer(LOKI, other, method, uri))).toEqual(
    elsewhere.map(() => 'static_response 403'),
  );
});

const SILENCE = '/api/v2/silence/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f';

test.each([
  ['alerts', 'POST', '/api/v2/alerts', ['alerts']],
  ['read', 'GET', '/api/v2/alerts/groups?filter=x', ['read', 'silences']],
  ['silences', 'POST', '/api/v2/silences', ['silences']],
  ['silences', 'DELETE', SILENCE, ['silences']],
  ['read', 'GET', SILENCE, ['read', 'silences']],
  ['metrics', 'GET', '/metrics', ['metrics']],
  ['health', 'GET', '/-/ready', ['health']],
  ['none', 'POST', '/-/reload', []],
  ['none', 'GET', '/debug/pprof/heap', []],
  ['none', 'DELETE', '/api/v2/silence/../silences', []],
  ['none', 'POST', '/api/v1/alerts', []],
])('Alertmanager, %s: %s %s passes these ports alone', (_, method, uri, open) => {
  const servers = Object.keys(ALERTMANAGER);
  expect(servers.filter((server) => answer(ALERTMANAGER, server, method, uri) === 'reverse_proxy')).toEqual(open);
});
