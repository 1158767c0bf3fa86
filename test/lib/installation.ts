import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { apiserver, cadvisor, coredns, kubelet } from '../../constructs/content/kubernetes/jobs.ts';
import {
  Alertmanager,
  Alloy,
  Application,
  dashboards,
  Grafana,
  KubeStateMetrics,
  Loki,
  logRules,
  type Model,
  metricRules,
  model,
  Namespace,
  NodeExporter,
  Prometheus,
  Receiver,
  Wiring,
} from '../../constructs/index.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';

/** Values that nobody would choose. */
export const POISON = {
  installation: 'zebra',
  cluster: 'quokka',
  namespace: 'okapi',
  nodeNamespace: 'narwhal',
  appNamespace: 'tapir',
  app: 'axolotl',
  scrapeInterval: Duration.seconds(37),
  evaluationInterval: Duration.seconds(41),
} as const;

/** The whole stack with nothing left at its default. */
export function poisonedModel(): Model {
  const app = new App();
  const chart = new Chart(app, 'everything');
  const installation = {
    name: POISON.installation,
    cluster: {
      name: POISON.cluster,
      dns: { namespace: 'names', label: ['dns', 'yes'] as const, port: 5353 },
      apiServerPorts: [16443],
      nodes: { count: 3, cpu: Cpu.millis(1700), memory: Size.mebibytes(3001) },
    },
  };
  const { namespace, nodeNamespace, appNamespace } = POISON;
  const memory = { request: Size.mebibytes(301), limit: Size.mebibytes(607) };
  const cpu = Cpu.millis(17);
  const storageClass = 'tape';
  const storage = Size.mebibytes(3001);
  for (const [name, podSecurity] of [
    [namespace, 'restricted'],
    [nodeNamespace, 'privileged'],
    [appNamespace, 'restricted'],
  ] as const) {
    new Namespace(chart, `ns-${name}`, { installation, name, podSecurity });
  }
  Wiring.of(app).addExistingNamespaces(['names']);
  const common = { installation, memory, cpu };
  const image = 'registry.example.com/x:9.9.9';
  const alertmanager = new Alertmanager(chart, 'a', {
    ...common,
    namespace,
    storage,
    storageClass,
    image,
    name: 'pager',
    critical: Receiver.none({ because: 'nobody listens in a test' }),
    groupWait: Duration.seconds(31),
    groupInterval: Duration.minutes(7),
    repeatInterval: Duration.hours(5),
    url: 'https://pager.example.com',
  });
  const prometheus = new Prometheus(chart, 'p', {
    ...common,
    namespace,
    storage,
    storageClass,
    image,
    name: 'tsdb',
    rules: metricRules,
    alertmanager: alertmanager.api,
    scrapeInterval: POISON.scrapeInterval,
    evaluationInterval: POISON.evaluationInterval,
    retention: Duration.days(11),
    retentionSize: Size.mebibytes(1009),
    runbooksUrl: 'https://runbooks.example.com',
    grafanaUrl: 'https://screens.example.com',
    url: 'https://tsdb.example.com',
  });
  const loki = new Loki(chart, 'l', {
    ...common,
    namespace,
    storage,
    storageClass,
    image,
    name: 'logbook',
    rules: logRules,
    alertmanager: alertmanager.api,
    runbooksUrl: 'https://runbooks.example.com',
    grafanaUrl: 'https://screens.example.com',
    retention: Duration.days(3),
    ingestionRate: Size.mebibytes(5),
    maxStreams: 4321,
  });
  const alloy = new Alloy(chart, 'y', {
    ...common,
    namespace: nodeNamespace,
    image,
    name: 'tailer',
    loki: loki.api,
    positions: '/srv/positions',
  });
  const nodes = new NodeExporter(chart, 'n', {
    ...common,
    namespace: nodeNamespace,
    image,
    name: 'hosts',
    port: 19100,
  });
  const state = new KubeStateMetrics(chart, 'k', { ...common, namespace, image, name: 'objects' });
  const grafana = new Grafana(chart, 'g', {
    ...common,
    namespace,
    storage,
    storageClass,
    image,
    name: 'screens',
    prometheus: prometheus.api,
    loki: loki.api,
    alertmanager: alertmanager.api,
    dashboards,
    url: 'https://screens.example.com',
    openTo: [{ namespace: 'edge', label: ['edge', 'yes'] }],
  });
  const application = new Application(chart, 'app', {
    ...common,
    namespace: appNamespace,
    name: POISON.app,
    image,
    replicas: 3,
    ports: { web: { container: 8123, service: 5123 } },
    healthcheck: {
      test: ['CMD', 'curl', '-f', 'http://localhost:8123/alive'],
      interval: Duration.seconds(13),
      timeout: Duration.seconds(7),
      retries: 4,
    },
    metrics: { port: 'web', path: '/numbers', exposes: flaskApp },
    user: 12345,
    secrets: { TOKEN: { secret: 'vault', key: 'token' } },
    pullSecret: 'login',
    scratch: ['/var/scratch'],
  });
  prometheus.addScrape(kubelet, cadvisor, coredns(installation), apiserver(installation));
  prometheus.addScrape(
    alertmanager.metrics,
    loki.metrics,
    alloy.metrics,
    nodes.metrics,
    state.metrics,
    state.telemetry,
    grafana.metrics,
    application.metrics,
  );
  return model(app);
}
