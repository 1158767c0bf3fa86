import { Duration, Size } from 'cdk8s';
import { apiserver, cadvisor, coredns, kubelet } from '../../../constructs/content/kubernetes/jobs.ts';
import { metrics as apiserverMetrics } from '../../../constructs/content/kubernetes/metrics/apiserver.ts';
import { annotatedPods, type ScrapeJob } from '../../../constructs/index.ts';
import { podsOf } from '../../../constructs/kit/endpoint.ts';
import { globalSettings, scrapeConfigs } from '../../../constructs/kit/scrape/scrape-config.ts';
import { toYaml } from '../../../constructs/kit/yaml.ts';
import { installation } from '../../lib/render.ts';

const FIFTEEN = Duration.seconds(15);

function job(
  name: string,
  settings: Partial<ScrapeJob> & { readonly namespace?: string; readonly port?: number } = {},
): ScrapeJob {
  const { namespace = 'shops', port = 8000, ...rest } = settings;
  return {
    job: name,
    discovery: 'pods',
    endpoint: {
      protocol: 'metrics',
      to: podsOf(namespace, name),
      ports: [{ port }],
      url: `http://${name}.${namespace}.svc:${port}`,
    },
    ...rest,
  };
}

const only = (...jobs: readonly ScrapeJob[]) => {
  const configs = scrapeConfigs(jobs, FIFTEEN);
  expect(configs).toHaveLength(1);
  return configs[0]!;
};

const meta = (name: string) => `__meta_kubernetes_${name}`;
const copy = (from: string, to: string) => ({ source_labels: [meta(from)], regex: '(.+)', target_label: to });
const namespaceAndPod = [
  copy('namespace', 'namespace'),
  copy('pod_name', 'pod'),
  copy('pod_container_name', 'container'),
];
const ofPods = (regex: string) => [
  {
    source_labels: [meta('namespace'), meta('pod_label_app_kubernetes_io_instance'), meta('pod_container_port_number')],
    separator: ';',
    regex,
    action: 'keep',
  },
  { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' },
];

test('what all jobs have in common is said once', () => {
  expect(globalSettings(FIFTEEN)).toEqual({
    scrape_interval: '15s',
    scrape_timeout: '10s',
    sample_limit: 5000,
    label_limit: 32,
    label_name_length_limit: 128,
    label_value_length_limit: 256,
    body_size_limit: '8MiB',
    target_limit: 1000,
    keep_dropped_targets: 100,
  });
  expect(globalSettings(Duration.seconds(5))).toMatchObject({ scrape_interval: '5s', scrape_timeout: '5s' });
});

test('one job, whole', () => {
  expect(only(job('cart'))).toEqual({
    job_name: 'cart',
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shops'] } }],
    relabel_configs: [
      ...ofPods('shops;cart;8000'),
      ...namespaceAndPod,
      copy('pod_label_app_kubernetes_io_name', 'app'),
    ],
  });
});

test.each<[Partial<ScrapeJob>, object]>([
  [{ interval: Duration.minutes(1) }, { scrape_interval: '1m' }],
  [{ interval: Duration.seconds(5) }, { scrape_interval: '5s', scrape_timeout: '5s' }],
  [{ timeout: Duration.seconds(3) }, { scrape_timeout: '3s' }],
  [{ path: '/numbers' }, { metrics_path: '/numbers' }],
  [{ drop: 'go_.+' }, { metric_relabel_configs: [{ source_labels: ['__name__'], regex: 'go_.+', action: 'drop' }] }],
  [
    { dropValues: { series: 'a|b', label: 'verb', values: 'HEAD|OPTIONS' } },
    {
      metric_relabel_configs: [{ source_labels: ['__name__', 'verb'], regex: '(a|b);(HEAD|OPTIONS)', action: 'drop' }],
    },
  ],
  [
    { limits: { samples: 1, labels: 2, labelName: 3, labelValue: 4, body: Size.mebibytes(5), targets: 6 } },
    {
      sample_limit: 1,
      label_limit: 2,
      label_name_length_limit: 3,
      label_value_length_limit: 4,
      body_size_limit: '5MiB',
      target_limit: 6,
    },
  ],
  [{ limits: { samples: 7 } }, { sample_limit: 7 }],
  [{ interval: Duration.seconds(15), timeout: Duration.seconds(10), limits: { samples: 5000 } }, {}],
])('%# only what differs from the common settings is written: %j', (settings, part) => {
  expect(only(job('cart', settings))).toEqual({ ...only(job('cart')), ...part });
});

test('a timeout that Prometheus would fill in otherwise is written', () => {
  // Of a common interval of 5 seconds it derives a timeout of 5 seconds for all.
  const [config] = scrapeConfigs([job('cart', { interval: Duration.seconds(30) })], Duration.seconds(5));
  expect(config).toMatchObject({ scrape_interval: '30s', scrape_timeout: '10s' });
});

const names = (jobs: readonly ScrapeJob[]) => scrapeConfigs(jobs, FIFTEEN).map(({ job_name }) => job_name);
const applications = (count: number, settings: Parameters<typeof job>[1] = {}, prefix = 'app') =>
  Array.from({ length: count }, (_, number) => job(`${prefix}-${number}`, { mayShare: true, ...settings }));
const TWENTY = Array.from({ length: 20 }, (_, number) => `app-${number}`);

describe('every job has a configuration of its own, named as the job', () => {
  test('also where settings are equal', () => {
    expect(names([job('prometheus'), job('loki'), job('flask-app')])).toEqual(['prometheus', 'loki', 'flask-app']);
    expect(names(applications(20))).toEqual(TWENTY);
  });

  test('however many they are, unless they may share', () => {
    expect(names(applications(21, { mayShare: false }))).toEqual([...TWENTY, 'app-20']);
  });

  test('one name in two namespaces is one job', () => {
    expect(only(job('shop'), job('shop', { namespace: 'stalls', port: 9000 }))).toEqual({
      job_name: 'shop',
      target_limit: 2000,
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shops', 'stalls'] } }],
      relabel_configs: [
        ...ofPods('shops;shop;8000|stalls;shop;9000'),
        ...namespaceAndPod,
        copy('pod_label_app_kubernetes_io_name', 'app'),
      ],
    });
  });

  test('two workloads of one name in a namespace are one job', () => {
    const second = job('loki', { endpoint: { ...job('loki').endpoint, to: podsOf('shops', 'loki-2') } });
    expect(only(job('loki'), second).relabel_configs).toEqual(
      expect.arrayContaining([ofPods('shops;(loki|loki-2);8000')[0]]),
    );
  });

  test.each<[string, Parameters<typeof job>[1]]>([
    ['interval', { interval: Duration.seconds(30) }],
    ['timeout', { timeout: Duration.seconds(3) }],
    ['path', { path: '/numbers' }],
    ['limits', { limits: { samples: 1 } }],
    ['targets', { limits: { targets: 1 } }],
    ['drop', { drop: 'go_.+' }],
    ['dropValues', { dropValues: { series: 'go_.+', label: 'le', values: '0' } }],
    ['discovery', { discovery: 'node-pods' }],
    ['name of the pods', { app: 'other' }],
    [
      'label of the pods',
      { endpoint: { ...job('shop').endpoint, to: { namespace: 'stalls', label: ['k8s-app', 'shop'] } } },
    ],
  ])('with another %s one job has two, and its series have one value of job', (_, settings) => {
    const configs = scrapeConfigs(
      [job('shop'), job('shop-2'), job('shop', { namespace: 'stalls', ...settings })],
      FIFTEEN,
    );
    expect(configs.map(({ job_name, relabel_configs: [first] }) => [job_name, first])).toEqual([
      ['shop', ofPods('shops;shop;8000')[0]],
      ['shop-2', ofPods('shops;shop-2;8000')[0]],
      ['shop-3', { target_label: 'job', replacement: 'shop' }],
    ]);
  });

  test('an interval that is the default anyway is none of its own', () => {
    only(job('shop'), job('shop', { namespace: 'stalls', interval: Duration.seconds(15) }));
  });
});

describe('more than twenty applications with equal settings share a configuration', () => {
  test('over their namespaces and ports; job and app are what the pods say, which must be who they are', () => {
    const [keep, ...others] = ofPods(
      `shops;(${TWENTY.map((name) => `${name};${name}`)
        .toSorted()
        .join('|')});8000|stalls;toy;toy;9000`,
    );
    expect(only(...applications(20), job('toy', { mayShare: true, namespace: 'stalls', port: 9000 }))).toEqual({
      job_name: 'applications',
      target_limit: 21_000,
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shops', 'stalls'] } }],
      relabel_configs: [
        copy('pod_label_app_kubernetes_io_name', 'job'),
        { ...keep, source_labels: keep?.source_labels?.toSpliced(2, 0, meta('pod_label_app_kubernetes_io_name')) },
        ...others,
        ...namespaceAndPod,
        copy('pod_label_app_kubernetes_io_name', 'app'),
      ],
    });
  });

  test('all others keep their own', () => {
    expect(
      names([
        job('loki'),
        ...applications(21),
        job('slow', { mayShare: true, interval: Duration.seconds(30) }),
        job('grafana'),
      ]),
    ).toEqual(['loki', 'grafana', 'applications', 'slow']);
  });

  test('twenty names in two namespaces each are twenty jobs', () => {
    expect(names([...applications(20), ...applications(20, { namespace: 'stalls' })])).toEqual(TWENTY);
  });

  test('those of other settings share another one, and none is named as a job', () => {
    const fast = applications(21, { interval: Duration.seconds(5) }, 'fast');
    expect(names([...applications(21), ...fast, job('applications')])).toEqual([
      'applications-2',
      'applications-3',
      'applications',
    ]);
  });

  test('a thousand of them beside twenty that differ fit into 60 kB', () => {
    const others = TWENTY.map((name, number) =>
      job(`slow-${name}`, { mayShare: true, timeout: Duration.millis(number + 1) }),
    );
    const configs = scrapeConfigs([...applications(1000), ...others], FIFTEEN);
    expect(configs).toHaveLength(21);
    expect(toYaml({ scrape_configs: configs }).length).toBeLessThan(60_000);
  });

  test('ten times as many take ten times the work', () => {
    let reads = 0;
    const read = (count: number) => {
      const counted = applications(count).map((one) => ({
        ...one,
        get endpoint() {
          reads += 1;
          return one.endpoint;
        },
      }));
      reads = 0;
      scrapeConfigs(counted, FIFTEEN);
      return reads;
    };
    expect(read(1000)).toBeLessThan(read(100) * 10.5);
  });
});

test('jobs about other objects keep the labels of their samples, and get none of the pod that tells', () => {
  const config = only(job('kube-state-metrics', { discovery: 'about-others' }));
  expect(config).toMatchObject({ honor_labels: true });
  expect(config.relabel_configs).toEqual([
    ...ofPods('shops;kube-state-metrics;8000'),
    copy('pod_label_app_kubernetes_io_name', 'app'),
  ]);
  expect(only(job('cart'))).not.toHaveProperty('honor_labels');
});

test('pods of every node are named by it', () => {
  expect(only(job('node-exporter', { discovery: 'node-pods' })).relabel_configs).toEqual([
    ...ofPods('shops;node-exporter;8000'),
    ...namespaceAndPod,
    copy('pod_label_app_kubernetes_io_name', 'app'),
    copy('pod_node_name', 'instance'),
    copy('pod_node_name', 'node'),
  ]);
});

test('kubelets: their own port over TLS, with the token', () => {
  const [first, second] = scrapeConfigs([kubelet, cadvisor], FIFTEEN);
  const common = {
    scheme: 'https',
    authorization: { credentials_file: '/var/run/secrets/kubernetes.io/serviceaccount/token' },
    tls_config: { insecure_skip_verify: true },
    track_timestamps_staleness: true,
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: [copy('node_name', 'instance'), copy('node_name', 'node')],
  };
  expect(first).toMatchObject({ job_name: 'kubelet', ...common });
  expect(first).not.toHaveProperty('metrics_path');
  expect(second).toMatchObject({ job_name: 'cadvisor', metrics_path: '/metrics/cadvisor', ...common });
});

test('of the histograms of API servers one is stored: when certificates of clients expire', () => {
  const drop = new RegExp(`^(?:${apiserver(installation).drop})$`);
  const buckets = Object.entries(apiserverMetrics).flatMap(([name, { type }]) =>
    type === 'histogram' ? [`${name}_bucket`] : [],
  );
  expect(buckets.length).toBeGreaterThan(30);
  expect(buckets.filter((name) => !drop.test(name))).toEqual([
    'apiserver_client_certificate_expiration_seconds_bucket',
  ]);
  expect(Object.keys(apiserverMetrics).filter((name) => drop.test(name))).toEqual([]);
});

test('API servers are verified, and their histograms not stored', () => {
  expect(only(apiserver(installation))).toMatchObject({
    job_name: 'apiserver',
    scheme: 'https',
    tls_config: {
      ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
      server_name: 'kubernetes',
    },
    kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
    relabel_configs: [
      {
        source_labels: [meta('service_name'), meta('endpointslice_port_name')],
        separator: ';',
        regex: 'kubernetes;https',
        action: 'keep',
      },
    ],
    metric_relabel_configs: [
      { source_labels: ['__name__'], regex: apiserver(installation).drop, action: 'drop' },
      {
        source_labels: ['__name__', 'verb'],
        regex: '(apiserver_request_(sli_)?duration_seconds_.+);(WATCH|WATCHLIST|CONNECT)',
        action: 'drop',
      },
    ],
  });
});

test('only kubelets are not verified', () => {
  const all = [
    job('cart'),
    kubelet,
    cadvisor,
    coredns(installation),
    apiserver(installation),
    ...annotatedPods({ namespaces: ['a'], ports: [1] }),
  ];
  const unverified = scrapeConfigs(all, FIFTEEN).filter((config) =>
    JSON.stringify(config).includes('insecure_skip_verify'),
  );
  expect(unverified.map(({ job_name }) => job_name)).toEqual(['kubelet', 'cadvisor']);
});

test("the cluster's DNS is found by its own label", () => {
  const { relabel_configs } = only(coredns(installation));
  expect(relabel_configs).toContainEqual({
    source_labels: [meta('namespace'), meta('pod_label_k8s_app'), meta('pod_container_port_number')],
    separator: ';',
    regex: 'kube-system;kube-dns;9153',
    action: 'keep',
  });
  expect(relabel_configs).toContainEqual({ target_label: 'app', replacement: 'kube-dns' });
});

test('annotated pods: one target each, on the ports that are allowed', () => {
  const jobs = annotatedPods({ namespaces: ['b', 'a'], ports: [8000, 9102] });
  expect(jobs.map(({ endpoint }) => endpoint.to)).toEqual([{ namespace: 'b' }, { namespace: 'a' }]);
  expect(only(...jobs)).toMatchObject({
    job_name: 'annotated-pods',
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['a', 'b'] } }],
    relabel_configs: [
      { source_labels: [meta('pod_annotation_prometheus_io_scrape')], separator: ';', regex: 'true', action: 'keep' },
      {
        source_labels: [meta('pod_annotation_prometheus_io_port')],
        separator: ';',
        regex: '(8000|9102)',
        action: 'keep',
      },
      {
        source_labels: [meta('pod_annotation_prometheus_io_port')],
        target_label: meta('pod_container_port_number'),
        action: 'keepequal',
      },
      { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' },
      copy('pod_annotation_prometheus_io_path', '__metrics_path__'),
      copy('pod_label_app_kubernetes_io_name', 'app'),
      copy('pod_label_app_kubernetes_io_name', 'job'),
      ...namespaceAndPod,
    ],
  });
});

test('annotated pods do not speak for other jobs, whatever their labels say', () => {
  const annotated = annotatedPods({ namespaces: ['b'], ports: [1] });
  const config = scrapeConfigs([job('loki'), job('a.b'), ...annotated], FIFTEEN).find(
    ({ job_name }) => job_name === 'annotated-pods',
  );
  const steps = config?.relabel_configs ?? [];
  const at = steps.findIndex(({ target_label }) => target_label === 'job');
  expect(steps.slice(at, at + 2)).toEqual([
    copy('pod_label_app_kubernetes_io_name', 'job'),
    { source_labels: ['job'], regex: '(a\\.b|loki)', target_label: 'job', replacement: 'annotated-pods' },
  ]);
});

test('annotated pods may have limits of their own', () => {
  const [pods] = annotatedPods({ namespaces: ['a'], ports: [1], limits: { samples: 9 } });
  expect(only(pods!)).toMatchObject({ sample_limit: 9 });
});

test('a dot in a name is a dot, not any character', () => {
  expect(only(job('a.b')).relabel_configs).toEqual(expect.arrayContaining([ofPods('shops;a\\.b;8000')[0]]));
});
