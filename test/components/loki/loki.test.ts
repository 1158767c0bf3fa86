import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { type Alert, external, guard, Loki, type LokiProps } from '../../../constructs/index.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

const build = (props: Partial<LokiProps> = {}) =>
  render((chart) => new Loki(chart, 'l', { installation, namespace: 'monitoring', ...props }));

const pod = (rendered: Rendered) => rendered.find('Deployment', 'loki').spec.template.spec;
const config = (rendered: Rendered) => rendered.file('loki-config', 'loki.yaml');
const limits = (part: object) => expect.objectContaining({ limits_config: expect.objectContaining(part) });

const ruleFile = (rendered: Rendered) => rendered.file('loki-rules', 'shop.yml');
const ruler = (part: object) => expect.objectContaining({ ruler: expect.objectContaining(part) });

const alert: Alert = {
  name: 'ShopSilent',
  summary: 'The shop is silent.',
  description: '{{ $labels.app }} is silent.',
  expr: 'sum by (app) (count_over_time({app="shop"} [5m]))',
  for: Duration.minutes(5),
  severity: 'warning',
  dashboard: { uid: 'shop' },
};
const shop = { name: 'shop', alerts: [alert] };
const pager = external('alertmanager', 'https://pager.example.com:9093/team', { cidrs: ['192.0.2.1/32'] });
const other = external('alertmanager', 'http://other.example.com', { cidrs: ['192.0.2.2/32'] });

const cases: PropCases<LokiProps> = {
  guard: {
    set: guard,
    look: (rendered) => [pod(rendered).containers.map(({ name }: { name: string }) => name), config(rendered)],
    see: [
      ['loki', 'guard'],
      expect.objectContaining({ server: expect.objectContaining({ http_listen_address: '127.0.0.1' }) }),
    ],
  },
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.find('Deployment', 'loki').metadata.labels?.['app.kubernetes.io/part-of'],
    see: 'zebra',
  },
  namespace: {
    set: 'logs',
    look: (rendered) => [...new Set(rendered.objects.map(({ manifest }) => manifest.metadata.namespace))],
    see: ['logs'],
  },
  name: {
    set: 'logbook',
    look: (rendered) => [...new Set(rendered.objects.map(({ manifest }) => manifest.metadata.name))],
    see: ['logbook-config', 'logbook-rules', 'logbook'],
  },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  retention: { set: Duration.days(3), look: config, see: limits({ retention_period: '72h' }) },
  storage: {
    set: Size.gibibytes(7),
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'loki').spec.resources.requests.storage,
    see: '7Gi',
  },
  storageClass: {
    set: 'fast',
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'loki').spec.storageClassName,
    see: 'fast',
  },
  memory: {
    set: { request: Size.mebibytes(300), limit: Size.mebibytes(2000) },
    look: (rendered) => [pod(rendered).containers[0].resources.limits.memory, pod(rendered).containers[0].env],
    see: ['2000Mi', [{ name: 'GOMEMLIMIT', value: '1700MiB' }]],
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
  ingestionRate: {
    set: Size.mebibytes(3),
    look: config,
    see: limits({
      ingestion_rate_mb: 3,
      ingestion_burst_size_mb: 6,
      per_stream_rate_limit: '2MB',
      per_stream_rate_limit_burst: '6MB',
    }),
  },
  maxStreams: { set: 500, look: config, see: limits({ max_global_streams_per_user: 500 }) },
  rules: {
    set: [shop],
    look: ruleFile,
    see: { groups: [{ name: 'shop', rules: [expect.objectContaining({ alert: 'ShopSilent', for: '5m' })] }] },
  },
  alertmanager: {
    set: pager,
    look: config,
    see: ruler({ alertmanager_url: 'https://pager.example.com:9093/team' }),
  },
  runbooksUrl: {
    set: 'https://example.com/runbooks',
    look: (rendered) => JSON.stringify(ruleFile(rendered)).match(/"runbook_url":"[^"]+"/)?.[0],
    see: '"runbook_url":"https://example.com/runbooks/ShopLoud.md"',
  },
  grafanaUrl: {
    set: 'https://example.com/grafana',
    look: (rendered) => [config(rendered), JSON.stringify(ruleFile(rendered)).match(/"dashboard_url":"[^"]+"/)?.[0]],
    see: [
      ruler({ external_url: 'https://example.com/grafana', datasource_uid: 'loki' }),
      '"dashboard_url":"https://example.com/grafana/d/shop"',
    ],
  },
};

const loud = { name: 'shop', alerts: [{ ...alert, name: 'ShopLoud' }] };
testProps(cases, (props) => build({ rules: [loud], alertmanager: other, ...props }));

/** All texts in a value, with the path that leads to each. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => texts(item, path ? `${path}.${key}` : key));
}

test('everything that it writes is on its volume', () => {
  const paths = texts(config(build())).filter(([, text]) => text.startsWith('/'));
  expect(Object.fromEntries(paths)).toEqual({
    'common.path_prefix': '/loki',
    'common.storage.filesystem.chunks_directory': '/loki/chunks',
    'common.storage.filesystem.rules_directory': '/loki/rules',
    'storage_config.tsdb_shipper.active_index_directory': '/loki/tsdb-index',
    'storage_config.tsdb_shipper.cache_location': '/loki/tsdb-cache',
    'ingester.wal.dir': '/loki/wal',
    'compactor.working_directory': '/loki/compactor',
  });
  expect(pod(build()).containers[0].volumeMounts).toContainEqual({ name: 'loki', mountPath: '/loki' });
});

test('its index is tsdb with schema v13, from a day that never changes', () => {
  expect(config(build())).toMatchObject({
    schema_config: {
      configs: [
        {
          from: '2024-04-01',
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
  });
});

test('old logs are deleted', () => {
  expect(config(build())).toMatchObject({
    compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
    limits_config: { retention_period: '168h' },
  });
});

test('deletions by its API wait for a weekend', () => {
  expect(config(build())).toMatchObject({ compactor: { delete_request_cancel_period: '72h' } });
});

test('it tells nobody that it is used', () => {
  expect(config(build())).toMatchObject({ analytics: { reporting_enabled: false } });
});

test("labels are the collector's alone", () => {
  expect(config(build())).toMatchObject({
    limits_config: { discover_service_name: [], discover_log_levels: false, max_label_names_per_series: 8 },
  });
});

test('it stays within its memory: garbage collection and replay know the limit', () => {
  expect(pod(build()).containers[0].env).toEqual([{ name: 'GOMEMLIMIT', value: '870MiB' }]);
  expect(config(build())).toMatchObject({ ingester: { wal: { replay_memory_ceiling: '768MB' } } });
});

test('it may replay its log for 30 minutes, and no restart begins it again', () => {
  const [{ startupProbe, readinessProbe, livenessProbe }] = pod(build()).containers;
  expect(startupProbe.httpGet.path).toBe('/ready');
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(1800);
  expect(readinessProbe.httpGet.path).toBe('/ready');
  expect(livenessProbe.httpGet.path).toBe('/loki/api/v1/status/buildinfo');
});

test('a change of its config restarts it', () => {
  const { metadata } = build().find('Deployment', 'loki').spec.template;
  expect(Object.keys(metadata.annotations)).toEqual(['checksum/loki-config']);
});

describe('alerts over logs', () => {
  const rendered = build({ rules: [shop], alertmanager: pager });

  test('the ruler reads them from a folder of the only tenant, and keeps nothing but copies', () => {
    expect(config(rendered)).toMatchObject({
      auth_enabled: false,
      ruler: {
        storage: { type: 'local', local: { directory: '/etc/loki/rules' } },
        rule_path: '/loki/rules-temp',
        evaluation_interval: '1m',
        enable_alertmanager_v2: true,
        external_labels: { cluster: 'test' },
        enable_api: false,
      },
    });
    expect(pod(rendered).containers[0].volumeMounts).toContainEqual({
      name: 'etc-loki-rules-fake',
      mountPath: '/etc/loki/rules/fake',
      readOnly: true,
    });
    expect(pod(rendered).volumes).toContainEqual({
      name: 'etc-loki-rules-fake',
      configMap: { name: 'loki-rules', defaultMode: 0o444 },
    });
  });

  test('it may reach Alertmanager, and nothing else learns of it', () => {
    expect(rendered.find('NetworkPolicy', 'loki').spec.egress).toContainEqual({
      to: [{ ipBlock: { cidr: '192.0.2.1/32' } }],
      ports: [{ port: 9093, protocol: 'TCP' }],
    });
    expect(rendered.connections.map(({ why }) => why)).toContain('sends alerts');
  });

  test('a change of them restarts nothing', () => {
    const { metadata } = rendered.find('Deployment', 'loki').spec.template;
    expect(Object.keys(metadata.annotations)).toEqual(['checksum/loki-config']);
    const changed = build({ rules: [loud], alertmanager: pager }).find('Deployment', 'loki').spec.template;
    expect(changed.metadata.annotations).toEqual(metadata.annotations);
  });

  test('their queries are facts of the model', () => {
    expect(rendered.queries).toEqual([
      {
        path: 'test/l/rules',
        asker: "alert 'ShopSilent'",
        kind: 'alert',
        language: 'logql',
        within: 'shop',
        expr: alert.expr,
      },
    ]);
  });

  test('without any, there is no ruler, no folder and no connection', () => {
    const without = build({ alertmanager: pager });
    expect(config(without)).not.toHaveProperty('ruler');
    expect(without.names('ConfigMap')).toEqual(['loki-config']);
    expect(without.connections.map(({ why }) => why)).not.toContain('sends alerts');
  });
});

describe('what is wrong', () => {
  const wholeDays = (text: string) =>
    `'retention' (${text}) must be whole days, at least one, because the index is one table a day; for example Duration.days(7)`;

  test.each<[string, Partial<LokiProps>, string]>([
    ['a day and a half', { retention: Duration.hours(36) }, wholeDays('1 day 12 hours')],
    ['no day', { retention: Duration.seconds(0) }, wholeDays('0 seconds')],
    [
      'too little memory',
      { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
      "'memory.limit' (128Mi) must be at least 256Mi, or Loki is killed while it replays its write-ahead log",
    ],
    [
      'less than one batch a second',
      { ingestionRate: Size.kibibytes(512) },
      "'ingestionRate' (512Ki) must be at least 1Mi a second, the size of one batch; for example Size.mebibytes(8)",
    ],
    [
      'too few streams',
      { maxStreams: 99 },
      "'maxStreams' (99) must be a whole number of at least 100; one container makes about three streams; for example 10000",
    ],
    [
      'an alert that one sample decides',
      { rules: [{ name: 'shop', alerts: [{ ...alert, for: Duration.seconds(30) }] }], alertmanager: pager },
      "alert 'ShopSilent': 'for' (30 seconds) must be at least one evaluation interval (1 minute), or one sample decides; " +
        'for example Duration.minutes(5), or intervals of at most 30 seconds',
    ],
    [
      'an alert that is twice there',
      { rules: [shop, { ...shop, name: 'again' }], alertmanager: pager },
      "'rules' has more than one alert named ShopSilent; give each its own name",
    ],
    [
      'a group that is twice there',
      { rules: [shop, loud], alertmanager: pager },
      "'rules' has more than one group named shop; give each its own name",
    ],
    [
      'an alert with two thresholds',
      { rules: [{ name: 'shop', alerts: [{ ...alert, above: 1, below: 0 }] }], alertmanager: pager },
      "alert 'ShopSilent': 'above' and 'below' exclude each other; give one, or two alerts",
    ],
    [
      'alerts that nobody gets',
      { rules: [shop] },
      "'rules' has alerts that nobody would get, because 'alertmanager' is missing; pass the endpoint of an Alertmanager, or leave 'rules' out",
    ],
    [
      'recording rules',
      { rules: [{ name: 'shop', records: [{ record: 'app:lines:rate5m', expr: 'vector(1)' }] }], alertmanager: pager },
      "recording rule 'app:lines:rate5m': Loki keeps no series, and would have to write them to a Prometheus that takes remote writes; " +
        'ask for the lines in the alert or panel itself',
    ],
    [
      'rules that need a scrape job',
      { rules: [{ ...shop, needs: ['loki'] }], alertmanager: pager },
      "group 'shop': 'needs' names scrape jobs, and logs come from none; leave it out",
    ],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(invalid('test/l', message));
  });
});
