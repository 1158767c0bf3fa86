import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import type { Healthcheck } from '../../constructs/components/application/healthcheck.ts';
import type { ServiceLevel } from '../../constructs/components/application/slo.ts';
import {
  type Alert,
  type AlertMatch,
  type AlertmanagerProps,
  type AlertRoute,
  type AlertScope,
  type ApplicationProps,
  dashboards,
  external,
  type Inhibition,
  type MaintenanceWindow,
  metricRules,
  type PrometheusProps,
  Receiver,
  type RuleGroup,
} from '../../constructs/index.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';
import type { Plan } from './plan.ts';

/** Installations whose values are all right. */

const { constantFrom, integer, record, tuple } = fc;

/** All of the props, or none, or some. */
const some = <T>(model: { [Prop in keyof T]: fc.Arbitrary<T[Prop]> }) => record<T, never>(model, { requiredKeys: [] });

const seconds = (min: number, max: number) => integer({ min, max }).map((n) => Duration.seconds(n));
const mebibytes = (min: number, max: number) => integer({ min, max }).map((n) => Size.mebibytes(n));
const word = (prefix: string) => fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,15}[a-z0-9])?$/).map((w) => prefix + w);
const cpu = integer({ min: 1, max: 4000 }).map((n) => Cpu.millis(n));
const image = tuple(
  constantFrom('', 'registry.example.com/', 'localhost:5000/team/'),
  word('image-'),
  constantFrom(':1', ':v1.2.3-rc.1', `:2.0@sha256:${'0123456789abcdef'.repeat(4)}`),
).map((parts) => parts.join(''));
const url = tuple(constantFrom('http://', 'https://'), word('web-'), constantFrom('', '.example.com', ':8443')).map(
  (parts) => parts.join(''),
);
/** Seconds at which 5 minutes still hold four scrapes: that far back the rules of promises look. */
const LONGEST = 75;

const port = integer({ min: 1, max: 65_535 });
const secretRef = record({ secret: word('secret-'), key: constantFrom('url', 'api_key', 'token.txt') });

const memory = (least: number) =>
  mebibytes(least, 8192).chain((limit) => mebibytes(1, limit.toMebibytes()).map((request) => ({ request, limit })));

/** What every component of the stack may set. */
const common = (name: string, leastMemory = 16) => ({
  name: word(name),
  image,
  memory: memory(leastMemory),
  cpu,
});

const volume = { storage: mebibytes(200, 500_000), storageClass: word('class-') };

const receiver: fc.Arbitrary<Receiver> = fc.oneof(
  record({ channel: word('#'), urlFrom: secretRef }).map(Receiver.slack),
  tuple(word(''), secretRef, fc.boolean()).map(([who, passwordFrom, login]) =>
    Receiver.email({
      to: `${who}@example.com`,
      from: 'alerts@example.com',
      smarthost: 'smtp.example.com:587',
      ...(login && { username: who, passwordFrom }),
    }),
  ),
  secretRef.map((urlFrom) => Receiver.webhook({ urlFrom })),
  word('hook-').map((host) =>
    Receiver.webhook({ endpoint: external('webhook', `https://${host}.example.com`, { cidrs: ['192.0.2.0/24'] }) }),
  ),
  secretRef.map((routingKeyFrom) => Receiver.pagerduty({ routingKeyFrom })),
  tuple(secretRef, constantFrom('us', 'eu')).map(([apiKeyFrom, region]) => Receiver.opsgenie({ apiKeyFrom, region })),
  secretRef.map((urlFrom) => Receiver.teams({ urlFrom })),
  tuple(integer({ min: 1 }), secretRef).map(([chat, tokenFrom]) => Receiver.telegram({ chat: -chat, tokenFrom })),
  word('nobody has to get up: ').map((because) => Receiver.none({ because })),
);

const time = tuple(integer({ min: 0, max: 23 }), integer({ min: 0, max: 59 })).map((parts) =>
  parts.map((n) => String(n).padStart(2, '0')).join(':'),
);

const windows: fc.Arbitrary<MaintenanceWindow[]> = fc.uniqueArray(
  tuple(
    fc.stringMatching(/^[a-z0-9]{1,9}(-[a-z0-9]{1,9})?$/),
    tuple(time, time).filter(([from, to]) => from !== to),
    some<Pick<MaintenanceWindow, 'days' | 'timeZone' | 'mutes'>>({
      days: constantFrom(['monday'], ['saturday', 'sunday']),
      timeZone: constantFrom('UTC', 'Europe/Berlin', 'America/New_York'),
      mutes: constantFrom('warning', 'all'),
    }),
  ).map(([name, [from, to], rest]) => ({ name, from, to, ...rest })),
  { maxLength: 3, selector: ({ name }) => name },
);

const inhibitions: fc.Arbitrary<Inhibition[]> = fc.array(
  record({
    cause: constantFrom('ShopDown'),
    effects: constantFrom(['ShopSlow']),
    equal: constantFrom([], ['namespace'], ['namespace', 'pod']),
  }),
  { maxLength: 2 },
);

const labelMatch = constantFrom<AlertMatch>(
  { namespace: 'dev-*' },
  { namespace: ['shop.v2', 'a|b'], app: /ap[ij]\d*/ },
  { team: 'crème "brûlée" \\ $1' },
);

const scopes = fc.array<AlertScope>(
  fc.oneof(
    record({ match: labelMatch, severity: constantFrom('critical', 'warning', 'none') }),
    record({
      match: labelMatch,
      labels: constantFrom<Record<string, string>[]>({ team: 'shop' }, { cost: '$1 "a" \\' }),
    }),
    record({ match: constantFrom({ alertname: 'ShopSlow', namespace: 'shop' }), above: integer({ min: 0, max: 9 }) }),
  ),
  { maxLength: 3 },
);

const routes: fc.Arbitrary<AlertRoute[]> = fc.uniqueArray(
  tuple(word('team-'), labelMatch, receiver, some({ warning: receiver })).map(([name, match, critical, rest]) => ({
    ...{ name, match, critical },
    ...rest,
  })),
  { maxLength: 2, selector: ({ name }) => name },
);

const alertmanager: fc.Arbitrary<Plan['alertmanager']> = tuple(
  receiver,
  some<Omit<AlertmanagerProps, 'installation' | 'namespace' | 'critical' | 'groupInterval' | 'repeatInterval'>>({
    ...common('pager-'),
    ...volume,
    url,
    warning: receiver,
    deadMansSwitch: receiver,
    maintenance: windows,
    inhibitions,
    scopes,
    routes,
    groupWait: seconds(0, 300),
  }),
  fc.option(
    tuple(seconds(1, 3600), seconds(3600, 86_400)).map(([groupInterval, repeatInterval]) => ({
      groupInterval,
      repeatInterval,
    })),
  ),
).map(([critical, own, intervals]) => ({ critical, inhibitions: [], ...own, ...intervals }));

const alert = (name: string, expr: string): Alert => ({
  name,
  summary: 'The shop is closed.',
  description: 'Nobody can buy in {{ $labels.namespace }}.',
  expr,
  for: Duration.minutes(5),
  severity: 'warning',
});

const RULES: readonly RuleGroup[] = [
  ...metricRules.filter(({ name }) => name === 'watchdog'),
  { name: 'shop', alerts: [alert('ShopDown', 'up == 0'), alert('ShopSlow', 'scrape_duration_seconds > 5')] },
];

const prometheus: fc.Arbitrary<Plan['prometheus']> = tuple(
  some<Omit<PrometheusProps, 'installation' | 'namespace' | 'alertmanager' | 'rules' | 'retentionSize'>>({
    ...common('metrics-', 256),
    ...volume,
    url,
    runbooksUrl: url.map((address) => `${address}/docs/runbooks`),
    grafanaUrl: url,
    scrapeInterval: seconds(1, LONGEST),
    evaluationInterval: seconds(1, 120),
    // What an application promises looks back half a day.
    retention: seconds(43_200, 400 * 86_400),
  }),
  integer({ min: 1, max: 80 }),
).map(([own, percent]) => ({
  ...own,
  rules: RULES,
  ...(own.storage && {
    retentionSize: Size.mebibytes(Math.max(1, Math.floor((own.storage.toMebibytes() * percent) / 100))),
  }),
}));

/** One dashboard without a panel: the checks of those that come take longer than everything else together. */
const EMPTY = dashboards
  .filter(({ uid }) => uid === 'application')
  .map(({ json, without: _, ...dashboard }) => ({
    ...dashboard,
    json: { ...json, panels: [], links: [], templating: { list: [] }, annotations: { list: [] } },
  }));

const healthcheck: fc.Arbitrary<(port: number) => Healthcheck> = tuple(
  constantFrom<(port: number) => Healthcheck['test']>(
    (number) => ['CMD', 'curl', '-f', `http://localhost:${number}/health`],
    () => ['CMD', 'test', '-e', '/tmp/alive'],
    () => ['CMD-SHELL', 'test -e /tmp/alive || exit 1'],
    (number) => `wget -q --spider http://127.0.0.1:${number}/`,
  ),
  fc.option(tuple(seconds(30, 300), seconds(1, 30)).map(([interval, timeout]) => ({ interval, timeout }))),
  some<Pick<Healthcheck, 'retries' | 'startPeriod' | 'startInterval'>>({
    retries: integer({ min: 1, max: 10 }),
    startPeriod: seconds(0, 600),
    startInterval: seconds(1, 60),
  }),
).map(([test, times, rest]) => (number) => ({ test: test(number), ...times, ...rest }));

const percent = integer({ min: 9000, max: 9999 }).map((n) => n / 100);

const serviceLevel: fc.Arbitrary<ServiceLevel> = fc.oneof(
  percent.map((availability) => ({ availability })),
  tuple(percent, constantFrom(100, 500, 2500)).map(([target, ms]) => ({
    latency: { threshold: Duration.millis(ms), target },
  })),
);

const application: fc.Arbitrary<Plan['applications'][number]> = tuple(
  word('app-'),
  tuple(port, port, fc.boolean()),
  healthcheck,
  some<Omit<ApplicationProps, 'installation' | 'namespace' | 'name' | 'image' | 'ports' | 'healthcheck' | 'slo'>>({
    replicas: integer({ min: 1, max: 20 }),
    user: integer({ min: 1, max: 100_000 }),
    env: constantFrom<Record<string, string>>({ GREETING: 'hello' }, { LANG: 'C.UTF-8', EMPTY: '' }),
    secrets: record({ TOKEN: secretRef, DB_PASSWORD: secretRef }),
    pullSecret: word('login-'),
    scratch: constantFrom([], ['/tmp', '/var/cache/app']),
    memory: memory(16),
    cpu,
    metrics: some({
      interval: seconds(1, LONGEST),
      path: constantFrom('/metrics', '/actuator/prometheus'),
      limits: some({ samples: integer({ min: 1, max: 100_000 }), targets: integer({ min: 1, max: 500 }) }),
    }).map((scrape) => ({ port: 'http', exposes: flaskApp, ...scrape })),
    openTo: constantFrom([{ namespace: 'ingress' }], [{ namespace: 'edge', label: ['edge', 'yes'] as const }]),
    alerts: some({
      labels: constantFrom({ team: 'shop' }),
      severity: constantFrom('critical', 'warning'),
      override: constantFrom({ ApplicationErrors: { above: 0.01 } }),
    }),
    connectsTo: word('db-').map((host) => [
      external('http', `https://${host}.example.com:8443`, { cidrs: ['198.51.100.0/24'] }),
    ]),
  }),
  fc.option(serviceLevel),
  image,
).map(([name, [container, service, other], check, own, slo, tag]) => ({
  namespace: name,
  name,
  image: tag,
  ports: { http: other ? { container, service } : { container } },
  healthcheck: check(container),
  metrics: { port: 'http', exposes: flaskApp },
  ...own,
  ...(slo && { slo }),
}));

const applications = fc.uniqueArray(application, { maxLength: 3, selector: ({ name }) => name });

/** Right installations, small in what they evaluate and show: that is tested by its own tests. */
export const right: fc.Arbitrary<Plan> = record({
  installation: record({
    name: word('stack-'),
    cluster: record(
      {
        name: constantFrom('kind', 'Production EU', 'prod_1'),
        dns: fc.oneof(
          record({ namespace: word('dns-'), label: constantFrom(['k8s-app', 'dns'] as const) }),
          record({ namespace: word('dns-'), label: constantFrom(['dns', 'default'] as const), port }),
          record({ cidrs: constantFrom(['169.254.20.10/32'], ['192.0.2.0/24', '2001:db8::/64']), port }),
        ),
        nodes: constantFrom({ count: 100, cpu: Cpu.units(100), memory: Size.gibibytes(100) }),
        apiServerPorts: constantFrom([443], [443, 6443], [16_443]),
      },
      { requiredKeys: ['name'] },
    ),
  }),
  namespace: word('watch-'),
  nodeNamespace: word('node-'),
  moreNamespaces: fc.uniqueArray(word('more-'), { maxLength: 2 }),
  byCharts: fc.boolean(),
  alertmanager,
  prometheus,
  kubeStateMetrics: some({ ...common('objects-'), series: constantFrom('used', 'all') }),
  nodeExporter: some({ ...common('hosts-'), port, seeLaterMounts: fc.boolean() }),
  loki: some({
    ...common('logs-', 256),
    ...volume,
    retention: integer({ min: 1, max: 400 }).map((days) => Duration.days(days)),
    ingestionRate: mebibytes(1, 100),
    maxStreams: integer({ min: 100, max: 1_000_000 }),
  }).map((own) => ({ ...own, rules: [] })),
  alloy: some({ ...common('tail-'), positions: constantFrom('/srv/positions', '/var/lib/logs') }),
  grafana: some({ ...common('screens-'), ...volume, url }).map((own) => ({ ...own, dashboards: EMPTY })),
  applications,
  annotated: fc.option(
    record({
      namespaces: fc.uniqueArray(word('asks-'), { minLength: 1, maxLength: 3 }),
      ports: fc.uniqueArray(port, { minLength: 1, maxLength: 3 }),
    }),
    { nil: undefined },
  ),
}).map(unlinked);

/** Alerts of a promise link to the dashboard of applications, which is not among the few here. */
function unlinked(plan: Plan): Plan {
  const promised = plan.applications.some(({ slo }) => slo);
  return promised ? { ...plan, prometheus: { ...plan.prometheus, grafanaUrl: undefined } } : plan;
}

/** The number of random installations, and where they begin: the same in every run. */
export const RUNS = { numRuns: Number(process.env.FUZZ_RUNS ?? 300), seed: Number(process.env.FUZZ_SEED ?? 4) };
