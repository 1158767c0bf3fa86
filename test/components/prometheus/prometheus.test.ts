import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { apiserver, kubelet } from '../../../constructs/content/kubernetes/jobs.ts';
import {
  type Alert,
  external,
  Prometheus,
  type PrometheusProps,
  type RuleGroup,
  type ScrapeJob,
  Wiring,
} from '../../../constructs/index.ts';
import { CONTENT } from '../../../constructs/stack/content.ts';
import type { KubeObject } from '../../lib/dist.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

const build = (props: Partial<PrometheusProps> = {}, ...jobs: readonly ScrapeJob[]) =>
  render((chart) => new Prometheus(chart, 'p', { installation, namespace: 'monitoring', ...props }).addScrape(...jobs));

const pod = (rendered: Rendered) => rendered.find('Deployment', 'prometheus').spec.template.spec;
const config = (rendered: Rendered) => rendered.file('prometheus-config', 'prometheus.yml');
const ruleFile = (rendered: Rendered) => rendered.file('prometheus-rules', 'shop.yml');

const alert: Alert = {
  name: 'ShopSlow',
  summary: 'The shop is slow.',
  description: 'Requests of {{ $labels.pod }} are slow.',
  expr: 'latency > 1',
  for: Duration.minutes(5),
  severity: 'warning',
  dashboard: { uid: 'shop' },
};
const pager = external('alertmanager', 'https://pager.example.com:9093/team', { cidrs: ['192.0.2.1/32'] });
const global = (part: object) => expect.objectContaining({ global: expect.objectContaining(part) });

/** Series of the past leave the memory before they fill it. */
const STALE = { stale_series_compaction_threshold: 0.3 };

const cases: PropCases<PrometheusProps> = {
  installation: {
    set: { name: 'monitoring', cluster: { name: 'quokka' } },
    look: config,
    see: global({ external_labels: { cluster: 'quokka' } }),
  },
  namespace: {
    set: 'metrics',
    look: (rendered) => rendered.objects.map(({ manifest }) => manifest.metadata.namespace).filter(Boolean),
    see: expect.not.arrayContaining(['monitoring']),
  },
  name: { set: 'tsdb', look: (rendered) => rendered.names('Deployment'), see: ['tsdb'] },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  alertmanager: {
    set: pager,
    look: config,
    see: expect.objectContaining({
      alerting: {
        alertmanagers: [
          { scheme: 'https', path_prefix: '/team', static_configs: [{ targets: ['pager.example.com:9093'] }] },
        ],
      },
    }),
  },
  rules: {
    set: [{ name: 'shop', alerts: [alert] }],
    look: ruleFile,
    see: { groups: [{ name: 'shop', rules: [expect.objectContaining({ alert: 'ShopSlow', for: '5m' })] }] },
  },
  chooseAdded: {
    set: () => [{ name: 'stall', alerts: [alert] }],
    look: (rendered) => rendered.file('prometheus-rules', 'added.rules.yml'),
    see: { groups: [{ name: 'stall', rules: [expect.objectContaining({ alert: 'ShopSlow' })] }] },
  },
  runbooksUrl: {
    set: 'https://example.com/runbooks',
    look: (rendered) => JSON.stringify(ruleFile(rendered)).match(/"runbook_url":"[^"]+"/)?.[0],
    see: '"runbook_url":"https://example.com/runbooks/ShopDown.md"',
  },
  grafanaUrl: {
    set: 'https://screens.example.com',
    look: (rendered) => JSON.stringify(ruleFile(rendered)).match(/"dashboard_url":"[^"]+"/)?.[0],
    see: '"dashboard_url":"https://screens.example.com/d/shop"',
  },
  scrapeInterval: { set: Duration.seconds(20), look: config, see: global({ scrape_interval: '20s' }) },
  evaluationInterval: { set: Duration.minutes(1), look: config, see: global({ evaluation_interval: '1m' }) },
  retention: {
    set: Duration.days(30),
    look: config,
    see: expect.objectContaining({ storage: { tsdb: { ...STALE, retention: { time: '30d', size: '8192MiB' } } } }),
  },
  retentionSize: {
    set: Size.gibibytes(2),
    look: config,
    see: expect.objectContaining({ storage: { tsdb: { ...STALE, retention: { time: '15d', size: '2048MiB' } } } }),
  },
  storage: {
    set: Size.gibibytes(20),
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'prometheus').spec.resources.requests.storage,
    see: '20Gi',
  },
  storageClass: {
    set: 'fast',
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'prometheus').spec.storageClassName,
    see: 'fast',
  },
  memory: {
    set: { request: Size.mebibytes(300), limit: Size.mebibytes(600) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '600Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
  url: {
    set: 'https://tsdb.example.com',
    look: (rendered) => pod(rendered).containers[0].args,
    see: expect.arrayContaining(['--web.external-url=https://tsdb.example.com']),
  },
};

const other = { ...alert, name: 'ShopDown' };
testProps(cases, (props) =>
  build({ ...(props.rules ? {} : { rules: [{ name: 'shop', alerts: [other] }] }), ...props }),
);

test('its defaults', () => {
  expect(config(build())).toMatchObject({
    global: { scrape_interval: '15s', evaluation_interval: '15s', external_labels: { cluster: 'test' } },
    storage: { tsdb: { ...STALE, retention: { time: '15d', size: '8192MiB' } } },
    rule_files: ['/etc/prometheus/rules/*.yml'],
  });
  expect(config(build())).not.toHaveProperty('alerting');
  expect(pod(build()).containers[0].resources).toMatchObject({
    requests: { cpu: '200m', memory: '512Mi' },
    limits: { memory: '2Gi' },
  });
});

test('rules are evaluated as often as jobs are scraped, and samples fill 80% of the volume', () => {
  expect(config(build({ scrapeInterval: Duration.seconds(30), storage: Size.gibibytes(100) }))).toMatchObject({
    global: { evaluation_interval: '30s' },
    storage: { tsdb: { retention: { size: '81920MiB' } } },
  });
});

test('it may replay its log for 15 minutes, and is restarted only when it is unhealthy', () => {
  const [{ startupProbe, readinessProbe, livenessProbe }] = pod(build()).containers;
  expect(startupProbe.httpGet.path).toBe('/-/ready');
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThanOrEqual(900);
  expect(readinessProbe.httpGet.path).toBe('/-/ready');
  expect(livenessProbe.httpGet.path).toBe('/-/healthy');
});

test('it reads changed files by itself: no change of a config restarts it', () => {
  expect(pod(build()).containers[0].args).toEqual([
    '--config.file=/etc/prometheus/config/prometheus.yml',
    '--storage.tsdb.path=/prometheus',
    '--web.external-url=http://localhost:9090',
    '--config.auto-reload',
    '--config.auto-reload-interval=30s',
  ]);
  const { metadata } = build().find('Deployment', 'prometheus').spec.template;
  expect(metadata.annotations).toBeUndefined();
  expect(build().files.map(({ onChange }) => onChange)).toEqual(['reload', 'reload']);
});

test('it keeps its data on a volume of its own, and has time to write it down', () => {
  const { spec } = build().find('Deployment', 'prometheus');
  expect(spec.strategy).toEqual({ type: 'Recreate' });
  expect(spec.replicas).toBe(1);
  expect(spec.template.spec.terminationGracePeriodSeconds).toBe(300);
  expect(spec.template.spec.volumes[0]).toEqual({
    name: 'prometheus',
    persistentVolumeClaim: { claimName: 'prometheus' },
  });
});

test('it scrapes itself', () => {
  expect(config(build())).toMatchObject({ scrape_configs: [{ job_name: 'prometheus' }] });
});

describe('rules that are added', () => {
  const added = (rendered: Rendered) => rendered.file('prometheus-rules', 'added.rules.yml');
  const evaluate = (...groups: readonly RuleGroup[]) =>
    render((chart) => {
      const rules = [{ name: 'shop', alerts: [alert] }];
      Wiring.of(chart).addContent(CONTENT);
      new Prometheus(chart, 'p', { installation, namespace: 'monitoring', rules }).addRules(...groups);
    });

  test('are evaluated beside the others, and one that many share counts once', () => {
    const shared = { name: 'slo', alerts: [other] };
    const rendered = evaluate(shared, { name: 'stall', records: [{ record: 'a:b:c', expr: 'up' }] }, shared);
    expect(added(rendered)).toEqual({
      groups: [
        { name: 'slo', rules: [expect.objectContaining({ alert: 'ShopDown' })] },
        { name: 'stall', rules: [{ record: 'a:b:c', expr: 'up' }] },
      ],
    });
    expect(rendered.queries.map(({ asker }) => asker)).toEqual([
      "alert 'ShopDown'",
      "recording rule 'a:b:c'",
      "alert 'ShopSlow'",
    ]);
  });

  test('are shared between ConfigMaps when they are too many for one', () => {
    const groups = Array.from({ length: 300 }, (_, number) => ({
      name: `shop-${number}`,
      alerts: [{ ...other, name: `ShopDown${number}`, description: 'x'.repeat(1000) }],
    }));
    const objects = evaluate(...groups).objects.map(({ manifest }) => manifest as KubeObject);
    const files = objects.filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name !== 'prometheus-config');
    expect(files.map(({ metadata }) => metadata.name)).toEqual([
      ...['prometheus-rules', 'prometheus-rules-2', 'prometheus-rules-3'],
    ]);
    const texts = files.map(({ data }) => JSON.stringify(data));
    expect(texts.filter(({ length }) => length > 200_000)).toEqual([]);
    expect(groups.filter(({ name }) => !texts.some((text) => text.includes(`name: ${name}\\n`)))).toEqual([]);
    const pod = objects.find(({ kind }) => kind === 'Deployment')?.spec.template.spec;
    expect(JSON.stringify(pod.volumes)).toContain('prometheus-rules-3');
  });

  test('are left out where their job is not scraped', () => {
    expect(added(evaluate({ name: 'slo', needs: ['stall'], alerts: [other] }))).toEqual({ groups: [] });
  });

  test('are not left out by a typo', () => {
    const group = {
      name: 'slo',
      needs: ['promtheus'],
      needsMetrics: { http_request_total: ['path'] },
      alerts: [other],
    };
    expect(() => evaluate(group)).toThrow(
      invalid(
        'test/p',
        `'needs' of the group 'slo' ("promtheus") must name what there is, or its rules are left out; did you mean prometheus?`,
        `'needsMetrics' of the group 'slo' ("http_request_total") must name what there is, or its rules are left out; did you mean http_requests_total?`,
      ),
    );
  });

  test('have a name of their own', () => {
    expect(() => evaluate({ name: 'shop', alerts: [other] })).toThrow(
      invalid('test/p', 'more than one group of rules is named shop; give each its own name'),
    );
  });
});

describe('what it may ask the Kubernetes API', () => {
  test('of the whole cluster: nodes and their metrics, never nodes/proxy, and nothing that no job needs', () => {
    const may = (...jobs: ScrapeJob[]) => build({}, ...jobs).find('ClusterRole', 'monitoring-prometheus').rules;
    const ofNodes = [
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ];
    const ofServers = { nonResourceURLs: ['/metrics'], verbs: ['get'] };
    expect(may(kubelet, apiserver(installation))).toEqual([...ofNodes, ofServers]);
    expect(may(kubelet)).toEqual(ofNodes);
    expect(may(apiserver(installation))).toEqual([ofServers]);
  });

  const job = (namespace: string, name: string): ScrapeJob => ({
    job: name,
    discovery: 'pods',
    endpoint: {
      protocol: 'metrics',
      to: { namespace, label: ['app.kubernetes.io/instance', name] },
      ports: [{ port: 80 }],
      url: `http://${name}.${namespace}.svc:80`,
    },
  });

  test('of a namespace: its pods, once, where it has a job', () => {
    const rendered = build({}, job('shops', 'a'), job('shops', 'b'), job('stalls', 'c'), kubelet);
    const roles = rendered.objects.filter(({ manifest }) => manifest.kind === 'Role').map(({ manifest }) => manifest);
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['monitoring', 'shops', 'stalls']);
    expect(roles.map(({ rules }) => rules)).toEqual(
      Array(3).fill([{ apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] }]),
    );
  });

  test('and each job is a connection', () => {
    expect(build({ alertmanager: pager }, job('shops', 'a'), kubelet).connections.map(({ why }) => why)).toEqual([
      'asks the Kubernetes API',
      'looks up names',
      'sends alerts',
      'scrapes the job prometheus',
      'scrapes the job a',
      'scrapes the job kubelet',
    ]);
  });
});

describe('a value of a wrong class, as JavaScript or `as any` gives it', () => {
  const refused = (...problems: string[]) => invalid('test/p', ...problems);

  test.each<[object, string]>([
    [{ retention: 30 }, "'retention' (30) must be a Duration; for example Duration.days(15)"],
    [{ retention: '15d' }, '\'retention\' ("15d") must be a Duration; for example Duration.days(15)'],
    [{ storage: '10Gi' }, '\'storage\' ("10Gi") must be a Size; for example Size.gibibytes(10)'],
    [{ storage: Duration.days(1) }, "'storage' (1 day) must be a Size; for example Size.gibibytes(10)"],
    [{ cpu: '200m' }, '\'cpu\' ("200m") must be a Cpu; for example Cpu.millis(200)'],
    [
      { memory: '2Gi' },
      '\'memory\' ("2Gi") must be an object; for example { request: Size.mebibytes(512), limit: Size.gibibytes(2) }',
    ],
    [
      { memory: { request: Size.mebibytes(512) } },
      "'memory.limit' (undefined) must be a Size; for example Size.gibibytes(2)",
    ],
    [{ url: 9090 }, '\'url\' (9090) must be text; for example "http://localhost:9090"'],
    [
      { installation: 'monitoring' },
      '\'installation\' ("monitoring") must be an object; for example { name: "monitoring", cluster: { name: "production" } }',
    ],
    [
      { installation: { name: 'monitoring' } },
      '\'installation.cluster\' (undefined) must be an object; for example { name: "production" }',
    ],
    [
      { alertmanager: 'http://alertmanager:9093' },
      '\'alertmanager\' ("http://alertmanager:9093") must be an endpoint that speaks alertmanager; for example alertmanager.api',
    ],
    [
      { rules: [{ name: 'shop', alerts: [{ ...alert, for: '5m' }] }] },
      '\'rules[0].alerts[0].for\' ("5m") must be a Duration; for example Duration.minutes(5)',
    ],
    [{ chooseAdded: 'all' }, '\'chooseAdded\' ("all") must be a function'],
  ])('%j', (props, problem) => {
    expect(() => build(props)).toThrow(refused(problem));
  });

  test('is reported with whatever else is wrong, but not with what follows from it', () => {
    const values = { retentionSize: Size.gibibytes(70), retention: Duration.minutes(30), url: 'prometheus' };
    expect(() => build({ ...values, ...({ storage: '100Gi' } as object) })).toThrow(
      refused(
        '\'storage\' ("100Gi") must be a Size; for example Size.gibibytes(10)',
        "'retention' (30 minutes) must be at least 2 hours, the length of one block; for example Duration.days(15)",
        '\'url\' ("prometheus") must be an http or https address without a path; for example "https://grafana.example.com"',
      ),
    );
  });

  test('in what is added later', () => {
    const job = {
      job: 'shop',
      discovery: 'pods',
      endpoint: 'http://shop:8000',
      interval: '15s',
      series: 'some',
    } as never;
    expect(() => build({}, job)).toThrow(
      refused(
        "job 'shop': 'interval' (\"15s\") must be a Duration; for example Duration.seconds(30)",
        "job 'shop': 'endpoint' (\"http://shop:8000\") must be an endpoint that speaks metrics; for example that of an Application",
        "job 'shop': 'series' (\"some\") must be 'used' or 'all'",
      ),
    );
    expect(() =>
      render((chart) =>
        new Prometheus(chart, 'p', { installation, namespace: 'monitoring' }).addRules('shop' as never),
      ),
    ).toThrow(refused('\'addRules[0]\' ("shop") must be an object; for example { name: "shop", alerts: [] }'));
  });
});

test('an application without metrics is not scraped', () => {
  const none: ScrapeJob | undefined = undefined;
  expect(
    render((chart) => new Prometheus(chart, 'p', { installation, namespace: 'monitoring' }).addScrape(none)).jobs,
  ).toEqual([expect.objectContaining({ job: 'prometheus' })]);
});

describe('what is wrong', () => {
  const tooLong =
    'must be between 1 second and 2 minutes: a series counts as gone after 5 minutes, and one missed scrape must leave no gap';

  test.each<[string, Partial<PrometheusProps>, string]>([
    [
      'samples may fill more than 80% of the volume',
      { storage: Size.gibibytes(10), retentionSize: Size.mebibytes(8193) },
      "'retentionSize' (8193Mi) must be at least 1Mi and at most 80% of 'storage' (10Gi), or the volume fills up before old samples are deleted; " +
        "leave 'retentionSize' out, or set it to at most 8192Mi",
    ],
    [
      'no room for samples',
      { storage: Size.gibibytes(10), retentionSize: Size.mebibytes(Number.NaN) },
      "'retentionSize' (NaNKi) must be at least 1Mi and at most 80% of 'storage' (10Gi), or the volume fills up before old samples are deleted; " +
        "leave 'retentionSize' out, or set it to at most 8192Mi",
    ],
    [
      'a retention that is no length of time',
      { retention: Duration.days(Number.NaN) },
      "'retention' (NaN milliseconds) must be at least 2 hours, the length of one block; for example Duration.days(15)",
    ],
    [
      'a link that is none',
      { runbooksUrl: 'docs/runbooks' },
      '\'runbooksUrl\' ("docs/runbooks") must be an http or https address; for example "https://example.com/docs"',
    ],
    [
      'too short a retention',
      { retention: Duration.minutes(30) },
      "'retention' (30 minutes) must be at least 2 hours, the length of one block; for example Duration.days(15)",
    ],
    [
      'too little memory',
      { memory: { request: Size.mebibytes(64), limit: Size.mebibytes(128) } },
      "'memory.limit' (128Mi) must be at least 256Mi, or Prometheus is killed while it starts",
    ],
    [
      'an address with a path',
      { url: 'https://example.com/prometheus' },
      `'url' ("https://example.com/prometheus") must be an http or https address without a path; for example "https://grafana.example.com"`,
    ],
    [
      'an alert that one sample decides',
      { rules: [{ name: 'shop', alerts: [{ ...alert, for: Duration.seconds(10) }] }] },
      "alert 'ShopSlow': 'for' (10 seconds) must be at least one scrape and evaluation interval (15 seconds, 15 seconds), " +
        'or one sample decides; for example Duration.minutes(5), or intervals of at most 10 seconds',
    ],
    [
      'an interval that is longer than several alerts wait',
      {
        scrapeInterval: Duration.minutes(2),
        rules: [
          { name: 'shop', alerts: [alert, { ...alert, name: 'ShopDown', for: Duration.minutes(1) }] },
          { name: 'bank', alerts: [{ ...alert, name: 'BankDown', for: Duration.minutes(1) }] },
        ],
      },
      "alert 'ShopDown', 'BankDown': 'for' (1 minute) must be at least one scrape and evaluation interval (2 minutes, 2 minutes), " +
        'or one sample decides; for example Duration.minutes(5), or intervals of at most 1 minute',
    ],
    [
      'an alert that is twice there',
      { rules: [{ name: 'shop', alerts: [alert, alert] }] },
      "'rules' has more than one alert named ShopSlow; give each its own name",
    ],
    [
      'a group that is twice there',
      {
        rules: [
          { name: 'shop', alerts: [alert] },
          { name: 'shop', alerts: [other] },
        ],
      },
      "'rules' has more than one group named shop; give each its own name",
    ],
    [
      'a threshold of series without a label of that name',
      { rules: [{ name: 'shop', alerts: [{ ...alert, thresholds: [{ labels: { 'a)': 'b' }, value: 1 }] }] }] },
      `alert "ShopSlow": 'thresholds.labels' ("a)") must be names of labels: letters, digits and '_', not beginning with a digit; ` +
        "for example { namespace: 'shop' }",
    ],
    [
      'an alert with two thresholds',
      { rules: [{ name: 'shop', alerts: [{ ...alert, above: 1, below: 0 }] }] },
      "alert 'ShopSlow': 'above' and 'below' exclude each other; give one, or two alerts",
    ],
    [
      'rules that are evaluated too rarely',
      { evaluationInterval: Duration.minutes(3) },
      "'evaluationInterval' (3 minutes) must be between 1 second and 2 minutes: recorded series count as gone after 5 minutes; " +
        "leave it out to use 'scrapeInterval'",
    ],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(invalid('test/p', message));
  });

  test('a scrape interval above two minutes: of rules and of jobs too', () => {
    expect(() => build({ scrapeInterval: Duration.minutes(3), evaluationInterval: Duration.minutes(1) })).toThrow(
      invalid(
        'test/p',
        `'scrapeInterval' (3 minutes) ${tooLong}; for example Duration.seconds(15)`,
        `job 'prometheus': 'interval' (3 minutes) ${tooLong}; for example Duration.minutes(1)`,
      ),
    );
  });

  test('a job whose scrapes overlap', () => {
    const slow = { ...kubelet, interval: Duration.seconds(20), timeout: Duration.seconds(30) };
    expect(() => build({}, slow)).toThrow(
      invalid(
        'test/p',
        "job 'kubelet': 'timeout' (30 seconds) must be at most its 'interval' (20 seconds), or scrapes overlap; " +
          "leave 'timeout' out, or raise 'interval'",
      ),
    );
  });

  test('a request above the limit', () => {
    expect(() => build({ memory: { request: Size.gibibytes(3), limit: Size.gibibytes(2) } })).toThrow(
      invalid(
        'test/p/workload',
        "'memory.request' (3Gi) must be above zero and at most 'memory.limit' (2Gi); lower the request or raise the limit",
      ),
    );
  });

  test('an alert that always fires needs no duration, and the edges are right', () => {
    const alerts = [
      { ...alert, for: Duration.seconds(0) },
      { ...alert, name: 'B', for: Duration.seconds(15) },
    ];
    expect(() =>
      build({
        rules: [{ name: 'shop', alerts }],
        retentionSize: Size.gibibytes(8),
        scrapeInterval: Duration.seconds(15),
      }),
    ).not.toThrow();
    expect(() => build({ scrapeInterval: Duration.minutes(2), retention: Duration.hours(2) })).not.toThrow();
  });
});

test('nobody can stop, reload or delete by its API', () => {
  const { args } = build().find('Deployment', 'prometheus').spec.template.spec.containers[0];
  expect(args.filter((arg: string) => /web\.enable|remote-write-receiver|otlp/.test(arg))).toEqual([]);
});
