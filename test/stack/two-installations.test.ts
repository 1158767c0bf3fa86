import { App } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import { DashboardsChart, external, LogsChart, MetricsChart, model, NamespacesChart } from '../../constructs/index.ts';
import { said } from '../lib/checks.ts';

/** Two teams, or two stages, may have an installation each in one app. */

const alertmanager = external('alertmanager', 'https://alerts.example.com', { cidrs: ['192.0.2.1/32'] });

test('rules, alerts and dashboards of one name in two installations are not confused', () => {
  const app = new App();
  for (const name of ['blue', 'green']) {
    const installation = { name, cluster: { name: 'test' } };
    const shared = { installation, namespace: name, nodeNamespace: `${name}-node`, alertmanager };
    new NamespacesChart(app, `00-${name}`, { installation, restricted: [name], node: `${name}-node` });
    const port = name === 'blue' ? 9100 : 9101;
    const { prometheus } = new MetricsChart(app, `20-${name}`, { ...shared, nodeExporter: { port } });
    const { loki, alloy } = new LogsChart(app, `30-${name}`, shared);
    new DashboardsChart(app, `40-${name}`, { ...shared, prometheus: prometheus.api, loki: loki.api });
    prometheus.addScrape(loki.metrics, alloy.metrics);
  }
  expect(said(findings(model(app))).filter((line) => line.startsWith('unique-ids'))).toEqual([]);
});
