import { metrics as apiserverMetrics } from '../content/apiserver/metrics.ts';
import { metrics as cadvisorMetrics } from '../content/cadvisor/metrics.ts';
import { metrics as corednsMetrics } from '../content/coredns/metrics.ts';
import { metrics as kubeletMetrics } from '../content/kubelet/metrics.ts';
import { ANYWHERE, type Endpoint } from '../endpoint.ts';
import { dnsPods, type Installation, kubernetesApi } from '../installation.ts';
import { JOB, LONG_VERBS } from '../matchers.ts';
import type { ScrapeJob } from './job.ts';

/** Every kubelet is reached on its node, never through the API server: `nodes/proxy` would be root on all nodes. */
const KUBELET: Endpoint<'metrics'> = {
  protocol: 'metrics',
  to: ANYWHERE,
  ports: [{ port: 10250 }],
  url: 'https://node:10250',
};

const MANY = { samples: 200_000 };

/** The kubelets' own metrics: pods, volumes, the runtime. */
export const kubelet: ScrapeJob = {
  job: JOB.kubelet,
  discovery: 'kubelets',
  endpoint: KUBELET,
  limits: MANY,
  exposes: kubeletMetrics,
  series: 'used',
};

/** CPU, memory, disk and network of every container. */
export const cadvisor: ScrapeJob = {
  job: JOB.cadvisor,
  discovery: 'kubelets',
  endpoint: KUBELET,
  path: '/metrics/cadvisor',
  limits: MANY,
  exposes: cadvisorMetrics,
  series: 'used',
  // Thousands of series for each node that say nothing on their own.
  drop: 'container_(tasks_state|memory_failures_total)',
};

/** The cluster's DNS. */
export function coredns(installation: Installation): ScrapeJob {
  const to = dnsPods(installation);
  return {
    job: JOB.coredns,
    app: to.label?.[1],
    discovery: 'pods',
    endpoint: { protocol: 'metrics', to, ports: [{ port: 9153 }], url: `http://kube-dns.${to.namespace}.svc:9153` },
    exposes: corednsMetrics,
    series: 'used',
  };
}

/**
 * The API servers, without their histograms: 13,000 series on a cluster of one node, of which those about the
 * certificates of clients stay. And without the durations of what lasts as long as its client wants.
 */
export function apiserver(installation: Installation): ScrapeJob {
  return {
    job: JOB.apiserver,
    discovery: 'api-servers',
    endpoint: { ...kubernetesApi(installation), protocol: 'metrics' },
    limits: MANY,
    exposes: apiserverMetrics,
    series: 'used',
    // Without what would exclude one name: all buckets but those that begin with "apiserver_cl".
    drop: '([^a]|a[^p]|api[^s]|apiserver_([^c]|c[^l])).*_bucket',
    dropValues: {
      series: 'apiserver_request_(sli_)?duration_seconds_.+',
      label: 'verb',
      values: LONG_VERBS,
    },
  };
}
