import { type App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import {
  type AddedComponent,
  type Alert,
  type AlertChoice,
  Alertmanager,
  type AlertmanagerProps,
  Alloy,
  type AlloyProps,
  Application,
  type ApplicationProps,
  annotatedPods,
  ComponentsChart,
  ConfigFiles,
  type ConfigFilesProps,
  type Dashboard,
  type DashboardProps,
  dashboard,
  type EmailReceiver,
  type Endpoint,
  Grafana,
  type GrafanaProps,
  type Installation,
  KubeStateMetrics,
  type KubeStateMetricsProps,
  LogsChart,
  type LogsChartProps,
  Loki,
  type LokiProps,
  MetricsChart,
  type MetricsChartProps,
  Namespace,
  type NamespaceProps,
  NamespacesChart,
  type NamespacesChartProps,
  NodeExporter,
  type NodeExporterProps,
  type OpsgenieReceiver,
  type PagerdutyReceiver,
  Prometheus,
  type PrometheusProps,
  Receiver,
  type RuleGroup,
  row,
  type ScrapeJob,
  type Signal,
  type SlackReceiver,
  type TeamsReceiver,
  type TelegramReceiver,
  table,
  timeSeries,
  type WebhookReceiver,
  Wiring,
  Workload,
  type WorkloadProps,
} from '../../constructs/index.ts';
import type { Panel } from '../../constructs/kit/dashboards/dashboard.ts';
import type { Variable } from '../../constructs/kit/dashboards/dashboard-json.ts';
import type { AnnotatedPods } from '../../constructs/kit/scrape/annotated-pods.ts';
import type { KEY } from './walk.ts';

/**
 * An example of everything that users of the public API write, with all of its props: one without a value here does not
 * compile. A record has the key `kkey`, a list an item.
 */

type Leaf =
  | Duration
  | Size
  | Cpu
  | Construct
  | Receiver
  | Dashboard
  | Panel
  | Variable
  | Iterable<never>
  | ((...args: never) => unknown);

/** All props, down to the last one. */
type Whole<T> = T extends string | number | boolean | undefined | Leaf
  ? T
  : T extends readonly [unknown, ...unknown[]]
    ? { readonly [Index in keyof T]: Whole<T[Index]> }
    : T extends readonly (infer Item)[]
      ? readonly [Whole<Item>, ...Whole<Item>[]]
      : string extends keyof T
        ? { readonly [Key in typeof KEY]: Whole<T[keyof T]> }
        : { readonly [Prop in keyof T]-?: Whole<Exclude<T[Prop], undefined>> };

export interface Example {
  readonly props: object;
  // biome-ignore lint/suspicious/noExplicitAny: with a text in some place that is none of its type.
  readonly build: (app: App, id: string, props: any) => void;
}

/** Checks that nothing is missing, and forgets the type. */
function example<Props>(props: Whole<Props> & object, build: (app: App, id: string, props: Props) => void): Example {
  return { props, build };
}

const inChart =
  <Props>(make: new (scope: Construct, id: string, props: Props) => unknown) =>
  (app: App, id: string, props: Props) => {
    new make(new Chart(app, id), 'part', props);
  };

const memory = { request: Size.mebibytes(300), limit: Size.mebibytes(600) };
const cpu = Cpu.millis(10);
const image = 'registry.example.com/team/app:1.2.3';
const secret = { secret: 'team', key: 'url' };
const pods = { namespace: 'edge', label: ['app', 'edge'] as const, hostNetwork: false };

const installation: Whole<Installation> = {
  name: 'monitoring',
  cluster: {
    name: 'production',
    dns: { namespace: 'names', label: ['dns', 'yes'], hostNetwork: false, port: 53 },
    apiServerPorts: [443],
    nodes: { count: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) },
  },
};

const withCidrs: Whole<Installation> = {
  ...installation,
  cluster: { ...installation.cluster, dns: { cidrs: ['10.0.0.0/8'], except: ['10.1.0.0/16'], port: 53 } },
};

const endpoint = <Protocol extends string>(protocol: Protocol) => ({
  protocol,
  to: pods,
  ports: [{ port: 80, protocol: 'TCP' }] as const,
  url: 'http://edge.edge.svc:80',
});

endpoint('http') satisfies Whole<Endpoint>;

const outside = <Protocol extends string>(protocol: Protocol) => ({
  protocol,
  to: { cidrs: ['192.0.2.0/24'], except: ['192.0.2.1/32'] } as const,
  ports: [{ port: 443, protocol: 'TCP' }] as const,
  url: 'https://api.example.com',
});

const exposes = {
  kkey: { type: 'counter', labels: ['method'], buckets: [1], appears: 'always', help: 'Requests.', source: 'shop.go' },
} as const;

const scrape = {
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  path: '/metrics',
  limits: { samples: 1, labels: 1, labelName: 1, labelValue: 1, body: Size.mebibytes(1), targets: 1 },
  exposes,
  drop: '.+_bucket',
  dropValues: { series: 'http_.+', label: 'method', values: 'GET|HEAD' },
} as const;

const alert: Whole<Alert> = {
  name: 'ShopDown',
  summary: 'The shop is down.',
  description: '{{ $labels.pod }} is down.',
  expr: 'up{job="shop"} == 0',
  above: 1,
  below: 1,
  for: Duration.minutes(5),
  severity: 'warning',
  dashboard: { uid: 'shop', choose: { kkey: 'namespace' } },
  without: { metrics: { kkey: ['method'] }, expr: 'up == 0' },
};

const group: Whole<RuleGroup> = {
  name: 'shop',
  records: [{ record: 'namespace:requests:rate5m', expr: 'sum by (namespace) (up)' }],
  // One threshold is enough.
  alerts: [{ ...alert, below: undefined as never }],
  // Of the Prometheus itself: the group is left out otherwise.
  needs: ['prometheus'],
  needsMetrics: undefined as never,
};

const inLogs: Whole<RuleGroup> = {
  ...group,
  records: undefined as never,
  needs: undefined as never,
  alerts: [{ ...alert, below: undefined as never, expr: 'count_over_time({app="shop"}[5m])' }],
};

const inhibition = { cause: 'ShopDown', where: { kkey: 'x' }, effects: ['ShopSlow'], equal: ['namespace'] } as const;

const shared = { installation, namespace: 'shop', name: 'shop', image, memory, cpu } as const;
const stored = { ...shared, storage: Size.gibibytes(1), storageClass: 'standard' } as const;
const links = { runbooksUrl: 'https://example.com/docs', grafanaUrl: 'https://grafana.example.com' } as const;
const api = { ...endpoint('prometheus'), scrapeInterval: Duration.seconds(15) };

const nobody = Receiver.none({ because: 'nobody listens in a test' });
const alertmanager: Whole<AlertmanagerProps> = {
  ...stored,
  critical: nobody,
  warning: nobody,
  deadMansSwitch: nobody,
  inhibitions: [inhibition],
  maintenance: [
    { name: 'night', from: '22:00', to: '06:00', days: ['friday'], timeZone: 'Europe/Berlin', mutes: 'all' },
  ],
  groupWait: Duration.seconds(30),
  groupInterval: Duration.minutes(5),
  repeatInterval: Duration.hours(4),
  url: 'https://alerts.example.com',
};

type Bare = Pick<PrometheusProps, 'installation' | 'namespace'>;

/** Something beside an installation and a namespace. */
const beside = <Props>(
  props: Whole<Props>,
  build: (app: App, id: string, bare: Bare, props: Props) => void,
): Example => ({
  props: { installation, namespace: 'shop', of: props },
  build: (app, id, { installation: whose, namespace, of }) => build(app, id, { installation: whose, namespace }, of),
});

/** By a receiver of a kind. */
const receiver = <Props>(props: Whole<Props>, make: (props: Props) => Receiver) =>
  beside<Props>(props, (app, id, bare, of) => {
    new Alertmanager(new Chart(app, id), 'part', { ...bare, critical: make(of) });
  });

const prometheus: Whole<PrometheusProps> = {
  ...stored,
  ...links,
  alertmanager: endpoint('alertmanager'),
  rules: [group],
  chooseAdded: (groups) => groups,
  scrapeInterval: Duration.seconds(15),
  evaluationInterval: Duration.seconds(15),
  retention: Duration.days(15),
  retentionSize: Size.mebibytes(500),
  url: 'https://prometheus.example.com',
};

const scraping =
  <Props>(make: (props: Props) => readonly ScrapeJob[]) =>
  (app: App, id: string, bare: Bare, props: Props) => {
    new Prometheus(new Chart(app, id), 'part', bare).addScrape(...make(props));
  };

const signal: Whole<Signal> = {
  title: 'Requests',
  description: 'How many.',
  unit: 'reqps',
  datasource: 'prometheus',
  queries: [{ expr: 'up', legend: '{{pod}}', unit: 's' }],
  thresholds: { yellow: 1, red: 2 },
  belowZero: false,
  max: 1,
  links: [{ title: 'Pods', url: '/d/pods' }],
  colors: { kkey: 'red' },
  words: { kkey: 'up' },
};

const board: Whole<Omit<DashboardProps, 'rows' | 'variables'>> = {
  uid: 'shop',
  title: 'Shop',
  description: 'Does it sell?',
  tags: ['shop'],
};

interface Drawn {
  readonly of: Omit<DashboardProps, 'rows' | 'variables'>;
  readonly title: string;
  readonly by: string;
  readonly signal: Signal;
}

const drawn: Whole<Drawn> = { of: board, title: 'Traffic', by: 'pod', signal };

const chosen: RuleGroup = { ...group, alerts: [...group.alerts, { ...group.alerts[0], name: 'kkey' }] };

const choice: Whole<AlertChoice> = {
  disable: ['ShopDown'],
  override: { kkey: { for: Duration.minutes(1), above: 1, below: undefined as never, severity: 'warning' } },
};

type OfLogs = Omit<LogsChartProps, keyof LokiProps | 'collector' | 'alerts'>;
type OfMetrics = Omit<MetricsChartProps, keyof PrometheusProps | 'nodeExporter' | 'kubeStateMetrics' | 'alerts'>;

const workload: Whole<Omit<WorkloadProps, 'api' | 'permissions'>> = {
  installation,
  identity: { namespace: 'shop', name: 'shop', app: 'shop', component: 'shop', partOf: 'monitoring' },
  pods: 1,
  container: {
    image,
    command: ['/bin/shop'],
    args: ['--port=80'],
    env: { kkey: 'value' },
    ports: { kkey: 80 },
    probes: undefined as never,
    cpu,
    memory,
    mounts: [
      { kind: 'scratch', path: '/tmp/a', size: Size.mebibytes(1) },
      { kind: 'secret', path: '/etc/secret', secret: 'shop' },
      { kind: 'host', path: '/host', hostPath: '/srv', writable: true, propagation: 'HostToContainer' },
      { kind: 'data', path: '/old', claim: 'shop-old' },
    ],
  },
  init: { name: 'migrate', command: ['/bin/migrate'] },
  service: { kkey: 80 },
  runAs: { user: 0, group: 1, fsGroup: 1, rootBecause: 'it must' },
  data: { path: '/data', size: Size.gibibytes(1), storageClass: 'standard' },
  hostAccess: false,
  grace: Duration.seconds(30),
  pullSecret: 'login',
};

const application: Whole<ApplicationProps> = {
  ...shared,
  ports: { kkey: { container: 8000, service: 5000 } },
  healthcheck: {
    test: ['CMD', 'curl', '-f', 'http://localhost:8000/health'],
    interval: Duration.seconds(30),
    timeout: Duration.seconds(10),
    retries: 3,
    startPeriod: Duration.seconds(30),
    startInterval: Duration.seconds(5),
  },
  // Without a catalogue: the promise needs the buckets of a histogram otherwise.
  metrics: { port: 'kkey', ...scrape, exposes: undefined as never },
  slo: { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },
  replicas: 2,
  env: { kkey: 'value' },
  // Another example has them: no variable is in both.
  secrets: undefined as never,
  pullSecret: 'login',
  scratch: ['/tmp'],
  user: 10_001,
  openTo: [pods],
  connectsTo: [endpoint('http'), outside('https')],
};

const component: Whole<Omit<AddedComponent, 'create' | 'dashboards' | 'onDemand'>> = {
  name: 'own',
  image,
  job: 'own',
  jobs: { kkey: exposes },
  rules: [group],
  inhibitions: [inhibition],
};

/** A job for each that is declared. */
const returned = ({ jobs = {} }: Pick<AddedComponent, 'jobs'>): ScrapeJob[] =>
  Object.entries(jobs).map(([job, catalogue]) => ({
    job,
    discovery: 'pods',
    endpoint: endpoint('metrics'),
    exposes: catalogue,
  }));

/** Everything that reads an installation. */
function beforeAll(app: App, id: string, { installation: of }: Pick<NamespaceProps, 'installation'>): void {
  const chart = new Chart(app, id);
  const [namespace, one] = [id, { installation: of, namespace: id }];
  new Namespace(chart, 'namespace', { installation: of, name: namespace });
  new Prometheus(chart, 'prometheus', one);
  new Loki(chart, 'loki', { ...one, rules: [inLogs], alertmanager: endpoint('alertmanager') });
  new Alloy(chart, 'alloy', { ...one, loki: endpoint('loki') });
}

export const EXAMPLES: Readonly<Record<string, Example>> = {
  'installation with DNS by pods': example<Pick<NamespaceProps, 'installation'>>({ installation }, beforeAll),
  'installation with DNS by addresses': example<Pick<NamespaceProps, 'installation'>>(
    { installation: withCidrs },
    beforeAll,
  ),
  alertmanager: example<AlertmanagerProps>(alertmanager, inChart(Alertmanager)),
  slack: receiver<SlackReceiver>({ channel: '#on-call', urlFrom: secret }, Receiver.slack),
  email: receiver<EmailReceiver>(
    {
      ...{ to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' },
      ...{ username: 'b', passwordFrom: secret },
    },
    Receiver.email,
  ),
  webhook: receiver<WebhookReceiver>({ urlFrom: secret }, Receiver.webhook),
  'webhook inside': receiver<WebhookReceiver>({ endpoint: endpoint('webhook') }, Receiver.webhook),
  pagerduty: receiver<PagerdutyReceiver>({ routingKeyFrom: secret }, Receiver.pagerduty),
  opsgenie: receiver<OpsgenieReceiver>({ apiKeyFrom: secret, region: 'eu' }, Receiver.opsgenie),
  teams: receiver<TeamsReceiver>({ urlFrom: secret }, Receiver.teams),
  telegram: receiver<TelegramReceiver>({ chat: -1, tokenFrom: secret }, Receiver.telegram),
  none: receiver<{ readonly because: string }>({ because: 'nobody listens in a test' }, Receiver.none),
  alloy: example<AlloyProps>({ ...shared, loki: outside('loki'), positions: '/srv/positions' }, inChart(Alloy)),
  application: example<ApplicationProps>(application, inChart(Application)),
  'health check as a script': example<
    Pick<ApplicationProps, 'installation' | 'namespace' | 'name' | 'image' | 'healthcheck' | 'ports' | 'secrets'>
  >(
    {
      ...{ installation, namespace: 'shop', name: 'shop', image, ports: { kkey: { container: 1, service: 1 } } },
      healthcheck: { ...application.healthcheck, test: 'test -e /tmp/alive' },
      secrets: { kkey: secret },
    },
    inChart(Application),
  ),
  grafana: example<GrafanaProps>(
    {
      ...stored,
      prometheus: api,
      loki: endpoint('loki'),
      alertmanager: endpoint('alertmanager'),
      dashboards: [dashboard({ ...board, rows: [] })],
      openTo: [pods],
      url: 'https://grafana.example.com',
    },
    inChart(Grafana),
  ),
  dashboard: beside<Drawn>(drawn, (app, id, bare, { title, by, signal: one, of }) => {
    const made = dashboard({
      ...of,
      rows: [row(title, [timeSeries(one, { width: 8 }), table(one, { by, width: 8 })])],
    });
    const sources = { prometheus: api, loki: endpoint('loki'), alertmanager: endpoint('alertmanager') };
    new Grafana(new Chart(app, id), 'part', { ...bare, ...sources, dashboards: [made] });
  }),
  'kube-state-metrics': example<KubeStateMetricsProps>(
    { ...shared, series: 'all', alsoKeep: ['kube_pod_info'] },
    inChart(KubeStateMetrics),
  ),
  loki: example<LokiProps>(
    {
      ...stored,
      ...links,
      retention: Duration.days(7),
      ingestionRate: Size.mebibytes(8),
      maxStreams: 1000,
      rules: [inLogs],
      alertmanager: endpoint('alertmanager'),
    },
    inChart(Loki),
  ),
  'node-exporter': example<NodeExporterProps>({ ...shared, port: 9100, seeLaterMounts: true }, inChart(NodeExporter)),
  prometheus: example<PrometheusProps>(prometheus, inChart(Prometheus)),
  'added rules': beside<RuleGroup>({ ...group, needsMetrics: { kkey: ['method'] } }, (app, id, bare, one) => {
    new Prometheus(new Chart(app, id), 'part', bare).addRules(one);
  }),
  'scrape job': beside<ScrapeJob>(
    {
      ...scrape,
      job: 'shop',
      app: 'shop',
      discovery: 'pods',
      endpoint: endpoint('metrics'),
      series: 'used',
      alsoKeep: ['kkey'],
      mayShare: false,
    },
    scraping((job) => [job]),
  ),
  'annotated pods': beside<AnnotatedPods>({ namespaces: ['shop'], ports: [80] }, scraping(annotatedPods)),
  namespace: example<NamespaceProps>({ installation, name: 'own', podSecurity: 'restricted' }, inChart(Namespace)),
  namespaces: example<NamespacesChartProps>(
    { installation, restricted: ['own'], node: 'nodes', existing: ['theirs'] },
    (app, id, props) => new NamespacesChart(app, id, props),
  ),
  'chart of metrics': beside<OfMetrics>(
    { nodeNamespace: 'nodes', series: 'all', without: ['coredns'], alsoKeep: ['kube_pod_info'], moreRules: [group] },
    (app, id, bare, of) => new MetricsChart(app, id, { rules: [], ...bare, ...of }),
  ),
  'chart of logs': beside<OfLogs>({ nodeNamespace: 'nodes', moreRules: [inLogs] }, (app, id, bare, of) => {
    new LogsChart(app, id, { alertmanager: endpoint('alertmanager'), rules: [], ...bare, ...of });
  }),
  'choice of alerts': beside<AlertChoice>(choice, (app, id, bare, alerts) => {
    new MetricsChart(app, id, { ...bare, nodeNamespace: 'nodes', rules: [chosen], alerts: alerts as never });
  }),
  'component of your own': beside<Omit<AddedComponent, 'create' | 'dashboards' | 'onDemand'>>(
    component,
    (app, id, bare, own) => {
      const watch = new Prometheus(new Chart(app, `${id}-p`), 'part', bare);
      new ComponentsChart(app, id, {
        ...bare,
        prometheus: watch,
        components: [{ ...own, create: () => returned(own) }],
      });
    },
  ),
  workload: beside<Omit<WorkloadProps, 'api' | 'permissions'>>(workload, (app, id, bare, of) => {
    const { partOf } = of.identity;
    // That of the installation, where it is not the one that is tried.
    const whose = partOf === installation.name ? bare.installation.name : partOf;
    const identity = { ...of.identity, namespace: bare.namespace, partOf: whose };
    new Workload(new Chart(app, id), 'part', { ...of, identity, installation: bare.installation, api: [] });
  }),
  'config files': beside<{ metadata: ConfigFilesProps['metadata']; file: string; content: string }>(
    { metadata: { name: 'shop', namespace: 'shop', labels: { kkey: 'x' } }, file: 'shop.txt', content: 'text' },
    (app, id, { namespace, installation: of }, { metadata, file, content }) => {
      const labels = { ...metadata.labels, 'app.kubernetes.io/part-of': of.name };
      Wiring.of(app).addInstallation(of);
      new ConfigFiles(new Chart(app, id), 'part', {
        metadata: { ...metadata, namespace, labels },
        onChange: 'reload',
        files: { [file]: () => content, 'object.yaml': () => ({ content }), 'object.json': () => ({ content }) },
      });
    },
  ),
};
