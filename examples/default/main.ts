import { Duration, Size } from 'cdk8s';
import {
  AlertsChart,
  ApplicationsChart,
  DashboardsChart,
  type Installation,
  LogsChart,
  MetricsChart,
  NamespacesChart,
  Receiver,
  VerifiedApp,
} from '../../constructs/index.ts';
import { flaskApp } from '../flask-app/catalogue.ts';

const app = new VerifiedApp();

const installation: Installation = { name: 'monitoring', cluster: { name: 'kind' } };
const urls = {
  grafana: 'http://localhost:3000',
  prometheus: 'http://localhost:9090',
  alertmanager: 'http://localhost:9093',
  runbooks: 'https://git.example.com/monitoring/docs/runbooks',
};
const shared = {
  installation,
  namespace: 'monitoring',
  nodeNamespace: 'monitoring-node',
  grafanaUrl: urls.grafana,
  runbooksUrl: urls.runbooks,
};

new NamespacesChart(app, '00-namespaces', {
  installation,
  restricted: [shared.namespace, 'flask-app'],
  node: shared.nodeNamespace,
});

const { alertmanager } = new AlertsChart(app, '10-alerts', {
  ...shared,
  url: urls.alertmanager,
  critical: Receiver.none({ because: 'a cluster on a laptop wakes nobody' }),
});

const { prometheus } = new MetricsChart(app, '20-metrics', {
  ...shared,
  url: urls.prometheus,
  alertmanager: alertmanager.api,
  scrapeInterval: Duration.seconds(15),
  retention: Duration.days(15),
  storage: Size.gibibytes(10),
});

const { loki, alloy } = new LogsChart(app, '30-logs', {
  ...shared,
  alertmanager: alertmanager.api,
  retention: Duration.days(7),
  storage: Size.gibibytes(10),
});

const { grafana } = new DashboardsChart(app, '40-dashboards', {
  ...shared,
  url: urls.grafana,
  prometheus: prometheus.api,
  loki: loki.api,
  alertmanager: alertmanager.api,
});

const { applications } = new ApplicationsChart(app, '50-applications', [
  {
    installation,
    namespace: 'flask-app',
    name: 'flask-app',
    image: process.env.FLASK_IMAGE ?? 'flask-time:1.0.0',
    ports: { http: { container: 8000, service: 5000 } },
    metrics: { port: 'http', exposes: flaskApp },
    slo: { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },
    healthcheck: {
      test: ['CMD', 'curl', '-f', 'http://localhost:8000/health'],
      interval: Duration.seconds(30),
      timeout: Duration.seconds(10),
      retries: 3,
    },
  },
]);

prometheus.addScrape(alertmanager.metrics, loki.metrics, alloy.metrics, grafana.metrics);
prometheus.addScrape(...applications.map(({ metrics }) => metrics));
prometheus.addRules(...applications.flatMap(({ rules }) => rules));
grafana.addDashboards(...applications.flatMap(({ dashboards }) => dashboards));

app.synth();
