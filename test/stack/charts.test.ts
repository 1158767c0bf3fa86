import { App, Duration } from 'cdk8s';
import { findings } from '../../constructs/checks/verify.ts';
import { budgets } from '../../constructs/components/application/slo.ts';
import { CLUSTER_JOBS } from '../../constructs/content/kubernetes/jobs.ts';
import type { LogAlert } from '../../constructs/content/logs/alerts.ts';
import {
  type Alert,
  AlertsChart,
  ApplicationsChart,
  DashboardsChart,
  type DashboardsChartProps,
  dashboards,
  external,
  InvalidInput,
  LogsChart,
  type LogsChartProps,
  logRules,
  MetricsChart,
  type MetricsChartProps,
  type Model,
  metricRules,
  model,
  NamespacesChart,
  Receiver,
  type RuleGroup,
} from '../../constructs/index.ts';
import { askedByHand } from '../../constructs/stack/asked-by-hand.ts';
import type { MetricAlert } from '../../constructs/stack/content.ts';
import { flaskApp } from '../../examples/flask-app/catalogue.ts';
import { said } from '../lib/checks.ts';
import { installation, invalid } from '../lib/render.ts';

const build = (props: Partial<MetricsChartProps> = {}): Model => {
  const app = new App();
  const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };
  new MetricsChart(app, 'metrics', { ...shared, rules: [], ...props });
  return model(app);
};

interface Relabelling {
  readonly regex: string;
  readonly action: string;
}

/** Regular expression of what is kept of a job. */
function kept(of: Model, job: string): string | undefined {
  const content = of.files.find(({ key }) => key === 'prometheus.yml')?.content as {
    readonly scrape_configs: readonly { readonly job_name: string; readonly metric_relabel_configs?: Relabelling[] }[];
  };
  const config = content.scrape_configs.find(({ job_name }) => job_name === job);
  return config?.metric_relabel_configs?.find(({ action }) => action === 'keep')?.regex;
}

const alert: Alert = {
  name: 'NodeFull',
  summary: 'Full.',
  description: '{{ $labels.instance }} is full.',
  expr: 'node_filesystem_avail_bytes == 0 and on (node) kube_node_info',
  for: Duration.minutes(5),
  severity: 'warning',
};

describe('what is stored of the jobs about the cluster', () => {
  /** Names that are kept of a job, without those that pages ask for. */
  const keptBesides = (of: Model, job: string) =>
    kept(of, job)
      ?.split('|')
      .filter((name) => !askedByHand.includes(name));

  test('only what is read: an alert that needs a series makes it kept, by its job and by who makes it', () => {
    const before = build();
    const after = build({ rules: [{ name: 'nodes', alerts: [alert] }] });
    const ofJob = (job: string) => [keptBesides(before, job), keptBesides(after, job)];
    expect(ofJob('node-exporter')).toEqual([[], ['node_filesystem_avail_bytes']]);
    expect(ofJob('kube-state-metrics')).toEqual([[], ['kube_node_info']]);
    expect(JSON.stringify(after.objects)).toContain(`--metric-allowlist=^(${kept(after, 'kube-state-metrics')})$`);
  });

  test('what pages ask for, each job what it exposes', () => {
    const jobs = ['node-exporter', 'kube-state-metrics', 'kubelet', 'cadvisor', 'coredns', 'apiserver'];
    const names = jobs.flatMap((job) => kept(build(), job)?.split('|') ?? []);
    expect(names.sort()).toEqual([...askedByHand]);
    expect(kept(build(), 'cadvisor')).toContain('container_memory_usage_bytes');
    expect(kept(build(), 'apiserver')).toBe('apiserver_storage_objects');
  });

  test('and what is asked for by name, which contradicts nothing', () => {
    const keep = build({ alsoKeep: ['container_memory_rss', 'kube_pod_info'] });
    expect(keptBesides(keep, 'cadvisor')).toEqual(['container_memory_rss']);
    expect(keptBesides(keep, 'kube-state-metrics')).toEqual(['kube_pod_info']);
    expect(keptBesides(keep, 'coredns')).toEqual([]);
    expect(said(findings(keep)).filter((line) => line.startsWith('kept-exists'))).toEqual([]);
  });

  test('but a name that none of these jobs exposes is refused', () => {
    const jobs = 'kube-state-metrics, node-exporter, kubelet, cadvisor, coredns, apiserver';
    expect(() => build({ alsoKeep: ['kube_pod_inof', 'loki_build_info', 'kube_pod_info'] })).toThrow(
      invalid(
        'metrics',
        `'alsoKeep' ("kube_pod_inof") must name series of the jobs about the cluster: ${jobs}; did you mean "kube_pod_info"?`,
        `'alsoKeep' ("loki_build_info") must name series of the jobs about the cluster: ${jobs}; did you mean "coredns_build_info"?`,
      ),
    );
  });

  test('or all of it', () => {
    const all = build({ series: 'all' });
    for (const job of ['node-exporter', 'kube-state-metrics', 'kubelet', 'cadvisor', 'coredns', 'apiserver']) {
      expect(kept(all, job)).toBeUndefined();
    }
    expect(JSON.stringify(all.objects)).not.toContain('metric-allowlist');
  });

  test("Prometheus' own series are stored whole", () => {
    expect(kept(build(), 'prometheus')).toBeUndefined();
  });
});

/** Names of the alerts in a rule file, or what is asked for of one of them. */
const alertsIn = ({ files }: Model, configMap: string) =>
  files
    .filter((file) => file.configMap === configMap)
    .flatMap(({ content }) => (content as { readonly groups: readonly { readonly rules: readonly Rule[] }[] }).groups)
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert !== undefined);

interface Rule {
  readonly alert?: string;
  readonly for: string;
  readonly expr: string;
  readonly labels: object;
}

const own: RuleGroup = { name: 'shop', alerts: [{ ...alert, name: 'ShopClosed', expr: 'up == 0' }] };
const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };
const at = { cidrs: ['192.0.2.0/24'] };
const alertmanager = external('alertmanager', 'http://pager:9093', at);

describe('alerts over what an application promises', () => {
  const promising = {
    ...{ installation, namespace: 'shop', name: 'shop', image: 'registry.example.com/shop:1.4.2' },
    ports: { http: { container: 8080, service: 80 } },
    metrics: { port: 'http', exposes: flaskApp },
    healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8080/health'], timeout: Duration.seconds(5) },
    slo: { availability: 99.9 },
  } as const;
  const rules = (alerts?: MetricsChartProps['alerts']) => {
    const app = new App();
    const { prometheus } = new MetricsChart(app, 'metrics', { ...shared, rules: [], alerts });
    const { applications } = new ApplicationsChart(app, 'applications', [promising]);
    prometheus.addScrape(...applications.map(({ metrics }) => metrics));
    prometheus.addRules(...applications.flatMap((application) => application.rules));
    return alertsIn(model(app), 'prometheus-rules');
  };
  const names = (alerts?: MetricsChartProps['alerts']) => rules(alerts).map(({ alert: name }) => name);

  test('are chosen as those that come: one that is disabled is not there, and no other is missing', () => {
    expect(names()).toContain('ApplicationErrorBudgetLeak');
    expect(names({ disable: ['ApplicationErrorBudgetLeak'] })).toEqual(
      names().filter((name) => name !== 'ApplicationErrorBudgetLeak'),
    );
  });

  test('one that is overridden has what was given', () => {
    const change = { below: 0.1, for: Duration.hours(2), severity: 'critical' } as const;
    const [changed] = rules({ override: { ApplicationErrorBudgetSpent: change } }).filter(
      ({ alert: name }) => name === 'ApplicationErrorBudgetSpent',
    );
    expect(changed).toMatchObject({ for: '2h', labels: { severity: 'critical' } });
    expect(changed?.expr).toMatch(/\) < 0\.1$/);
  });

  test('may be disabled where nothing is promised, and a name that is misspelt is refused', () => {
    expect(() => build({ alerts: { disable: ['ApplicationErrorBudgetLeak'] } })).not.toThrow();
    // As from JavaScript, where nothing checks types.
    const disable = ['ApplicationErrorBudgetLeaks'] as unknown as ['ApplicationErrorBudgetLeak'];
    expect(() => build({ alerts: { disable } })).toThrow(
      invalid(
        'metrics',
        "'alerts.disable' (ApplicationErrorBudgetLeaks) names no alert of this chart; did you mean ApplicationErrorBudgetLeak?",
      ),
    );
  });
});

describe('alerts over metrics', () => {
  const rules = (props: Partial<MetricsChartProps>) =>
    alertsIn(build({ rules: undefined, ...props }), 'prometheus-rules');
  const names = (props: Partial<MetricsChartProps>) => rules(props).map(({ alert: name }) => name);

  test('one that is disabled is not there, and no other is missing', () => {
    const all = names({});
    expect(all).toContain('NodeNotReady');
    expect(names({ alerts: { disable: ['NodeNotReady'] } })).toEqual(all.filter((name) => name !== 'NodeNotReady'));
  });

  test('one that is overridden has what was given, and keeps the rest', () => {
    const change = { above: 9, for: Duration.minutes(30), severity: 'critical' } as const;
    const [changed] = rules({ alerts: { override: { NodeFlapping: change } } }).filter(
      ({ alert: name }) => name === 'NodeFlapping',
    );
    expect(changed).toMatchObject({ for: '30m', labels: { severity: 'critical' } });
    expect(changed?.expr).toMatch(/\) > 9$/);
  });

  test('those of your own are beside them', () => {
    expect(names({ moreRules: [own] }).sort()).toEqual([...names({}), 'ShopClosed'].sort());
    expect(names({ rules: [], moreRules: [own] })).toEqual(['ShopClosed']);
  });

  test('what your own rules read is recorded without the alert it was for', () => {
    const reads = { name: 'mine', alerts: [{ ...alert, expr: 'namespace_pod:kube_pod_trouble:max15m == 1' }] };
    const disable = metricRules.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)) as MetricAlert['name'][];
    const recorded = (moreRules: readonly RuleGroup[]) =>
      JSON.stringify(build({ rules: undefined, alerts: { disable }, moreRules }).files).includes(
        '"record":"namespace_pod:kube_pod_trouble:max15m"',
      );
    expect([recorded([]), recorded([reads])]).toEqual([false, true]);
  });

  test('a wrong choice is an error of the chart', () => {
    const alerts = { disable: ['NodeNotRedy'] } as unknown as MetricsChartProps['alerts'];
    expect(() => build({ rules: undefined, alerts })).toThrow(
      invalid('metrics', "'alerts.disable' (NodeNotRedy) names no alert of this chart; did you mean NodeNotReady?"),
    );
  });
});

describe('alerts over logs', () => {
  const logs = (props: Partial<LogsChartProps>): Model => {
    const app = new App();
    new LogsChart(app, 'logs', { ...shared, alertmanager, ...props });
    return model(app);
  };
  const names = (props: Partial<LogsChartProps>) =>
    alertsIn(logs(props), 'loki-rules')
      .map(({ alert: name }) => name)
      .sort();
  const all = logRules.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)).sort();
  const mine = { ...own, alerts: [{ ...alert, name: 'ShopLogs', expr: 'sum(count_over_time({app="shop"} [5m]))' }] };

  test('are chosen in the same way, and have others beside them', () => {
    expect(names({})).toEqual(all);
    expect(names({ alerts: { disable: ['LogDiskFull'] }, moreRules: [mine] })).toEqual(
      [...all.filter((name) => name !== 'LogDiskFull'), 'ShopLogs'].sort(),
    );
  });

  test('are none without an Alertmanager', () => {
    expect(names({ alertmanager: undefined, alerts: { disable: ['LogDiskFull'] } })).toEqual([]);
  });

  test('a wrong choice is an error of the chart', () => {
    const alerts = { override: { LogDiskFull: { below: 1 } } } as unknown as LogsChartProps['alerts'];
    expect(() => logs({ alerts })).toThrow(
      invalid(
        'logs',
        "'alerts.override.LogDiskFull.below' (1) replaces nothing, because the alert fires above its threshold (0); give 'above'",
      ),
    );
  });
});

describe('dashboards', () => {
  const [first] = dashboards;
  const mine = { ...first!, uid: 'shop' };
  const uids = (props: Partial<DashboardsChartProps>) => {
    const app = new App();
    new DashboardsChart(app, 'dashboards', {
      ...shared,
      prometheus: { ...external('prometheus', 'http://tsdb:9090', at), scrapeInterval: Duration.seconds(15) },
      loki: external('loki', 'http://logs:3100', at),
      alertmanager,
      ...props,
    });
    return model(app).files.flatMap(
      ({ configMap }) => /^grafana-dashboard-(?!providers)(.*)$/.exec(configMap)?.[1] ?? [],
    );
  };

  test('of your own are beside those that come, or in their place', () => {
    const all = dashboards.map(({ uid }) => uid);
    expect(uids({})).toEqual(all);
    expect(uids({ moreDashboards: [mine] })).toEqual([...all, 'shop']);
    expect(uids({ dashboards: [mine] })).toEqual(['shop']);
  });
});

test('Alertmanager knows which alerts explain others, unless it is told otherwise', () => {
  const inhibited = (inhibitions?: []) => {
    const app = new App();
    new AlertsChart(app, 'alerts', {
      ...shared,
      critical: Receiver.none({ because: 'nobody listens in a test' }),
      ...(inhibitions && { inhibitions }),
    });
    return JSON.stringify(model(app).files);
  };
  expect(inhibited()).toContain('alertname=\\"NodeNotReady\\"');
  expect(inhibited([])).not.toContain('alertname=');
});

/** The whole stack with an application that promises something. */
const whole = (metrics: Partial<MetricsChartProps>, forLogs: Partial<LogsChartProps> = {}): Model => {
  const app = new App();
  new NamespacesChart(app, '00-namespaces', {
    installation,
    restricted: ['monitoring', 'shop'],
    node: 'monitoring-node',
  });
  const pager = new AlertsChart(app, 'alerts', {
    ...shared,
    critical: Receiver.none({ because: 'nobody listens in a test' }),
  }).alertmanager;
  const { prometheus } = new MetricsChart(app, 'metrics', { ...shared, alertmanager: pager.api, ...metrics });
  const { loki, alloy } = new LogsChart(app, 'logs', { ...shared, alertmanager: pager.api, ...forLogs });
  const { grafana } = new DashboardsChart(app, 'dashboards', {
    ...{ ...shared, prometheus: prometheus.api, loki: loki.api, alertmanager: pager.api },
  });
  const { applications } = new ApplicationsChart(app, 'applications', [
    {
      ...{ installation, namespace: 'shop', name: 'shop', image: 'registry.example.com/shop:1.4.2' },
      ports: { http: { container: 8080, service: 80 } },
      metrics: { port: 'http', exposes: flaskApp },
      healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8080/health'], timeout: Duration.seconds(5) },
      slo: { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },
    },
  ]);
  prometheus.addRules(...applications.flatMap(({ rules }) => rules));
  grafana.addDashboards(...applications.flatMap((application) => application.dashboards));
  prometheus.addScrape(pager.metrics, loki.metrics, alloy.metrics, grafana.metrics);
  prometheus.addScrape(...applications.map(({ metrics }) => metrics));
  return model(app);
};

test('with every alert disabled, nothing is left that contradicts itself', () => {
  const namesOf = (groups: readonly RuleGroup[]) => groups.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name));
  const made = whole(
    { alerts: { disable: namesOf([...metricRules, budgets]) as MetricAlert['name'][] } },
    { alerts: { disable: namesOf(logRules) as LogAlert['name'][] } },
  );
  expect(made.queries.filter(({ kind }) => kind === 'alert')).toEqual([]);
  expect(said(findings(made))).toEqual([]);
});

describe('a cluster without a job about itself', () => {
  const all = whole({});

  test.each(CLUSTER_JOBS)('%s: what asks it is not there, and the rest does not contradict itself', (job) => {
    const made = whole({ without: [job] });
    // Not `scrape_job`, by which Prometheus counts the targets of a job.
    const asking = new RegExp(`\\bjob="${job}"`);
    const asks = ({ queries }: Model) => queries.filter(({ expr }) => asking.test(expr)).length;
    expect([asks(all) > 0, asks(made)]).toEqual([true, 0]);
    expect(said(findings(made))).toEqual([]);
  });

  test('nor does what is left without several, of which Prometheus may ask nothing then', () => {
    const made = whole({ without: ['kubelet', 'cadvisor', 'coredns', 'apiserver'] });
    expect(said(findings(made))).toEqual([]);
    const role = made.objects.find(({ manifest }) => manifest.metadata.name === 'monitoring-prometheus');
    expect(role?.manifest.rules).toEqual([]);
  });

  test('but a name that is none of them is refused', () => {
    const without = ['corends', 'loki'] as unknown as MetricsChartProps['without'];
    const jobs = 'kubelet, cadvisor, coredns, apiserver, node-exporter';
    expect(() => build({ without })).toThrow(
      invalid(
        'metrics',
        `'without' ("corends") must name jobs about the cluster: ${jobs}; did you mean "coredns"?`,
        `'without' ("loki") must name jobs about the cluster: ${jobs}; take it out`,
      ),
    );
  });
});

test('settings of what a chart makes beside its main part reach it', () => {
  const app = new App();
  new MetricsChart(app, 'metrics', {
    ...{ ...shared, rules: [], nodeExporter: { port: 19100 }, kubeStateMetrics: { image: 'x:1' } },
  });
  new LogsChart(app, 'logs', { ...shared, collector: { positions: '/srv/positions' } });
  const text = JSON.stringify(model(app).objects);
  for (const setting of ['"containerPort":19100', '"image":"x:1"', '"path":"/srv/positions"'])
    expect(text).toContain(setting);
});

test('what is wrong with the installation is reported once, with the places', () => {
  const app = new App();
  const nowhere = { ...shared, installation: { ...installation, cluster: { name: '' } } };
  new MetricsChart(app, 'metrics', nowhere);
  new LogsChart(app, 'logs', nowhere);
  const parts = ['kube-state-metrics', 'node-exporter', 'prometheus'].map((part) => `metrics/${part}/workload`);
  const places = [...parts, 'logs/loki/workload', 'logs/alloy/workload'];
  const message =
    '\'installation.cluster.name\' ("") must not be empty: it tells clusters apart; for example "production"';
  expect(() => model(app)).toThrow(
    expect.objectContaining({
      message: `invalid input for ${parts.map((place) => `'${place}'`).join(', ')} and 2 more:\n  - ${message}`,
      problems: [{ path: places[0], message, also: places.slice(1).map((path) => ({ path })) }],
    }),
  );
});

test('charts refuse values of wrong classes in sentences', () => {
  const app = new App();
  const wrong = { alerts: { disable: 'LokiDown' }, moreRules: 'mine', series: 'some', without: 'node' };
  new MetricsChart(app, 'metrics', { ...shared, ...(wrong as object) });
  new LogsChart(app, 'logs', { ...shared, ...({ alerts: ['LokiDown'], moreRules: [7] } as object) });
  const dashboards = { prometheus: 'http://p', loki: 7, alertmanager: undefined, moreDashboards: 'mine' };
  Reflect.construct(DashboardsChart, [app, 'dashboards', { ...shared, ...dashboards }]);
  Reflect.construct(NamespacesChart, [app, 'namespaces', { installation, restricted: 'shop', node: 'nodes' }]);
  let problems: string[] = [];
  try {
    model(app);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    problems = error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
  expect(problems.sort()).toEqual([
    `dashboards/grafana: 'alertmanager' (undefined) must be an endpoint that speaks alertmanager; for example alertmanager.api`,
    `dashboards/grafana: 'loki' (7) must be an endpoint that speaks loki; for example loki.api`,
    `dashboards/grafana: 'prometheus' ("http://p") must be the API of a Prometheus; for example prometheus.api`,
    `dashboards: 'moreDashboards' ("mine") must be a list`,
    `logs: 'alerts' (["LokiDown"]) must be an object; for example { disable: ["LokiDown"] }`,
    `logs: 'moreRules[0]' (7) must be an object; for example { name: "shop", alerts: [] }`,
    `metrics: 'alerts.disable' ("LokiDown") must be a list`,
    `metrics: 'moreRules' ("mine") must be a list`,
    `metrics: 'series' ("some") must be 'used' or 'all'`,
    `metrics: 'without' ("node") must be a list`,
    `namespaces: 'restricted' ("shop") must be a list`,
  ]);
});
