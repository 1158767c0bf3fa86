import { App, Chart, Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { findings } from '../../../constructs/checks/verify.ts';
import {
  Application,
  type ApplicationProps,
  external,
  model,
  NamespacesChart,
  Prometheus,
  Wiring,
} from '../../../constructs/index.ts';
import { CATALOGUE, CONTENT } from '../../../constructs/stack/content.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

const required: ApplicationProps = {
  installation,
  namespace: 'shops',
  name: 'shop',
  image: 'shop:1.0.0',
  ports: { http: { container: 8000 } },
  healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8000/health'] },
};

const build = (props: Partial<ApplicationProps> = {}) =>
  render((chart) => {
    const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring' });
    const shop = new Application(chart, 'shop', { ...required, ...props });
    prometheus.addScrape(shop.metrics);
    prometheus.addRules(...shop.rules);
  });

const applicationOf = (props: ApplicationProps): Application => {
  let made: Application | undefined;
  render((chart) => {
    made = new Application(chart, 'shop', props);
  });
  return made!;
};

/** A promise of latency, of an application whose histogram has some buckets. */
function promised(threshold: Duration, buckets: readonly number[] | undefined): Partial<ApplicationProps> {
  const timed = { type: 'histogram', labels: ['path'], buckets, appears: 'always' } as const;
  return {
    metrics: { port: 'http', exposes: { http_request_duration_seconds: timed } },
    slo: { latency: { threshold, target: 99 } },
  };
}

const pod = (rendered: Rendered) => rendered.find('Deployment', 'shop').spec.template.spec;
/** As the type checker takes it from the environment: a string. */
const unset = process.env.NOBODY_SETS_THIS!;
const edge = { namespace: 'edge', label: ['app', 'ingress'] } as const;
const database = external('postgres', 'postgres://db.example.com:5432', { cidrs: ['192.0.2.1/32'] });
const why = ({ connections }: Rendered) => connections.map((connection) => connection.why);

/** The series that are recorded of its promise. */
const recorded = ({ queries }: Rendered) =>
  queries.filter(({ within }) => within === 'slo/shops/shop').map(({ records, expr }) => [records, expr]);

const cases: PropCases<ApplicationProps> = {
  drain: {
    set: Duration.seconds(7),
    look: (rendered) => rendered.find('Deployment', 'shop').spec.template.spec.containers[0].lifecycle,
    see: { preStop: { exec: { command: ['sleep', '7'] } } },
  },
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.find('Deployment', 'shop').metadata.labels?.['app.kubernetes.io/part-of'],
    see: 'zebra',
  },
  namespace: {
    set: 'stalls',
    look: (rendered) => rendered.find('Deployment', 'shop').metadata.namespace,
    see: 'stalls',
  },
  name: { set: 'stall', look: (rendered) => rendered.find('Deployment', 'stall').metadata.name, see: 'stall' },
  image: { set: 'stall:2', look: (rendered) => pod(rendered).containers[0].image, see: 'stall:2' },
  ports: {
    set: { http: { container: 8000, service: 5000 } },
    look: (rendered) => rendered.find('Service', 'shop').spec.ports,
    see: [{ name: 'http', port: 5000, protocol: 'TCP', targetPort: 8000 }],
  },
  healthcheck: {
    set: { test: 'test -f /tmp/ready' },
    look: (rendered) => pod(rendered).containers[0].readinessProbe.exec,
    see: { command: ['/bin/sh', '-c', 'test -f /tmp/ready'] },
  },
  metrics: {
    set: { port: 'http', path: '/numbers', interval: Duration.seconds(30) },
    look: (rendered) => rendered.file('prometheus-config', 'prometheus.yml'),
    see: expect.objectContaining({
      scrape_configs: expect.arrayContaining([
        expect.objectContaining({ job_name: 'shop', metrics_path: '/numbers', scrape_interval: '30s' }),
      ]),
    }),
  },
  slo: {
    set: { availability: 99.9 },
    look: recorded,
    see: [
      [
        'namespace_app_slo:requests:rate5m',
        'label_replace(sum by (namespace, app) (rate(http_requests_total{job="shop", namespace="shops", app="shop", ' +
          'path!~"/(health|healthz|livez|ready|readyz|metrics)"}[5m])), "slo", "availability", "", "")',
      ],
      ['namespace_app_slo:requests_bad:rate5m', expect.stringContaining('status=~"5.."')],
      [
        'namespace_app_slo:requests:group',
        'label_replace(group by (namespace, app) (http_requests_total{job="shop", namespace="shops", app="shop"}), ' +
          '"slo", "availability", "", "")',
      ],
      [
        'namespace_app_slo:requests_bad:budget',
        'label_replace(label_replace(label_replace(vector(0.001), "namespace", "shops", "", ""), "app", "shop", "", ""), ' +
          '"slo", "availability", "", "")',
      ],
    ],
  },
  replicas: { set: 5, look: (rendered) => rendered.find('Deployment', 'shop').spec.replicas, see: 5 },
  env: {
    set: { LEVEL: 'debug' },
    look: (rendered) => pod(rendered).containers[0].env,
    see: [{ name: 'LEVEL', value: 'debug' }],
  },
  secrets: {
    set: { DB_PASSWORD: { secret: 'shop-db', key: 'password' } },
    look: (rendered) => pod(rendered).containers[0].env,
    see: [{ name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 'shop-db', key: 'password' } } }],
  },
  pullSecret: { set: 'registry', look: (rendered) => pod(rendered).imagePullSecrets, see: [{ name: 'registry' }] },
  scratch: {
    set: ['/var/cache'],
    look: (rendered) => pod(rendered).containers[0].volumeMounts,
    see: [{ name: 'var-cache', mountPath: '/var/cache' }],
  },
  user: {
    set: 777,
    look: (rendered) => [pod(rendered).securityContext.runAsUser, pod(rendered).securityContext.runAsGroup],
    see: [777, 777],
  },
  memory: {
    set: { request: Size.mebibytes(11), limit: Size.mebibytes(22) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '22Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
  openTo: {
    set: [edge],
    look: ({ connections }) => connections.find(({ from }) => from.namespace === 'edge'),
    see: expect.objectContaining({ from: edge, why: 'uses shop' }),
  },
  connectsTo: {
    set: [database],
    look: ({ connections }) => connections.find(({ to }) => to.protocol === 'postgres'),
    see: expect.objectContaining({ to: database, why: 'uses postgres://db.example.com:5432' }),
  },
  alerts: {
    set: { labels: { team: 'shop' }, override: { ApplicationErrors: { above: 0.01, severity: 'warning' } } },
    look: ({ alertScopes }) => alertScopes,
    see: [
      ...[
        { app: 'shop' },
        { deployment: 'shop' },
        { container: 'shop' },
        { pod: /shop-[0-9a-z]{1,10}-[0-9a-z]{5}/ },
      ].map((match) => ({ match: { namespace: 'shops', ...match }, labels: { team: 'shop' } })),
      {
        match: { alertname: 'ApplicationErrors', namespace: 'shops', app: 'shop' },
        above: 0.01,
        severity: 'warning',
      },
    ],
  },
};

testProps(cases, build);

test('its defaults', () => {
  const rendered = build();
  expect(rendered.find('Deployment', 'shop').spec.replicas).toBe(2);
  expect(rendered.names('PodDisruptionBudget')).toEqual(['shop']);
  expect(rendered.find('Service', 'shop').spec.ports).toEqual([
    { name: 'http', port: 8000, protocol: 'TCP', targetPort: 8000 },
  ]);
  expect(pod(rendered).securityContext.runAsUser).toBe(10_001);
  expect(pod(rendered).volumes).toEqual([{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }]);
  expect(pod(rendered).containers[0].resources).toEqual({
    requests: { cpu: '50m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
    limits: { memory: '512Mi', 'ephemeral-storage': '512Mi' },
  });
  expect(why(rendered)).toContain('scrapes the job shop');
});

describe('a worker', () => {
  const worker = { ports: {}, healthcheck: { test: 'test -e /tmp/alive' } };

  test('without ports has no Service, and is not scraped', () => {
    const rendered = build(worker);
    expect(rendered.names('Service')).not.toContain('shop');
    expect(pod(rendered).containers[0].ports).toBeUndefined();
    expect(rendered.jobs.map(({ job }) => job)).not.toContain('shop');
    expect(rendered.find('NetworkPolicy', 'shop').spec.ingress).toBeUndefined();
  });

  test('whose health check asks a port needs this port', () => {
    expect(() => build({ ports: {} })).toThrow(
      invalid(
        'test/shop',
        "'healthcheck.test' asks port 8000, which is none of 'ports' (none): no Service offers it; add it to 'ports', or correct the address",
      ),
    );
  });

  test.each([worker, { metrics: 'none' } as const])('and nothing contradicts it: %j', (props) => {
    const app = new App();
    new NamespacesChart(app, '00-namespaces', { installation, restricted: ['shops', 'monitoring'], node: 'nodes' });
    const chart = new Chart(app, 'chart');
    const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring' });
    const made = new Application(chart, 'shop', { ...required, ...props });
    prometheus.addScrape(made.metrics);
    expect(made.metrics).toBeUndefined();
    expect(findings(model(app))).toEqual([]);
  });
});

test('a service without metrics has its Service, and nobody scrapes it', () => {
  const rendered = build({ metrics: 'none' });
  expect(rendered.names('Service')).toContain('shop');
  expect(why(rendered)).not.toContain('scrapes the job shop');
});

test('its container, and the labels of its pods, have its name', () => {
  const { metadata, spec } = build().find('Deployment', 'shop').spec.template;
  expect(spec.containers[0].name).toBe('shop');
  expect(metadata.labels['app.kubernetes.io/name']).toBe('shop');
});

test('its probes are its compose health check', () => {
  const [container] = pod(
    build({ healthcheck: { ...required.healthcheck, interval: Duration.seconds(30), timeout: Duration.seconds(10) } }),
  ).containers;
  const httpHeaders = [{ name: 'Host', value: 'localhost:8000' }];
  const httpGet = { path: '/health', port: 8000, scheme: 'HTTP', httpHeaders };
  expect(container.readinessProbe).toEqual({ httpGet, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 3 });
  expect(container.livenessProbe).toEqual({ httpGet, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 6 });
  expect(container.startupProbe).toEqual({ httpGet, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 18 });
});

test('who may open it may open all of its ports, and nobody else may', () => {
  const ports = { http: { container: 8000, service: 80 }, admin: { container: 9000 } };
  const { ingress } = build({ ports, openTo: [edge] }).find('NetworkPolicy', 'shop').spec;
  const from = {
    podSelector: { matchLabels: { app: 'ingress' } },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'edge' } },
  };
  const prometheus = {
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'prometheus' } },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
  };
  expect(ingress).toEqual([
    { ports: [{ port: 8000, protocol: 'TCP' }], from: [from, prometheus] },
    { ports: [{ port: 9000, protocol: 'TCP' }], from: [from] },
  ]);
});

test('who may open it is named as Kubernetes names it', () => {
  expect(() => build({ openTo: [{ namespace: 'Edge', label: ['a b', 'c d'] }] })).toThrow(
    invalid(
      'test/shop/workload',
      `'namespace' of pods ("Edge") must be a DNS-1123 label; for example "shop"`,
      `'label' of pods ("a b", "c d") must be a label; for example ['app', 'shop']`,
    ),
  );
});

describe('its promise', () => {
  const expressions = (props: Partial<ApplicationProps>) => recorded(build(props)).map(([, expr]) => expr);

  test('none: no rules', () => {
    expect(build().queries).toEqual([]);
  });

  test('of latency: slow is what is not in the bucket', () => {
    const slo = { latency: { threshold: Duration.seconds(1), target: 99 } };
    const [, bad, , budget] = expressions({ slo });
    const series = 'job="shop", namespace="shops", app="shop", path!~"/(health|healthz|livez|ready|readyz|metrics)"';
    expect(bad).toBe(
      `label_replace(sum by (namespace, app) (rate(http_request_duration_seconds_count{${series}}[5m])) - ` +
        `sum by (namespace, app) (rate(http_request_duration_seconds_bucket{${series}, le="1.0"}[5m])), "slo", "latency", "", "")`,
    );
    expect(budget).toContain('vector(0.01)');
  });

  test('of fractions of a second: the bound as Prometheus writes it', () => {
    const [, bad] = expressions({ slo: { latency: { threshold: Duration.millis(250), target: 99 } } });
    expect(bad).toContain('le="0.25"');
  });

  test('of a bucket that there is, or of buckets that nobody wrote down', () => {
    expect(() => build(promised(Duration.millis(250), [0.1, 0.25, 1]))).not.toThrow();
    expect(() => build(promised(Duration.millis(251), undefined))).not.toThrow();
  });

  test('of both: one series for each', () => {
    const slo = { availability: 99.95, latency: { threshold: Duration.millis(500), target: 95 } };
    const [, , , budget] = expressions({ slo });
    expect(budget).toMatch(
      /^[^\n]*vector\(0\.0005\)[^\n]*"availability"[^\n]*\nor [^\n]*vector\(0\.05\)[^\n]*"latency"[^\n]*$/,
    );
  });

  test('of 90 percent at least, and of almost all', () => {
    const latency = { threshold: Duration.millis(1), target: 90 };
    expect(() => build({ slo: { availability: 99.999, latency } })).not.toThrow();
  });

  test('has a dashboard, the same for all applications that promise something', () => {
    const [shop, stall, other] = ['shop', 'stall', 'other'].map((name) => {
      const slo = name === 'other' ? undefined : { availability: 99 };
      return applicationOf({ ...required, name, slo }).dashboards;
    });
    expect(shop?.map(({ uid }) => uid)).toEqual(['slo']);
    expect(stall?.[0]).toBe(shop?.[0]);
    expect(other).toEqual([]);
  });

  test('alerts are shared by all applications that promise something', () => {
    const { files } = render((chart) => {
      const prometheus = new Prometheus(chart, 'prometheus', { installation, namespace: 'monitoring' });
      for (const name of ['shop', 'stall']) {
        const application = new Application(chart, name, { ...required, name, slo: { availability: 99 } });
        prometheus.addScrape(application.metrics);
        prometheus.addRules(...application.rules);
      }
    });
    const groups = files.find(({ key }) => key === 'added.rules.yml')?.content;
    expect(groups).toMatchObject({
      groups: [{ name: 'slo/shops/shop' }, { name: 'slo' }, { name: 'slo/shops/stall' }],
    });
  });
});

describe('what is wrong', () => {
  test.each<[string, Partial<ApplicationProps>, string]>([
    [
      'a promise that no metrics measure',
      { metrics: 'none', slo: { availability: 99.9 } },
      "'slo' must be measured, and 'metrics' is 'none'; name the port of the metrics, or leave 'slo' out",
    ],
    [
      'a port that is only a name of JavaScript',
      { metrics: { port: 'toString' } },
      "'metrics.port' (\"toString\") must be one of 'ports' (http): no Service offers it; add it to 'ports', or name one of them",
    ],
    [
      'a variable that is none',
      { env: { 'A=B': 'c' } },
      '\'env\' ("A=B") must be names of variables: letters, digits and \'_\', not beginning with a digit; for example "LOG_LEVEL"',
    ],
    [
      'a variable that is not set',
      { env: { LEVEL: unset, GREETING: '' } },
      '\'env.LEVEL\' (undefined) must be text; leave it out, or give it a value such as "info"',
    ],
    [
      'a secret in a variable that is none',
      { secrets: { 'A-B': { secret: 'a', key: 'b' } } },
      '\'secrets\' ("A-B") must be names of variables: letters, digits and \'_\', not beginning with a digit; for example "DB_PASSWORD"',
    ],
    [
      'a secret that is none',
      { secrets: { A: { secret: 'A b', key: 'c/d' }, B: { secret: unset, key: unset } } },
      [
        `'secrets.A': 'secret' ("A b") must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "slack"`,
        `'secrets.A': 'key' ("c/d") must be a key of a Secret: letters, digits, '-', '_' and '.'; for example "url"`,
        `'secrets.B': 'secret' (undefined) must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "slack"`,
        `'secrets.B': 'key' (undefined) must be a key of a Secret: letters, digits, '-', '_' and '.'; for example "url"`,
      ].join('\n  - '),
    ],
    [
      'a variable with a value and a secret',
      { env: { A: 'b', B: 'c' }, secrets: { A: { secret: 'a', key: 'b' } } },
      "'secrets' (A) must be other variables than those of 'env'; leave them out of one of the two",
    ],
    [
      'a login that is none',
      { pullSecret: 'My Login' },
      `'pullSecret' ("My Login") must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "registry"`,
    ],
    [
      'no health check',
      { healthcheck: undefined },
      '\'healthcheck\' (undefined) must be an object; for example { test: ["CMD", "curl", "-f", "http://localhost:8000/health"] }',
    ],
    [
      'a health check of nothing',
      { healthcheck: { test: unset } },
      '\'healthcheck.test\' (undefined) must be a script, ["CMD", program, …arguments] or ["CMD-SHELL", script]; ' +
        'for example ["CMD", "curl", "-f", "http://localhost:8000/health"]',
    ],
    [
      'a health check of an address that is not set',
      { healthcheck: { test: ['CMD', 'curl', unset] } },
      '\'healthcheck.test\' (["CMD","curl",null]) must be a script, ["CMD", program, …arguments] or ["CMD-SHELL", script]; ' +
        'for example ["CMD", "curl", "-f", "http://localhost:8000/health"]',
    ],
    [
      'one port of the Service for two of the container',
      { ports: { http: { container: 8000, service: 80 }, admin: { container: 8001, service: 80 } } },
      "'ports' (80, 80) must differ on the Service; give each its own 'service'",
    ],
    [
      'a folder twice',
      { scratch: ['/a', '/a'] },
      "'scratch' (/a, /a) must be absolute paths below /, each once; for example ['/tmp']",
    ],
    [
      'a threshold that is no length of time',
      { slo: { latency: { threshold: Duration.seconds(Number.NaN), target: 99 } } },
      "'slo.latency.threshold' (NaN milliseconds) must be above zero, and a bound of a bucket of http_request_duration_seconds; for example Duration.millis(500)",
    ],
    [
      'a threshold between the bounds of its buckets',
      promised(Duration.millis(300), [0.1, 0.25, 1]),
      "'slo.latency.threshold' (300 milliseconds) must be a bound of a bucket of http_request_duration_seconds (in seconds: 0.1, 0.25, 1), or nothing measures the promise; the nearest is Duration.millis(250)",
    ],
    [
      'a threshold beyond its buckets',
      promised(Duration.minutes(1), [0.1, 10]),
      "'slo.latency.threshold' (1 minute) must be a bound of a bucket of http_request_duration_seconds (in seconds: 0.1, 10), or nothing measures the promise; the nearest is Duration.seconds(10)",
    ],
    [
      'a threshold of a histogram without buckets',
      promised(Duration.seconds(1), []),
      "'slo.latency.threshold' (1 second) must be a bound of a bucket of http_request_duration_seconds (in seconds: none), or nothing measures the promise; add a bucket with this bound to the histogram",
    ],
    [
      'a metrics port that no Service offers',
      { metrics: { port: 'admin' } },
      "'metrics.port' (\"admin\") must be one of 'ports' (http): no Service offers it; add it to 'ports', or name one of them",
    ],
    [
      'a health port that no Service offers',
      { healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8001/'] } },
      "'healthcheck.test' asks port 8001, which is none of 'ports' (http): no Service offers it; add it to 'ports', or correct the address",
    ],
    [
      'a health check that is none',
      { healthcheck: { test: ['NONE'] } },
      "'healthcheck.test' ([\"NONE\"]) must check something, or the Service sends requests to pods that don't answer yet",
    ],
    ['a promise of nothing', { slo: {} }, "'slo' ({}) must promise something; for example { availability: 99.9 }"],
    [
      'a promise without an error budget',
      { slo: { availability: 100 } },
      "'slo.availability' (100) must be at least 90 and below 100, in percent: 100 leaves no error budget; for example 99.9",
    ],
    [
      'a promise that is a share, not percent',
      { slo: { availability: 0.999 } },
      "'slo.availability' (0.999) must be at least 90 and below 100, in percent: 100 leaves no error budget; for example 99.9",
    ],
    [
      'a latency that nothing has',
      { slo: { latency: { threshold: Duration.seconds(0), target: 0 } } },
      "'slo.latency.target' (0) must be at least 90 and below 100, in percent: 100 leaves no error budget; for example 99.9\n  - " +
        "'slo.latency.threshold' (0 seconds) must be above zero, and a bound of a bucket of http_request_duration_seconds; for example Duration.millis(500)",
    ],
    [
      'a relative folder',
      { scratch: ['tmp'] },
      "'scratch' (tmp) must be absolute paths below /, each once; for example ['/tmp']",
    ],
    [
      'the root folder',
      { scratch: ['/tmp', '/'] },
      "'scratch' (/tmp, /) must be absolute paths below /, each once; for example ['/tmp']",
    ],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(invalid('test/shop', message));
  });

  test.each(Object.keys(CATALOGUE))('the name of a job of the stack: %s', (name) => {
    const named = () =>
      render((chart) => {
        Wiring.of(chart).addContent(CONTENT);
        return new Application(chart, 'shop', { ...required, name });
      });
    expect(named).toThrow(
      invalid(
        'test/shop',
        `'name' ("${name}") must be none of ${Object.keys(CATALOGUE).join(', ')}: series and log lines would be taken for ` +
          `those of that part of the stack; for example "${name}-app"`,
      ),
    );
  });

  test('a name that is no pattern either: told once, and nothing of the alerts', () => {
    expect(() => build({ name: '*(\u2028', alerts: { severity: 'warning' } })).toThrow(
      invalid(
        'test/shop/workload',
        `'name' ("*(\\u2028") must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, ` +
          'starting and ending with a letter or digit',
      ),
    );
  });

  test('what is not set is told together, each once', () => {
    const props = { namespace: unset, name: unset, image: unset, scratch: [unset], env: { A: unset } };
    const label =
      "must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, starting and ending with a letter or digit";
    expect(() => build({ ...props, installation: { name: unset, cluster: { name: unset } } })).toThrow(
      new Error(
        [
          "invalid input for 'test/shop':",
          "  - 'scratch' () must be absolute paths below /, each once; for example ['/tmp']",
          '  - \'env.A\' (undefined) must be text; leave it out, or give it a value such as "info"',
          "invalid input for 'test/shop/workload':",
          `  - 'name' (undefined) ${label}`,
          `  - 'namespace' (undefined) ${label}`,
          "  - 'installation.name' (undefined) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit",
          '  - \'installation.cluster.name\' (undefined) must not be empty: it tells clusters apart; for example "production"',
          '  - \'image\' (undefined) must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; for example "registry.example.com/app:1.2.3"',
        ].join('\n'),
      ),
    );
  });

  test('root', () => {
    expect(() => build({ user: 0 })).toThrow(
      new Error(
        "invalid input for 'test/shop':\n  - 'user' (0) must be a whole number of at least 1; root is not allowed; for example 10001\n" +
          "invalid input for 'test/shop/workload':\n  - 'runAs.user' (0) must not be root; for example 10001",
      ),
    );
  });

  test('a health check that takes longer than its interval', () => {
    const healthcheck = { test: 'true', interval: Duration.seconds(5), timeout: Duration.seconds(6) };
    const slow = (name: string) =>
      `the ${name} probe's 'timeout' (6 seconds) must be at most its 'interval' (5 seconds), or checks overlap; raise the interval or lower the timeout`;
    expect(() => build({ healthcheck })).toThrow(invalid('test/shop/workload', slow('readiness'), slow('liveness')));
  });
});

test('a variable is what is written: Kubernetes would replace $(NAME), and write one dollar for two', () => {
  const env = { A: '$(HOME)', B: 'a$$b', C: '$PATH costs $5', D: '$$(X)$' };
  const values = pod(build({ env })).containers[0].env.map(({ value }: { value: string }) => value);
  expect(values).toEqual(['$$(HOME)', 'a$$$b', '$PATH costs $5', '$$$$(X)$']);
});
