import { App, Duration } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import {
  AlertsChart,
  ApplicationsChart,
  type Catalogue,
  DashboardsChart,
  LogsChart,
  MetricsChart,
  type Model,
  model,
  NamespacesChart,
  Receiver,
} from '../../constructs/index.ts';
import type { DashboardJson } from '../../constructs/kit/dashboards/dashboard-json.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';
import { said } from '../lib/checks.ts';
import { installation } from '../lib/render.ts';

/** What is there for applications follows from what they expose: without any, the stack still agrees with itself. */

/** The whole stack with an application for each catalogue. */
function stackWith(catalogues: readonly (Catalogue | undefined)[]): Model {
  const app = new App();
  const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };
  const names = catalogues.map((_, index) => `shop-${index + 1}`);
  new NamespacesChart(app, '00-namespaces', {
    installation,
    restricted: ['monitoring', ...names],
    node: 'monitoring-node',
  });
  const { alertmanager } = new AlertsChart(app, 'alerts', {
    ...shared,
    critical: Receiver.none({ because: 'nobody listens in a test' }),
  });
  const links = { runbooksUrl: 'https://example.com/runbooks', grafanaUrl: 'https://example.com' };
  const common = { ...shared, ...links, alertmanager: alertmanager.api };
  const { prometheus } = new MetricsChart(app, 'metrics', common);
  const { loki, alloy } = new LogsChart(app, 'logs', common);
  const { grafana } = new DashboardsChart(app, 'dashboards', { ...common, prometheus: prometheus.api, loki: loki.api });
  const { applications } = new ApplicationsChart(
    app,
    'applications',
    catalogues.map((exposes, index) => ({
      ...{ installation, namespace: names[index]!, name: names[index]!, image: 'registry.example.com/shop:1.4.2' },
      ports: { http: { container: 8080, service: 80 } },
      metrics: { port: 'http', exposes },
      healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8080/health'], timeout: Duration.seconds(5) },
    })),
  );
  prometheus.addScrape(alertmanager.metrics, loki.metrics, alloy.metrics, grafana.metrics);
  prometheus.addScrape(...applications.map(({ metrics }) => metrics));
  return model(app);
}

const counter = (...labels: string[]) => ({ type: 'counter', labels, appears: 'always' }) as const;
const histogram = (...labels: string[]) => ({ ...counter(...labels), type: 'histogram' }) as const;

const WITHOUT_REQUESTS: [string, readonly (Catalogue | undefined)[]][] = [
  ['no applications', []],
  ['an application with other metrics', [{ jobs_done_total: counter('queue') }]],
  ['an application of whose metrics nothing is known', [undefined]],
  [
    'an application that counts its requests by other labels',
    [{ http_requests_total: counter('code', 'method'), http_request_duration_seconds: histogram('path') }],
  ],
  ['an application that does not time its requests', [{ http_requests_total: counter('path', 'status') }]],
  [
    'two applications that have half each',
    [
      { http_requests_total: counter('path', 'status') },
      { jobs_done_total: counter('queue'), http_request_duration_seconds: histogram('path') },
    ],
  ],
];

const WITH_REQUESTS: [string, readonly (Catalogue | undefined)[]][] = [
  ['an application that counts and times its requests', [flaskApp]],
  ['one of several that does', [{ jobs_done_total: counter('queue') }, undefined, flaskApp]],
];

const panels = ({ files }: Model) => {
  const content = files.find(({ key }) => key === 'application.json')?.content as DashboardJson;
  return content.panels.map(({ title }) => title);
};
const alerts = ({ queries }: Model) =>
  queries.filter(({ kind }) => kind === 'alert').map(({ asker }) => asker.replace(/^alert '(.+)'$/, '$1'));

const whole = stackWith([flaskApp]);
const OF_REQUESTS = ['Error ratio', 'Latency', 'Latency by path, 95th percentile', 'Latency, 95th percentile'].concat([
  'Error ratio by path',
  'Request rate',
  'Requests',
  'Requests by path',
  'Requests by status',
]);
const ALERTS_OF_REQUESTS = [
  'ApplicationDown',
  'ApplicationErrors',
  'ApplicationPathFailing',
  'ApplicationRestarting',
  'ApplicationSlow',
  'ApplicationTrafficDropped',
];

describe.each(WITHOUT_REQUESTS)('with %s', (_, catalogues) => {
  const made = stackWith(catalogues);

  test('nothing contradicts anything', () => {
    expect(said(findings(made))).toEqual([]);
  });

  test('the alerts over requests are not there, and all others are', () => {
    expect(
      alerts(whole)
        .filter((name) => !alerts(made).includes(name))
        .sort(),
    ).toEqual(ALERTS_OF_REQUESTS);
  });

  test('no query asks for requests', () => {
    const asked = made.queries.filter(({ expr }) => /\bhttp_request|namespace_app:http/.test(expr));
    expect(asked.map(({ asker }) => asker)).toEqual([]);
  });

  test('the dashboard shows of an application what there is', () => {
    expect(
      panels(whole)
        .filter((title) => !panels(made).includes(title))
        .sort(),
    ).toEqual([...OF_REQUESTS].sort());
    expect(panels(made)).toEqual(expect.arrayContaining(['Pods that answer', 'Memory against the limit', 'Log lines']));
  });
});

test.each(WITH_REQUESTS)('with %s, all of it is there', (_, catalogues) => {
  const made = stackWith(catalogues);
  expect(said(findings(made))).toEqual([]);
  expect(alerts(made)).toEqual(alerts(whole));
  expect(panels(made)).toEqual(panels(whole));
});
