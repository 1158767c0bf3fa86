/** An installation with `APPLICATIONS` applications, to measure how the build scales. */

import {
  AlertsChart,
  ApplicationsChart,
  DashboardsChart,
  LogsChart,
  MetricsChart,
  NamespacesChart,
  Receiver,
  VerifiedApp,
} from '../../constructs/index.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';

const count = Number(process.env.APPLICATIONS);
const app = new VerifiedApp();
const installation = { name: 'monitoring', cluster: { name: 'bench' } };
const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };

new NamespacesChart(app, '00-namespaces', {
  installation,
  restricted: [shared.namespace, 'shop'],
  node: shared.nodeNamespace,
});
const { alertmanager } = new AlertsChart(app, '10-alerts', {
  ...shared,
  critical: Receiver.none({ because: 'it is only built' }),
});
const { prometheus } = new MetricsChart(app, '20-metrics', { ...shared, alertmanager: alertmanager.api });
const { loki, alloy } = new LogsChart(app, '30-logs', { ...shared, alertmanager: alertmanager.api });
const { grafana } = new DashboardsChart(app, '40-dashboards', {
  ...shared,
  prometheus: prometheus.api,
  loki: loki.api,
  alertmanager: alertmanager.api,
});
const { applications } = new ApplicationsChart(
  app,
  '50-applications',
  Array.from({ length: count }, (_, index) => ({
    installation,
    namespace: 'shop',
    name: `shop-${index}`,
    image: 'registry.example.com/shop:1.0.0',
    ports: { http: { container: 8080, service: 80 } },
    metrics: { port: 'http', exposes: flaskApp },
    healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8080/health'] },
  })),
);
prometheus.addScrape(alertmanager.metrics, loki.metrics, alloy.metrics, grafana.metrics);
prometheus.addScrape(...applications.map(({ metrics }) => metrics));

app.synth();
