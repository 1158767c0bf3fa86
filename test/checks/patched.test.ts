import { ApiObject, App, Chart, Duration, JsonPatch } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import { Application, Loki, model, Namespace, Prometheus, type RuleGroup } from '../../constructs/index.ts';
import { said } from '../lib/checks.ts';
import { installation } from '../lib/render.ts';

/** What is checked is what is written: patches count, of whatever object. */

const alert = (expr: string) =>
  ({
    ...{ name: 'UpIsLow', summary: 'It is low.', description: 'It is.', expr, severity: 'warning' as const },
    for: Duration.minutes(5),
  }) as const;
const rules: readonly RuleGroup[] = [{ name: 'ours', alerts: [alert('up == 0')] }];

/** A Prometheus that stores what is read of a shop, with a patch of one of its objects. */
function patched(path?: string, ...patches: readonly JsonPatch[]) {
  const app = new App();
  const chart = new Chart(app, 'ours');
  new Namespace(chart, 'namespace', { installation, name: 'monitoring' });
  const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring', rules });
  new Loki(chart, 'loki', { installation, namespace: 'monitoring' });
  const shop = new Application(chart, 'shop', {
    ...{ installation, namespace: 'monitoring', name: 'shop', image: 'shop:1', ports: { http: { container: 8000 } } },
    healthcheck: { test: 'true' },
    metrics: { port: 'http', exposes: { carts: { type: 'gauge', labels: [], appears: 'always', help: 'Carts.' } } },
  });
  prometheus.addScrape(shop.metrics && { ...shop.metrics, series: 'used' });
  for (const construct of path ? chart.node.findAll() : []) {
    if (construct.node.path === `ours/${path}`) ApiObject.of(construct).addJsonPatch(...patches);
  }
  return model(app);
}
const found = (...change: Parameters<typeof patched>) => said(findings(patched(...change)));
const rule = (expr: string) =>
  JsonPatch.replace('/data/ours.yml', `groups: [{ name: ours, rules: [{ alert: UpIsLow, expr: '${expr}' }] }]`);

test('nothing is found without a patch', () => {
  expect(found()).toEqual([]);
});

test('the configuration of Prometheus', () => {
  const lines = found('prometheus/config/config-map', JsonPatch.replace('/data/prometheus.yml', 'global: {}'));
  expect(lines).toEqual(
    ['list', 'watch'].map(
      (verb) =>
        `permissions-exact: permissions of monitoring/prometheus: ${verb} /pods in monitoring: ` +
        'a role grants it, and no configuration needs it; take it from the role',
    ),
  );
});

test('a rule', () => {
  expect(found('prometheus/rules/config-map', rule('upp == 0'))).toEqual([
    "metric-exists: alert 'UpIsLow', column 1: upp: no job exposes it and no rule records it; did you mean up?",
  ]);
});

test('a rule that reads another series: it is stored', () => {
  const config = (...change: Parameters<typeof patched>) =>
    JSON.stringify(patched(...change).files.find(({ key }) => key === 'prometheus.yml')?.content);
  expect(config()).not.toContain('carts');
  expect(config('prometheus/rules/config-map', rule('carts > 5'))).toContain('"regex":"carts"');
  expect(found('prometheus/rules/config-map', rule('carts > 5'))).toEqual([]);
});

test('a file that can no longer be parsed', () => {
  expect(found('loki/config/config-map', JsonPatch.replace('/data/loki.yaml', 'a: [1'))).toEqual([
    expect.stringMatching(/^file-readable: loki-config\/loki.yaml: loki.yaml: YAMLParseError: /),
  ]);
});

test.each([
  ['is empty', ''],
  ['has comments only', '# nothing'],
  ['is a number', '5'],
  ['can no longer be parsed', 'a: [1'],
])('a configuration of Prometheus that %s is the one finding', (_, text) => {
  const lines = found('prometheus/config/config-map', JsonPatch.replace('/data/prometheus.yml', text));
  expect(lines.filter((line) => !line.startsWith('file-readable: prometheus-config/prometheus.yml'))).toEqual([]);
  expect(lines).toHaveLength(1);
});

test('a policy of which a rule lost its ports', () => {
  const { path, value } = { path: '/spec/egress', value: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] };
  const added = found('loki/workload/network-policy/policy', JsonPatch.add(path, value));
  expect(added).toEqual([
    expect.stringContaining('203.0.113.0/24, all ports: no connection is recorded that needs it'),
  ]);
});

test('a file that is added', () => {
  const [line] = found('loki/config/config-map', JsonPatch.add('/data/more.txt', 'http://lokki.monitoring.svc:3100'));
  expect(line).toMatch(/^address-resolves: loki-config\/more.txt: lokki.monitoring.svc:3100: .* did you mean loki/);
});

test('an object', () => {
  expect(found('loki/workload/service', JsonPatch.replace('/spec/ports/0/targetPort', { value: 3101 }))).toEqual([
    'service-hits-pods: Service monitoring/loki: targetPort 3101: no container of loki has this port; its ports are 3100',
  ]);
});
