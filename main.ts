import { App, Duration, Size } from 'cdk8s';
import {
  AlertsChart,
  ApplicationsChart,
  DashboardsChart,
  LogsChart,
  MetricsChart,
  NamespacesChart,
} from './constructs/charts/index.ts';
import { Receiver } from './constructs/index.ts';

const app = new App();

const installation = { name: 'monitoring', cluster: { name: 'kind' } };
const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };

new NamespacesChart(app, '00-namespaces', {
  installation,
  restricted: [shared.namespace, 'flask-app'],
  node: shared.nodeNamespace,
});

const { alertmanager } = new AlertsChart(app, '10-alerts', {
  ...shared,
  critical: Receiver.none({ because: 'a cluster on a laptop wakes nobody' }),
});

const { prometheus } = new MetricsChart(app, '20-metrics', {
  ...shared,
  alertmanager: alertmanager.api,
  scrapeInterval: Duration.seconds(15),
  retention: Duration.days(15),
  storage: Size.gibibytes(10),
});

const { loki, alloy } = new LogsChart(app, '30-logs', {
  ...shared,
  retention: Duration.days(7),
  storage: Size.gibibytes(10),
});

const { grafana } = new DashboardsChart(app, '40-dashboards', {
  ...shared,
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

app.synth();
