import { Duration, Size } from 'cdk8s';
import { apiserver, cadvisor, coredns, kubelet } from '../../../constructs/content/kubernetes/jobs.ts';
import { metrics as apiserverMetrics } from '../../../constructs/content/kubernetes/metrics/apiserver.ts';
import { annotatedPods, type ScrapeJob } from '../../../constructs/index.ts';
import { podsOf } from '../../../constructs/kit/endpoint.ts';
import { scrapeConfigs } from '../../../constructs/kit/scrape/scrape-config.ts';
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

test('one job, whole', () => {
  expect(only(job('cart'))).toEqual({
    job_name: 'cart',
    scrape_interval: '15s',
    scrape_timeout: '10s',
    sample_limit: 50_000,
    label_limit: 64,
    label_name_length_limit: 256,
    label_value_length_limit: 2048,
    body_size_limit: '64MiB',
    target_limit: 1000,
    keep_dropped_targets: 100,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shops'] } }],
    relabel_configs: [
      ...ofPods('shops;cart;8000'),
      ...namespaceAndPod,
      copy('pod_label_app_kubernetes_io_name', 'app'),
    ],
  });
});

test.each<[Partial<ScrapeJob>, object]>([
  [{ interval: Duration.minutes(1) }, { scrape_interval: '1m', scrape_timeout: '10s' }],
  [{ interval: Duration.seconds(5) }, { scrape_interval: '5s', scrape_timeout: '5s' }],
  [{ timeout: Duration.seconds(3) }, { scrape_interval: '15s', scrape_timeout: '3s' }],
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
  [{ limits: { samples: 7 } }, { sample_limit: 7, label_limit: 64 }],
])('%# a setting: %j', (settings, part) => {
  expect(only(job('cart', settings))).toMatchObject(part);
});

describe('equal jobs share one configuration', () => {
  test('over their namespaces and ports; job and app are what the pods say', () => {
    expect(only(job('cart'), job('stock'), job('toy', { namespace: 'stalls', port: 9000 }))).toMatchObject({
      job_name: 'pods',
      target_limit: 3000,
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shops', 'stalls'] } }],
      relabel_configs: [
        ...ofPods('shops;(cart|stock);8000|stalls;toy;9000'),
        ...namespaceAndPod,
        copy('pod_label_app_kubernetes_io_name', 'app'),
        copy('pod_label_app_kubernetes_io_name', 'job'),
      ],
    });
  });

  test.each<[string, Partial<ScrapeJob>]>([
    ['interval', { interval: Duration.seconds(30) }],
    ['timeout', { timeout: Duration.seconds(3) }],
    ['path', { path: '/numbers' }],
    ['limits', { limits: { samples: 1 } }],
    ['drop', { drop: 'go_.+' }],
    ['dropValues', { dropValues: { series: 'go_.+', label: 'le', values: '0' } }],
    ['discovery', { discovery: 'node-pods' }],
    ['name of the pods', { app: 'other' }],
  ])('another %s is another configuration', (_, settings) => {
    expect(scrapeConfigs([job('cart'), job('stock', settings)], FIFTEEN)).toHaveLength(2);
  });

  test('an interval that is the default anyway is none of its own', () => {
    expect(scrapeConfigs([job('cart'), job('stock', { interval: Duration.seconds(15) })], FIFTEEN)).toHaveLength(1);
  });

  test('each configuration has its own name', () => {
    const pair = (prefix: string, settings: Partial<ScrapeJob>) => [
      job(`${prefix}1`, settings),
      job(`${prefix}2`, settings),
    ];
    const configs = scrapeConfigs(
      [
        ...pair('a', {}),
        ...pair('b', { interval: Duration.minutes(1), path: '/a/b' }),
        ...pair('c', { limits: { samples: 1 } }),
        job('pods', { drop: 'x' }),
      ],
      FIFTEEN,
    );
    expect(configs.map(({ job_name }) => job_name)).toEqual(['pods', 'pods-1m-a-b', 'pods-2', 'pods-3']);
  });

  test('a thousand of them fit into 30 kB', () => {
    const jobs = Array.from({ length: 1000 }, (_, number) => job(`app-${number}`));
    expect(JSON.stringify(only(...jobs)).length).toBeLessThan(30_000);
  });
});

test('jobs about other objects keep the labels of their samples, and get none of the pod that tells', () => {
  const config = only(job('kube-state-metrics', { discovery: 'about-others' }));
  expect(config).toMatchObject({ honor_labels: true });
  expect(config.relabel_configs).toEqual([
    ...ofPods('shops;kube-state-metrics;8000'),
    { target_label: 'app', replacement: 'kube-state-metrics' },
  ]);
  expect(only(job('cart'))).not.toHaveProperty('honor_labels');
});

test('pods of every node are named by it', () => {
  expect(only(job('node-exporter', { discovery: 'node-pods' })).relabel_configs).toEqual([
    ...ofPods('shops;node-exporter;8000'),
    ...namespaceAndPod,
    { target_label: 'app', replacement: 'node-exporter' },
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

test('a dot in a name is a dot, not any character', () => {
  expect(only(job('a.b')).relabel_configs).toEqual(expect.arrayContaining([ofPods('shops;a\\.b;8000')[0]]));
});
