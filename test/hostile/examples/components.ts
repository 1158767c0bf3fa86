import { Chart, Duration, Size } from 'cdk8s';
import {
  Alloy,
  type AlloyProps,
  Application,
  type ApplicationAlerts,
  type ApplicationProps,
  type DashboardProps,
  dashboard,
  Grafana,
  type GrafanaProps,
  guard,
  KubeStateMetrics,
  type KubeStateMetricsProps,
  Loki,
  type LokiProps,
  NodeExporter,
  type NodeExporterProps,
  Prometheus,
  type PrometheusProps,
  row,
  type Signal,
  table,
  timeSeries,
} from '../../../constructs/index.ts';
import {
  another,
  api,
  beside,
  board,
  chosen,
  endpoint,
  group,
  image,
  inLogs,
  installation,
  links,
  outside,
  pods,
  scrape,
  secret,
  shared,
  stored,
} from './parts.ts';
import { type Example, example, inChart, type Whole } from './whole.ts';

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

const loki: Whole<LokiProps> = {
  ...stored,
  ...links,
  retention: Duration.days(7),
  ingestionRate: Size.mebibytes(8),
  maxStreams: 1000,
  rules: [inLogs],
  alertmanager: endpoint('alertmanager'),
  guard,
};

const grafana: Whole<GrafanaProps> = {
  ...stored,
  prometheus: api,
  loki: endpoint('loki'),
  alertmanager: endpoint('alertmanager'),
  silences: true,
  dashboards: [dashboard({ ...board, rows: [] })],
  openTo: [pods],
  url: 'https://grafana.example.com',
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

interface Drawn {
  readonly of: Omit<DashboardProps, 'rows' | 'variables'>;
  readonly title: string;
  readonly by: string;
  readonly signal: Signal;
}

const drawn: Whole<Drawn> = { of: board, title: 'Traffic', by: 'pod', signal };

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
  alerts: {
    labels: { kkey: 'shop' },
    severity: 'warning',
    override: { kkey: { above: 2, below: undefined as never, severity: 'warning' } },
  },
  replicas: 2,
  env: { kkey: 'value' },
  // Another example has them: no variable is in both.
  secrets: undefined as never,
  pullSecret: 'login',
  scratch: ['/tmp'],
  user: 10_001,
  drain: Duration.seconds(5),
  openTo: [pods],
  connectsTo: [endpoint('http'), outside('https')],
};

type Scripted = Pick<
  ApplicationProps,
  'installation' | 'namespace' | 'name' | 'image' | 'healthcheck' | 'ports' | 'secrets'
>;

const scripted: Whole<Scripted> = {
  ...{ installation, namespace: 'shop', name: 'shop', image, ports: { kkey: { container: 1, service: 1 } } },
  healthcheck: { ...application.healthcheck, test: 'test -e /tmp/alive' },
  secrets: { kkey: secret },
};

export const components: Readonly<Record<string, Example>> = {
  prometheus: example<PrometheusProps>(prometheus, inChart(Prometheus)),
  loki: example<LokiProps>(loki, inChart(Loki)),
  alloy: example<AlloyProps>({ ...shared, loki: outside('loki'), positions: '/srv/positions' }, inChart(Alloy)),
  application: example<ApplicationProps>(application, inChart(Application)),
  // With the Prometheus that applies them.
  'alerts of an application': beside<ApplicationAlerts>(application.alerts, (app, id, bare, alerts) => {
    const { name, ports, healthcheck } = application;
    new Application(new Chart(app, id), 'part', { ...{ ...bare, name, image, ports, healthcheck }, alerts });
    const to = { ...bare, alertmanager: endpoint('alertmanager') };
    new Prometheus(another(app, id), 'part', { ...to, rules: [{ ...chosen, needs: [] }] });
  }),
  'health check as a script': example<Scripted>(scripted, inChart(Application)),
  grafana: example<GrafanaProps>(grafana, inChart(Grafana)),
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
  'node-exporter': example<NodeExporterProps>({ ...shared, port: 9100, seeLaterMounts: true }, inChart(NodeExporter)),
};
