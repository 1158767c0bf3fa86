import { App, Chart, Duration } from 'cdk8s';
import {
  Alertmanager,
  Alloy,
  Application,
  dashboards,
  Grafana,
  Loki,
  model,
  Prometheus,
  Receiver,
} from '../../constructs/index.ts';
import { type KubeObject, podTemplates } from '../lib/dist.ts';

/** What a change of one value does to the pods. */

interface Change {
  readonly groupWait?: Duration;
  readonly retentionOfLogs?: Duration;
  readonly scrapeInterval?: Duration;
  readonly cluster?: string;
  readonly dashboardTitle?: string;
}

function templates({ groupWait, retentionOfLogs, scrapeInterval, cluster = 'c', dashboardTitle }: Change = {}) {
  const app = new App();
  const chart = new Chart(app, 'stack');
  const common = { installation: { name: 'm', cluster: { name: cluster } }, namespace: 'm' };
  const alertmanager = new Alertmanager(chart, 'a', {
    ...common,
    groupWait,
    critical: Receiver.none({ because: 'nobody listens in a test' }),
  });
  const prometheus = new Prometheus(chart, 'p', { ...common, scrapeInterval, alertmanager: alertmanager.api });
  const loki = new Loki(chart, 'l', { ...common, retention: retentionOfLogs });
  new Alloy(chart, 'y', { ...common, loki: loki.api });
  new Grafana(chart, 'g', {
    ...common,
    prometheus: prometheus.api,
    loki: loki.api,
    alertmanager: alertmanager.api,
    dashboards: dashboards.map(({ without: _, ...dashboard }) =>
      dashboardTitle ? { ...dashboard, json: { ...dashboard.json, title: dashboardTitle } } : dashboard,
    ),
  });
  const objects = model(app).objects.map(({ manifest }) => manifest as KubeObject);
  const data = new Map(
    objects
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata, data }) => [metadata.name, JSON.stringify(data)]),
  );
  return {
    data,
    pods: new Map(podTemplates(objects).map((pod) => [pod.name, JSON.stringify([pod.annotations, pod.spec])])),
  };
}

const before = templates();

test.each<[string, Change, string[], string[]]>([
  ['nothing', {}, [], []],
  [
    'Alertmanager, which can not reload',
    { groupWait: Duration.seconds(45) },
    ['alertmanager-config'],
    ['alertmanager'],
  ],
  ['Loki, which can not reload', { retentionOfLogs: Duration.days(9) }, ['loki-config'], ['loki']],
  [
    'the scrape interval: Prometheus reloads it, Grafana reads it at start',
    { scrapeInterval: Duration.seconds(20) },
    ['grafana-datasources', 'prometheus-config'],
    ['grafana'],
  ],
  [
    'the name of the cluster: Prometheus reloads it, Alloy restarts',
    { cluster: 'd' },
    ['alloy-config', 'prometheus-config'],
    ['alloy'],
  ],
  [
    'dashboards, which Grafana polls',
    { dashboardTitle: 'New' },
    dashboards.map(({ uid }) => `grafana-dashboard-${uid}`).sort(),
    [],
  ],
])('changing %s', (_, change, files, restarted) => {
  const after = templates(change);
  expect(
    [...after.data]
      .filter(([name, text]) => before.data.get(name) !== text)
      .map(([name]) => name)
      .sort(),
  ).toEqual(files);
  expect(
    [...after.pods]
      .filter(([name, text]) => before.pods.get(name) !== text)
      .map(([name]) => name)
      .sort(),
  ).toEqual(restarted);
});

describe('a thousand applications', () => {
  test.each([1, 1000])('in %d namespaces: no object above 200 kB', (namespaces) => {
    const app = new App();
    const chart = new Chart(app, 'many');
    const installation = { name: 'monitoring', cluster: { name: 'c' } };
    const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring' });
    for (let n = 0; n < 1000; n += 1) {
      const { metrics } = new Application(chart, `app-${n}`, {
        installation,
        namespace: `team-${n % namespaces}`,
        name: `application-${n}`,
        image: 'app:1',
        ports: { http: { container: 8000 } },
        healthcheck: { test: ['CMD', 'curl', 'http://localhost:8000/'], timeout: Duration.seconds(5) },
      });
      prometheus.addScrape(metrics);
    }
    const { objects } = model(app);
    expect(objects.length).toBeGreaterThan(5000);
    const largest = Math.max(...objects.map(({ manifest }) => Buffer.byteLength(JSON.stringify(manifest))));
    expect(largest).toBeLessThan(200_000);
  });
});
