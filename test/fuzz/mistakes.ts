import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import type { ApplicationMetrics } from '../../constructs/components/application/props.ts';
import {
  type AlertRoute,
  type AlertScope,
  type Cluster,
  external,
  type MaintenanceWindow,
  Receiver,
} from '../../constructs/index.ts';
import { CATALOGUE } from '../../constructs/stack/content.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';
import type { Plan } from './plan.ts';

/** One value that makes no sense, in an installation that is otherwise right. */
export interface Mistake {
  /** Path of the construct that has to complain. */
  readonly path: string;
  /** The prop as the message has to name it. */
  readonly prop: string;
  readonly plant: (plan: Plan) => Plan;
}

const { constantFrom, integer } = fc;

type Component = Exclude<
  {
    [Key in keyof Plan]: Plan[Key] extends { readonly name?: string; readonly image?: string } ? Key : never;
  }[keyof Plan],
  undefined
>;

function mistake<Value>(
  path: string,
  prop: string,
  values: fc.Arbitrary<Value>,
  plant: (plan: Plan, value: Value) => Plan,
): fc.Arbitrary<Mistake> {
  return values.map((value) => ({ path, prop, plant: (plan) => plant(plan, value) }));
}

/** Sets some props of one component. */
const set =
  <Key extends Component, Value>(key: Key, props: (value: Value) => Partial<Plan[Key]>) =>
  (plan: Plan, value: Value): Plan => ({ ...plan, [key]: { ...plan[key], ...props(value) } });

const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, 1e308];
const notPositiveWhole = fc.oneof(constantFrom(...NOT_FINITE, 0, -1, 0.5, 1.5, 1e21), integer({ max: 0 }));
const notFiniteOrNegative = constantFrom(...NOT_FINITE, Number.NEGATIVE_INFINITY, -1, -0.5);
const notPort = fc.oneof(
  constantFrom(...NOT_FINITE, 0, -1, 80.5, 65_536, 70_000),
  integer({ min: 65_536 }),
  integer({ max: 0 }),
);
const noDuration = constantFrom(0, ...NOT_FINITE).map((n) => Duration.seconds(n));
const noSize = constantFrom(0, ...NOT_FINITE).map((n) => Size.mebibytes(n));
const noCpu = constantFrom(0, -1, 0.5, ...NOT_FINITE).map((n) => Cpu.millis(n));
const noMemory = fc.oneof(
  noSize.map((request) => ({ request, limit: Size.gibibytes(1) })),
  constantFrom(...NOT_FINITE).map((n) => ({ request: Size.mebibytes(300), limit: Size.mebibytes(n) })),
  integer({ min: 1, max: 1000 }).map((n) => ({ request: Size.mebibytes(2000 + n), limit: Size.mebibytes(2000) })),
);
const noLabel = fc.oneof(
  constantFrom(
    '',
    ' ',
    'Upper',
    'a b',
    'ümlaut',
    '-a',
    'a-',
    'a_b',
    'a.b',
    'a/b',
    'x'.repeat(64),
    'x'.repeat(300),
    '日本',
  ),
  fc.stringMatching(/^[A-Z_ /:]{1,20}$/),
);
const noServiceName = fc.oneof(noLabel, constantFrom('1app', '0'));
const noLabelValue = constantFrom('', ' ', '-a', 'a b', 'ü', 'x'.repeat(64), 'x'.repeat(300), 'a/b');
const noImage = constantFrom(
  '',
  ' ',
  'app',
  'app:',
  'app:latest',
  'registry.example.com:5000/app',
  'app:1 2',
  ' app:1.0',
  'App:1.0',
  'app:1.0@sha256:abc',
  `app:${'x'.repeat(200)}`,
  ':1.0',
);
const noUrl = fc.oneof(
  constantFrom(
    '',
    ' ',
    'https://example.com/',
    'https://example.com/docs/',
    'example.com',
    '/path',
    'ftp://example.com',
    'http://',
    'http://a b',
    'https://x.com:70000',
  ),
  fc.stringMatching(/^[a-z ]{1,20}$/),
);
const noUrlWithoutPath = fc.oneof(noUrl, constantFrom('https://example.com/path', 'https://example.com?a=b'));

const STORED = [
  ['10-alerts/alertmanager', 'alertmanager'],
  ['20-metrics/prometheus', 'prometheus'],
  ['30-logs/loki', 'loki'],
  ['40-dashboards/grafana', 'grafana'],
] as const;

const COMPONENTS = [
  ...STORED,
  ['20-metrics/kube-state-metrics', 'kubeStateMetrics'],
  ['20-metrics/node-exporter', 'nodeExporter'],
  ['30-logs/alloy', 'alloy'],
] as const;

const ofComponents = COMPONENTS.flatMap(([path, key]) => [
  mistake(
    `${path}/workload`,
    'name',
    noServiceName,
    set(key, (name) => ({ name })),
  ),
  mistake(
    `${path}/workload`,
    'image',
    noImage,
    set(key, (image) => ({ image })),
  ),
  mistake(
    `${path}/workload`,
    'memory',
    noMemory,
    set(key, (memory) => ({ memory })),
  ),
  mistake(
    `${path}/workload`,
    'cpu',
    noCpu,
    set(key, (cpu) => ({ cpu })),
  ),
]);

const ofStored = STORED.flatMap(([path, key]) => [
  mistake(
    `${path}/workload`,
    'storage',
    noSize,
    set(key, (storage) => ({ storage })),
  ),
  mistake(
    `${path}/workload`,
    'storageClass',
    constantFrom('', 'Fast', 'a b', 'x'.repeat(300), '-x'),
    set(key, (storageClass) => ({ storageClass })),
  ),
]);

const ofUrls = [
  ['10-alerts/alertmanager', 'alertmanager'],
  ['20-metrics/prometheus', 'prometheus'],
  ['40-dashboards/grafana', 'grafana'],
].map(([path = '', key = '']) =>
  mistake(
    path,
    'url',
    noUrlWithoutPath,
    set(key as 'alertmanager' | 'prometheus' | 'grafana', (url) => ({ url })),
  ),
);

const noInterval = fc.oneof(
  noDuration,
  integer({ min: 121, max: 1e6 }).map((n) => Duration.seconds(n)),
  constantFrom(1, 500, 999).map((ms) => Duration.millis(ms)),
);

const PROMETHEUS = '20-metrics/prometheus';
const ofPrometheus = [
  mistake(
    PROMETHEUS,
    'scrapeInterval',
    noInterval,
    set('prometheus', (scrapeInterval) => ({ scrapeInterval })),
  ),
  mistake(
    PROMETHEUS,
    'evaluationInterval',
    noInterval,
    set('prometheus', (evaluationInterval) => ({ evaluationInterval })),
  ),
  mistake(
    PROMETHEUS,
    'retention',
    fc.oneof(
      noDuration,
      integer({ min: 1, max: 7199 }).map((n) => Duration.seconds(n)),
    ),
    set('prometheus', (retention) => ({ retention })),
  ),
  mistake(
    PROMETHEUS,
    'retentionSize',
    fc.oneof(
      noSize,
      integer({ min: 801, max: 1e6 }).map((n) => Size.mebibytes(n)),
    ),
    set('prometheus', (retentionSize) => ({ retentionSize, storage: Size.mebibytes(1000) })),
  ),
  mistake(
    PROMETHEUS,
    'memory.limit',
    integer({ min: 1, max: 255 }).map((n) => ({ request: Size.mebibytes(1), limit: Size.mebibytes(n) })),
    set('prometheus', (memory) => ({ memory })),
  ),
  mistake(
    PROMETHEUS,
    'runbooksUrl',
    noUrl,
    set('prometheus', (runbooksUrl) => ({ runbooksUrl })),
  ),
  mistake(
    PROMETHEUS,
    'grafanaUrl',
    noUrl,
    set('prometheus', (grafanaUrl) => ({ grafanaUrl })),
  ),
];

const LOKI = '30-logs/loki';
const ofLoki = [
  mistake(
    LOKI,
    'retention',
    fc.oneof(
      noDuration,
      integer({ min: 1, max: 86_399 }).map((n) => Duration.seconds(n)),
    ),
    set('loki', (retention) => ({ retention })),
  ),
  mistake(
    LOKI,
    'ingestionRate',
    noSize,
    set('loki', (ingestionRate) => ({ ingestionRate })),
  ),
  mistake(
    LOKI,
    'maxStreams',
    fc.oneof(notPositiveWhole, integer({ min: 1, max: 99 })),
    set('loki', (maxStreams) => ({ maxStreams })),
  ),
  mistake(
    LOKI,
    'runbooksUrl',
    noUrl,
    set('loki', (runbooksUrl) => ({ runbooksUrl })),
  ),
  mistake(
    LOKI,
    'grafanaUrl',
    noUrl,
    set('loki', (grafanaUrl) => ({ grafanaUrl })),
  ),
  mistake(
    '30-logs/alloy',
    'positions',
    constantFrom('', 'relative', '/', ' /x', '/var/../etc', '/a b'),
    set('alloy', (positions) => ({ positions })),
  ),
  mistake(
    '20-metrics/node-exporter',
    'port',
    notPort,
    set('nodeExporter', (port) => ({ port })),
  ),
];

const maintained = (window: Partial<MaintenanceWindow>) => [
  { name: 'backup', from: '22:00', to: '06:00', ...window } satisfies MaintenanceWindow,
];
const noSecret = constantFrom('', 'Upper', 'a b', 'a/b', '../x', 'x'.repeat(300), 'ü');

const receivers: fc.Arbitrary<readonly [prop: string, receiver: Receiver]> = fc.oneof(
  constantFrom('', 'general', '#', '#a b', ' #x').map(
    (channel) => ['channel', Receiver.slack({ channel, urlFrom: { secret: 's', key: 'k' } })] as const,
  ),
  constantFrom('', 'smtp', 'smtp:', 'smtp:0', 'smtp:70000', ':25', 'http://smtp:25').map(
    (smarthost) => ['smarthost', Receiver.email({ to: 'a@b.c', from: 'a@b.c', smarthost })] as const,
  ),
  constantFrom('', 'nobody', 'a b@c', '@', 'a@').map(
    (to) => ['to', Receiver.email({ to, from: 'a@b.c', smarthost: 'smtp:25' })] as const,
  ),
  constantFrom('', 'nobody', '@b').map(
    (from) => ['from', Receiver.email({ to: 'a@b.c', from, smarthost: 'smtp:25' })] as const,
  ),
  constantFrom(0, ...NOT_FINITE, 1.5).map(
    (chat) => ['chat', Receiver.telegram({ chat, tokenFrom: { secret: 's', key: 'k' } })] as const,
  ),
  constantFrom('', ' ', 'short').map((because) => ['because', Receiver.none({ because })] as const),
  noSecret.map((secret) => ['secret', Receiver.webhook({ urlFrom: { secret, key: 'k' } })] as const),
  constantFrom('', 'a b', 'a/b', '..', 'ü').map(
    (key) => ['key', Receiver.pagerduty({ routingKeyFrom: { secret: 's', key } })] as const,
  ),
);

const ALERTMANAGER = '10-alerts/alertmanager';
const ofAlertmanager = [
  receivers.map(
    ([prop, critical]): Mistake => ({
      path: ALERTMANAGER,
      prop,
      plant: (plan) => ({ ...plan, alertmanager: { ...plan.alertmanager, critical } }),
    }),
  ),
  mistake(
    ALERTMANAGER,
    'groupWait',
    constantFrom(...NOT_FINITE).map((n) => Duration.seconds(n)),
    set('alertmanager', (groupWait) => ({ groupWait })),
  ),
  mistake(
    ALERTMANAGER,
    'groupInterval',
    noDuration,
    set('alertmanager', (groupInterval) => ({ groupInterval })),
  ),
  mistake(
    ALERTMANAGER,
    'repeatInterval',
    noDuration,
    set('alertmanager', (repeatInterval) => ({ repeatInterval })),
  ),
  mistake(
    ALERTMANAGER,
    'maintenance',
    fc.oneof(
      constantFrom('', 'Upper', 'a b', '-').map((name) => maintained({ name })),
      constantFrom('', '24:00', '7:00', '12:60', 'noon').map((from) => maintained({ from })),
      constantFrom('', 'Mars/Base', ' ').map((timeZone) => maintained({ timeZone })),
      constantFrom([...maintained({}), ...maintained({})], maintained({ from: '06:00' })),
    ),
    set('alertmanager', (maintenance) => ({ maintenance })),
  ),
  mistake(
    ALERTMANAGER,
    'scopes',
    constantFrom<AlertScope[]>(
      [{ match: {}, severity: 'warning' }],
      [{ match: { 'a-b': 'x' }, severity: 'warning' }],
      [{ match: { pod: /(?=a)/ }, severity: 'warning' }],
      [{ match: { namespace: [] }, severity: 'warning' }],
      [{ match: { namespace: 'shop' } }],
      [{ match: { namespace: 'shop' }, labels: { alertname: 'A' } }],
      [{ match: { namespace: 'shop' }, above: 1 }],
    ),
    set('alertmanager', (scopes) => ({ scopes })),
  ),
  mistake(
    ALERTMANAGER,
    'routes',
    constantFrom<Partial<AlertRoute>[]>(
      [{ name: '', match: { team: 'a' } }],
      [{ name: 'a b', match: { team: 'a' } }],
      [{ name: 'a', match: {} }],
      [{ name: 'a', match: { severity: 'critical' } }],
      [{ name: 'a', match: { 'no label': 'x' } }],
      [
        { name: 'a', match: { team: 'a' } },
        { name: 'a', match: { team: 'b' } },
      ],
    ).map((routes) =>
      routes.map(
        (route) => ({ critical: Receiver.none({ because: 'nobody listens in a test' }), ...route }) as AlertRoute,
      ),
    ),
    set('alertmanager', (routes) => ({ routes })),
  ),
  mistake(
    ALERTMANAGER,
    'inhibitions',
    constantFrom(
      [{ cause: '', effects: ['A'], equal: [] }],
      [{ cause: 'A"', effects: ['A'], equal: [] }],
      [{ cause: 'A', effects: [], equal: [] }],
      [{ cause: 'A', effects: [''], equal: [] }],
      [{ cause: 'A', effects: ['.*'], equal: [] }],
      [{ cause: 'A', effects: ['B'], equal: ['no label'] }],
    ),
    set('alertmanager', (inhibitions) => ({ inhibitions })),
  ),
];

type App = Plan['applications'][number];

const APP: App = {
  namespace: 'shop',
  name: 'shop',
  image: 'shop:1.0.0',
  ports: { http: { container: 8000 } },
  healthcheck: { test: 'test -e /tmp/alive' },
};

const inApp = <Value>(prop: string, values: fc.Arbitrary<Value>, props: (value: Value) => Partial<App>, part = '') =>
  mistake(`50-applications/shop${part}`, prop, values, (plan, value) => ({
    ...plan,
    applications: [{ ...APP, ...props(value) }],
  }));

const noPath = constantFrom('', 'metrics', ' /metrics');
const pods = '/workload';
const ofApplications = [
  inApp('namespace', noLabel, (namespace) => ({ namespace }), pods),
  inApp('image', noImage, (image) => ({ image }), pods),
  inApp('memory', noMemory, (memory) => ({ memory }), pods),
  inApp('cpu', noCpu, (cpu) => ({ cpu }), pods),
  inApp('replicas', notPositiveWhole, (replicas) => ({ replicas }), pods),
  inApp('user', fc.oneof(notPositiveWhole, constantFrom(2_147_483_648, 1e12)), (user) => ({ user })),
  inApp(
    'ports',
    constantFrom('', 'Upper', 'a b', '1', 'x'.repeat(16), 'ü'),
    (name) => ({
      ports: { [name]: { container: 8000 } },
    }),
    pods,
  ),
  inApp('ports.http', notPort, (container) => ({ ports: { http: { container } } }), pods),
  inApp('ports.http.service', notPort, (service) => ({ ports: { http: { container: 8000, service } } }), pods),
  inApp('ports', integer({ min: 1, max: 65_535 }), (service) => ({
    ports: { http: { container: 8000, service }, other: { container: 8001, service } },
  })),
  inApp('metrics.port', constantFrom('', 'other', 'toString'), (port) => ({ metrics: { port } })),
  inApp('env', constantFrom('', '1A', 'A B', 'A=B', 'ü'), (name) => ({ env: { [name]: 'x' } })),
  inApp('secrets', constantFrom('', '1A', 'A B', 'A=B', 'ü'), (name) => ({
    secrets: { [name]: { secret: 's', key: 'k' } },
  })),
  inApp('secrets.A', noSecret, (secret) => ({ secrets: { A: { secret, key: 'k' } } })),
  inApp('secrets', constantFrom('A', 'LOG_LEVEL'), (name) => ({
    env: { [name]: 'x' },
    secrets: { [name]: { secret: 's', key: 'k' } },
  })),
  inApp('pullSecret', noSecret, (pullSecret) => ({ pullSecret })),
  inApp('scratch', constantFrom([''], ['tmp'], ['/'], ['/a', '/a'], ['/a:b'], ['/a/../b']), (scratch) => ({ scratch })),
  inApp('healthcheck.test', constantFrom([], [''], ['CMD'], ['NONE'], '', ' ', ['curl']), (test) => ({
    healthcheck: { test },
  })),
  inApp('healthcheck.retries', notPositiveWhole, (retries) => ({ healthcheck: { ...APP.healthcheck, retries } })),
  inApp('healthcheck.startPeriod', constantFrom(...NOT_FINITE), (n) => ({
    healthcheck: { ...APP.healthcheck, startPeriod: Duration.seconds(n) },
  })),
  inApp('interval', noDuration, (interval) => ({ healthcheck: { ...APP.healthcheck, interval } }), pods),
  inApp('timeout', noDuration, (timeout) => ({ healthcheck: { ...APP.healthcheck, timeout } }), pods),
  inApp(
    'timeout',
    integer({ min: 31, max: 1000 }),
    (n) => ({
      healthcheck: { ...APP.healthcheck, interval: Duration.seconds(30), timeout: Duration.seconds(n) },
    }),
    pods,
  ),
  inApp('alerts.override', constantFrom('ApplicationErors', 'ApplicationDown'), (name) => ({
    alerts: { override: { [name]: { above: 0.01 } } },
  })),
  inApp('slo.availability', fc.oneof(notFiniteOrNegative, constantFrom(0, 0.999, 89.9, 100, 101)), (availability) => ({
    slo: { availability },
  })),
  inApp('slo.latency.threshold', noDuration, (threshold) => ({ slo: { latency: { threshold, target: 99 } } })),
  inApp(
    'slo.latency.threshold',
    integer({ min: 101, max: 9999 }).filter(
      (ms) => !flaskApp.http_request_duration_seconds?.buckets?.includes(ms / 1000),
    ),
    (ms) => ({
      metrics: { port: 'http', exposes: flaskApp },
      slo: { latency: { threshold: Duration.millis(ms), target: 99 } },
    }),
  ),
  inApp('slo.latency.target', notFiniteOrNegative, (target) => ({
    slo: { latency: { threshold: Duration.seconds(1), target } },
  })),
];

/** Scrape settings of an application: Prometheus complains. */
const scraped = <Value>(
  prop: string,
  values: fc.Arbitrary<Value>,
  scrape: (value: Value) => Partial<ApplicationMetrics>,
) =>
  mistake(PROMETHEUS, prop, values, (plan, value) => ({
    ...plan,
    applications: [{ ...APP, metrics: { port: 'http', ...scrape(value) } }],
  }));

const ofScraping = [
  scraped('interval', noInterval, (interval) => ({ interval })),
  scraped('timeout', noDuration, (timeout) => ({ timeout })),
  scraped('timeout', integer({ min: 31, max: 1e5 }), (n) => ({
    interval: Duration.seconds(30),
    timeout: Duration.seconds(n),
  })),
  scraped('path', noPath, (path) => ({ path })),
  scraped('limits.samples', notPositiveWhole, (samples) => ({ limits: { samples } })),
  scraped('limits.body', noSize, (body) => ({ limits: { body } })),
  scraped('drop', constantFrom('(', '[a', '*', 'a{2,1}', '(?=a)'), (drop) => ({ drop })),
  mistake(PROMETHEUS, 'namespaces', noLabel, (plan, name) => ({
    ...plan,
    annotated: { namespaces: [name], ports: [8080] },
  })),
  mistake(
    PROMETHEUS,
    'ports',
    notPort.map((port) => [port]),
    (plan, ports) => ({ ...plan, annotated: { namespaces: ['shop'], ports } }),
  ),
  mistake(PROMETHEUS, 'ports', constantFrom([]), (plan, ports) => ({
    ...plan,
    annotated: { namespaces: ['shop'], ports },
  })),
];

const NODES = { count: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) };

const ofInstallation = [
  mistake('20-metrics/prometheus/workload', 'installation.name', noLabelValue, (plan, name) => ({
    ...plan,
    installation: { ...plan.installation, name },
  })),
  mistake('20-metrics/prometheus/workload', 'installation.cluster.name', constantFrom('', ' '), (plan, name) => ({
    ...plan,
    installation: { ...plan.installation, cluster: { name } },
  })),
  mistake(
    '20-metrics/prometheus/workload',
    'installation.cluster.apiServerPorts',
    fc.oneof(
      notPort.map((port) => [port]),
      constantFrom([]),
    ),
    (plan, apiServerPorts) => ({
      ...plan,
      installation: { ...plan.installation, cluster: { ...plan.installation.cluster, apiServerPorts } },
    }),
  ),
  ...(
    [
      ['dns.port', notPort.map((port) => ({ dns: { namespace: 'names', port } }))],
      ['nodes.count', notPositiveWhole.map((count) => ({ nodes: { ...NODES, count } }))],
      ['nodes.cpu', noCpu.map((cpu) => ({ nodes: { ...NODES, cpu } }))],
      ['nodes.memory', noSize.map((memory) => ({ nodes: { ...NODES, memory } }))],
    ] as const
  ).map(([prop, values]) =>
    mistake<Partial<Cluster>>(
      '10-alerts/alertmanager/workload',
      `installation.cluster.${prop}`,
      values,
      (plan, wrong) => ({
        ...plan,
        installation: { ...plan.installation, cluster: { ...plan.installation.cluster, ...wrong } },
      }),
    ),
  ),
  mistake('10-alerts/alertmanager/workload', 'namespace', noLabel, (plan, namespace) => ({ ...plan, namespace })),
];

const ofCharts = [
  mistake('00-namespaces', 'name', noLabel, (plan, name) => ({ ...plan, moreNamespaces: [name] })),
  mistake('40-dashboards/grafana', 'uid', constantFrom('', 'a b', 'Upper', 'a_b', 'x'.repeat(41)), (plan, uid) => ({
    ...plan,
    grafana: { ...plan.grafana, dashboards: plan.grafana.dashboards.map((dashboard) => ({ ...dashboard, uid })) },
  })),
  mistake('40-dashboards/grafana', 'dashboards', constantFrom([]), (plan, dashboards) => ({
    ...plan,
    grafana: { ...plan.grafana, dashboards },
  })),
  mistake('40-dashboards/grafana', 'dashboards', constantFrom(2, 3), (plan, times) => ({
    ...plan,
    grafana: { ...plan.grafana, dashboards: plan.grafana.dashboards.flatMap((one) => Array(times).fill(one)) },
  })),
  mistake('50-applications', 'name', noServiceName, (plan, name) => ({ ...plan, applications: [{ ...APP, name }] })),
  mistake('50-applications', 'name', constantFrom(2, 3), (plan, times) => ({
    ...plan,
    applications: Array(times).fill(APP),
  })),
];

/** As the type checker takes it from the environment: a string. */
const UNSET = process.env.NOBODY_SETS_THIS!;
const unset = constantFrom(UNSET);
const notSet = { secret: UNSET, key: UNSET };
const inInstallation = (prop: string, plant: (plan: Plan, value: string) => Partial<Plan['installation']>) =>
  mistake('30-logs/alloy/workload', `installation.${prop}`, unset, (plan, value) => ({
    ...plan,
    installation: { ...plan.installation, ...plant(plan, value) },
  }));

/** Every text that has to be there, and is not. */
const ofUnset = [
  inInstallation('name', (_, name) => ({ name })),
  inInstallation('cluster.name', ({ installation: { cluster } }, name) => ({ cluster: { ...cluster, name } })),
  mistake('30-logs/loki/workload', 'namespace', unset, (plan, namespace) => ({ ...plan, namespace })),
  mistake('30-logs/alloy/workload', 'namespace', unset, (plan, nodeNamespace) => ({ ...plan, nodeNamespace })),
  mistake('00-namespaces', 'name', unset, (plan, name) => ({ ...plan, moreNamespaces: [name] })),
  mistake('00-namespaces', 'name', unset, (plan, nodeNamespace) => ({ ...plan, nodeNamespace })),
  mistake('50-applications', 'name', unset, (plan, name) => ({ ...plan, applications: [{ ...APP, name }] })),
  inApp('namespace', unset, (namespace) => ({ namespace }), pods),
  inApp('image', unset, (image) => ({ image }), pods),
  inApp('env.LEVEL', unset, (level) => ({ env: { LEVEL: level } })),
  inApp('secrets.TOKEN', constantFrom(notSet, { secret: 's', key: UNSET }, { secret: UNSET, key: 'k' }), (TOKEN) => ({
    secrets: { TOKEN },
  })),
  inApp('scratch', unset, (path) => ({ scratch: ['/tmp', path] })),
  inApp('metrics.port', unset, (port) => ({ metrics: { port } })),
  inApp(
    'healthcheck.test',
    constantFrom(UNSET, ['CMD', UNSET], ['CMD-SHELL', UNSET], ['CMD', 'curl', UNSET]),
    (test) => ({
      healthcheck: { test },
    }),
  ),
  inApp('healthcheck', constantFrom(process.env.NOBODY_SETS_THIS as never), (healthcheck) => ({ healthcheck })),
  inApp('namespace', unset, (namespace) => ({ openTo: [{ namespace }] }), pods),
  inApp('url', unset, (url) => ({ connectsTo: [external('http', url, { cidrs: ['192.0.2.0/24'] })] }), pods),
  mistake(PROMETHEUS, 'namespaces', unset, (plan, name) => ({
    ...plan,
    annotated: { namespaces: [name], ports: [8080] },
  })),
  ...[
    ['channel', () => Receiver.slack({ channel: UNSET, urlFrom: { secret: 's', key: 'k' } })] as const,
    ['secret', () => Receiver.slack({ channel: '#on-call', urlFrom: notSet })] as const,
    ['key', () => Receiver.webhook({ urlFrom: notSet })] as const,
    ['smarthost', () => Receiver.email({ to: 'a@b.c', from: 'a@b.c', smarthost: UNSET })] as const,
    ['to', () => Receiver.email({ to: UNSET, from: 'a@b.c', smarthost: 'smtp:25' })] as const,
  ].map(([prop, receiver]) =>
    mistake(
      ALERTMANAGER,
      prop,
      constantFrom(receiver),
      set('alertmanager', (critical) => ({ critical: critical() })),
    ),
  ),
];

/** Values of other classes, as JavaScript and `as any` give them: of text and numbers, validators say so. */
const other: fc.Arbitrary<unknown> = constantFrom<unknown[]>('15d', '10Gi', 30, true, [], {}, () => 0);
const wrongly = (prop: string) => (value: unknown) => ({ [prop]: value }) as Readonly<Record<string, never>>;
const ofClass = <Key extends Component>(path: string, key: Key, ...props: readonly string[]) =>
  props.map((prop) =>
    mistake(
      path,
      prop,
      other,
      set(key, (value) => wrongly(prop)(value) as object),
    ),
  );

const text: fc.Arbitrary<unknown> = constantFrom<unknown[]>('15d', '10Gi', '30');
const alert = {
  name: 'ShopDown',
  summary: '',
  description: '',
  expr: 'up',
  for: Duration.minutes(5),
  severity: 'none',
};

const ofClasses = [
  ...COMPONENTS.flatMap(([path, key]) => ofClass(path, key, 'memory', 'cpu')),
  ...STORED.flatMap(([path, key]) => ofClass(path, key, 'storage')),
  ...ofClass(PROMETHEUS, 'prometheus', 'scrapeInterval', 'evaluationInterval', 'retention', 'retentionSize'),
  ...ofClass(LOKI, 'loki', 'retention', 'ingestionRate'),
  ...ofClass(ALERTMANAGER, 'alertmanager', 'critical', 'groupWait', 'groupInterval', 'repeatInterval'),
  mistake(ALERTMANAGER, 'maintenance', text, set('alertmanager', wrongly('maintenance'))),
  mistake(ALERTMANAGER, 'inhibitions', text, set('alertmanager', wrongly('inhibitions'))),
  mistake(ALERTMANAGER, 'deadMansSwitch', text, set('alertmanager', wrongly('deadMansSwitch'))),
  mistake('40-dashboards', 'dashboards', text, set('grafana', wrongly('dashboards'))),
  mistake('40-dashboards/grafana', 'openTo', text, set('grafana', wrongly('openTo'))),
  mistake(PROMETHEUS, 'rules', text, set('prometheus', wrongly('rules'))),
  mistake(PROMETHEUS, 'rules[0].alerts[0].for', other, (plan, value) => ({
    ...plan,
    prometheus: { rules: [{ name: 'shop', alerts: [{ ...alert, for: value } as never] }] },
  })),
  ...['ports', 'env', 'secrets', 'scratch', 'openTo', 'connectsTo', 'slo', 'healthcheck', 'memory', 'cpu'].map((prop) =>
    inApp(prop, text, wrongly(prop)),
  ),
  ...['interval', 'timeout', 'startPeriod', 'startInterval'].map((prop) =>
    inApp(`healthcheck.${prop}`, other, (value) => ({ healthcheck: { ...APP.healthcheck, ...wrongly(prop)(value) } })),
  ),
  inApp('metrics', constantFrom('all', 8000), wrongly('metrics')),
  inApp('metrics.interval', other, (interval) => ({ metrics: { port: 'http', ...wrongly('interval')(interval) } })),
  inApp('metrics.limits.body', other, (body) => ({ metrics: { port: 'http', limits: wrongly('body')(body) } })),
  inApp('ports.http', text, (http) => ({ ports: wrongly('http')(http) })),
  inApp('ports.http.container', text, (container) => ({
    ports: { http: { container: 8000, ...wrongly('container')(container) } },
  })),
  inApp('secrets.TOKEN', text, (token) => ({ secrets: wrongly('TOKEN')(token) })),
  inApp('slo.latency.threshold', other, (threshold) => ({
    slo: { latency: { target: 99, threshold: Duration.seconds(1), ...wrongly('threshold')(threshold) } },
  })),
  inApp('connectsTo[0]', other, (to) => ({ connectsTo: [to as never] })),
  mistake('00-namespaces', 'installation', text, (plan, installation) => ({
    ...plan,
    ...wrongly('installation')(installation),
  })),
  ...['cluster.dns', 'cluster.nodes', 'cluster.apiServerPorts', 'cluster'].map((prop) =>
    mistake('00-namespaces', `installation.${prop}`, text, (plan, value) => {
      const cluster = { ...plan.installation.cluster, ...wrongly(prop.replace('cluster.', ''))(value) };
      return {
        ...plan,
        installation: { ...plan.installation, cluster: prop === 'cluster' ? (value as never) : cluster },
      };
    }),
  ),
];

/** Namespaces that every cluster has. */
const ofSystem = constantFrom('kube-system', 'kube-public', 'default').map(
  (name): Mistake => ({ path: '00-namespaces', prop: 'name', plant: (plan) => ({ ...plan, moreNamespaces: [name] }) }),
);

/** Names that parts of the stack have. */
const ofNames = [
  mistake('50-applications', 'name', constantFrom(...Object.keys(CATALOGUE)), (plan, name) => ({
    ...plan,
    applications: [{ ...APP, name }],
  })),
];

const ofConnections = [
  mistake(
    '50-applications/shop/workload',
    'url',
    noUrl.filter((url) => !URL.canParse(url)),
    (plan, url) => ({
      ...plan,
      applications: [{ ...APP, connectsTo: [external('http', url, { cidrs: ['192.0.2.0/24'] })] }],
    }),
  ),
  mistake(
    '50-applications/shop/workload',
    'cidrs',
    constantFrom([], [''], ['10.0.0.1'], ['10.0.0.0/33'], ['300.0.0.0/8'], ['example.com']),
    (plan, cidrs) => ({
      ...plan,
      applications: [{ ...APP, connectsTo: [external('http', 'http://db.example.com', { cidrs })] }],
    }),
  ),
];

/** One of all mistakes, each kind as often as any other. */
export const mistakes: fc.Arbitrary<Mistake> = fc.oneof(
  ...ofComponents,
  ...ofStored,
  ...ofUrls,
  ...ofPrometheus,
  ...ofLoki,
  ...ofAlertmanager,
  ...ofApplications,
  ...ofScraping,
  ...ofInstallation,
  ...ofCharts,
  ...ofUnset,
  ...ofNames,
  ...ofClasses,
  ofSystem,
  ...ofConnections,
);
