import { ANYWHERE, type Endpoint } from '../../kit/endpoint.ts';
import { dnsPods, type Installation, kubernetesApi } from '../../kit/installation.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { CLUSTER_LIMITS, STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { metrics as apiserverMetrics } from './metrics/apiserver.ts';
import { metrics as cadvisorMetrics } from './metrics/cadvisor.ts';
import { metrics as corednsMetrics } from './metrics/coredns.ts';
import { metrics as kubeletMetrics } from './metrics/kubelet.ts';

/** The scrape jobs about the cluster itself. A cluster may lack some of them. */
export const CLUSTER_JOBS = ['kubelet', 'cadvisor', 'coredns', 'apiserver', 'node-exporter'] as const;

/** `verb` of the API server's long-running requests: their durations are not stored. */
export const LONG_VERBS = 'WATCH|WATCHLIST|CONNECT';

/** Every kubelet is scraped on its node, never through the API server: `nodes/proxy` would amount to root on all nodes. */
const KUBELET: Endpoint<'metrics'> = {
  protocol: 'metrics',
  to: ANYWHERE,
  ports: [{ port: 10250 }],
  url: 'https://node:10250',
};

/** The kubelets' own metrics: pods, volumes, the container runtime. */
export const kubelet: ScrapeJob = {
  job: 'kubelet',
  discovery: 'kubelets',
  endpoint: KUBELET,
  limits: CLUSTER_LIMITS,
  exposes: kubeletMetrics,
  series: 'used',
};

/** CPU, memory, disk and network of every container. */
export const cadvisor: ScrapeJob = {
  job: 'cadvisor',
  discovery: 'kubelets',
  endpoint: KUBELET,
  path: '/metrics/cadvisor',
  limits: CLUSTER_LIMITS,
  exposes: cadvisorMetrics,
  series: 'used',
  // Thousands of series per node of little use.
  drop: 'container_(tasks_state|memory_failures_total)',
};

/** The cluster's DNS. */
export function coredns(installation: Installation): ScrapeJob {
  const to = dnsPods(installation);
  return {
    job: 'coredns',
    app: to.label?.[1],
    discovery: 'pods',
    endpoint: { protocol: 'metrics', to, ports: [{ port: 9153 }], url: `http://kube-dns.${to.namespace}.svc:9153` },
    limits: STACK_LIMITS,
    exposes: corednsMetrics,
    series: 'used',
  };
}

/**
 * The API servers, without their histograms: 13,000 series on a cluster of one node. Only those about the certificates of
 * clients are stored. The durations of long-running requests are dropped too.
 */
export function apiserver(installation: Installation): ScrapeJob {
  return {
    job: 'apiserver',
    discovery: 'api-servers',
    endpoint: { ...kubernetesApi(installation), protocol: 'metrics' },
    limits: CLUSTER_LIMITS,
    exposes: apiserverMetrics,
    series: 'used',
    // RE2 has no lookahead to exclude one name: this matches all buckets but those that begin with "apiserver_cl".
    drop: '([^a]|a[^p]|api[^s]|apiserver_([^c]|c[^l])).*_bucket',
    dropValues: {
      series: 'apiserver_request_(sli_)?duration_seconds_.+',
      label: 'verb',
      values: LONG_VERBS,
    },
  };
}
