import { POISON, poisonedModel } from './lib/installation.ts';

/** With unusual values everywhere, no default may show anywhere: that finds whatever is written down twice. */

const DEFAULTS: readonly RegExp[] = [
  /\bmonitoring\b(?!-cost)/,
  /monitoring-node/,
  /flask/,
  /cluster: kind|"kind"/,
  /(scrape|evaluation)_interval: (15|10)s\b/,
  /\b15d\b/,
  /retention_period: 168h/,
  /8192/,
  /\b10Gi\b/,
  /\b2Gi\b/,
  /\b1Gi\b/,
  /kube-dns/,
  /\b6443\b/,
  /\b443\b/,
  /:5000\b|^5000$/,
  /\b8000\b/,
  /\b9100\b/,
  /localhost/,
  /docs\/runbooks/,
  /prom\/prometheus|prom\/alertmanager|grafana\/(loki|grafana|alloy):|node-exporter:v|kube-state-metrics:v/,
  /http:\/\/(prometheus|loki|alertmanager|grafana)\b/,
];

const { objects } = poisonedModel();

function leaves(value: unknown, path: string): { path: string; text: string }[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, item]) => [
      { path: `${path}.${key} (key)`, text: key },
      ...leaves(item, `${path}.${key}`),
    ]);
  }
  return [{ path, text: String(value) }];
}

// What people read in a dashboard may speak of monitoring.
const machine = objects.filter(({ manifest }) => !manifest.metadata.name.includes('-dashboard-'));
const fields = machine.flatMap(({ path, manifest: { kind: _, ...manifest } }) =>
  leaves(JSON.parse(JSON.stringify(manifest)), path),
);

test('the poisoned values are there', () => {
  expect(objects.length).toBeGreaterThan(50);
  const text = fields.map((field) => field.text).join('\n');
  for (const value of [
    POISON.installation,
    POISON.cluster,
    POISON.namespace,
    POISON.nodeNamespace,
    POISON.appNamespace,
    POISON.app,
    '37s',
    '41s',
    '11d',
    '1009MiB',
    '72h',
  ]) {
    expect(text).toContain(value);
  }
});

test.each(DEFAULTS.map((pattern) => [String(pattern), pattern] as const))('no default matches %s', (_, pattern) => {
  // The header is what the health check of the application says.
  const own = fields.filter(({ path }) => !path.includes('.httpHeaders.'));
  const hits = own.filter(({ text }) => text.split('\n').some((line) => pattern.test(line)));
  expect(hits.map(({ path, text }) => `${path}: ${text.split('\n').find((line) => pattern.test(line))}`)).toEqual([]);
});

test('dashboards name no namespace', () => {
  const text = JSON.stringify(
    objects
      .filter(({ manifest }) => manifest.metadata.name.includes('-dashboard-'))
      .map(({ manifest }) => manifest.data),
  );
  expect(text.length).toBeGreaterThan(10_000);
  expect(text).not.toMatch(/namespace=~?\\*"[a-z]/);
  expect(text).not.toMatch(/flask-app/);
});
