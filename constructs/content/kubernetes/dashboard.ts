import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { ERRORS_OF_ALL, LOGS_OF_APP } from '../lib/links.ts';
import { perSecond } from '../lib/queries.ts';
import { curves } from '../lib/signals.ts';

const API = 'job="apiserver"';
const KUBELET = 'job="kubelet"';
const DNS = 'job="coredns"';

const apiErrors: Signal = {
  title: 'API errors',
  description:
    'Share of requests that the API server answered with 5xx. Above 1 %, deployments and controllers stall: look at its logs, and at the storage.',
  unit: 'percentunit',
  queries: [
    {
      expr: `(${perSecond(`apiserver_request_total{${API}, code=~"5.."}`)} or vector(0)) / ${perSecond(`apiserver_request_total{${API}}`)}`,
      legend: 'errors',
    },
  ],
  thresholds: { yellow: 0.01, red: 0.05 },
};

const pods: Signal = {
  title: 'Pods that run',
  description: 'Pods of all kubelets. Each has a limit, mostly 110: when it is reached, add a node.',
  unit: 'short',
  queries: [{ expr: `sum(kubelet_running_pods{${KUBELET}})`, legend: 'pods' }],
};

const dnsErrors: Signal = {
  title: 'Name service failures',
  description:
    'Share of answers SERVFAIL. Above 1 %, services do not find each other: look at the logs of coredns and at its upstream.',
  unit: 'percentunit',
  queries: [
    {
      expr: `(${perSecond(`coredns_dns_responses_total{${DNS}, rcode="SERVFAIL"}`)} or vector(0)) / ${perSecond(`coredns_dns_responses_total{${DNS}}`)}`,
      legend: 'failures',
    },
  ],
  thresholds: { yellow: 0.01, red: 0.05 },
};

const storage: Signal = {
  title: 'Size of the storage',
  description:
    'Size of the database of the API server. etcd refuses writes at its quota, mostly 2 GiB: delete what nobody needs, and compact it.',
  unit: 'bytes',
  queries: [{ expr: `max(apiserver_storage_size_bytes{${API}})`, legend: 'size' }],
};

const byCode: Signal = {
  title: 'API requests by answer',
  description:
    'Requests per second by status code. 429: clients are slowed down. 5xx: the API server or its storage is in trouble.',
  unit: 'reqps',
  queries: [{ expr: perSecond(`apiserver_request_total{${API}}`, 'code'), legend: '{{code}}' }],
};

const byVerb: Signal = {
  title: 'API requests by verb',
  description:
    'What clients do. A jump of LIST is mostly one controller that was written without a cache: find it, and repair it.',
  unit: 'reqps',
  queries: [{ expr: perSecond(`apiserver_request_total{${API}}`, 'verb'), legend: '{{verb}}' }],
};

const inflight: Signal = {
  title: 'API requests in flight',
  description:
    'Requests that are answered now. Near the limit, mostly 200 changes and 400 reads, the next ones wait or are refused.',
  unit: 'short',
  queries: [
    { expr: `max by (request_kind) (apiserver_current_inflight_requests{${API}})`, legend: '{{request_kind}}' },
  ],
};

const objects: Signal = {
  title: 'Objects by kind',
  description:
    'The ten largest kinds of objects. One that grows without end is left behind by a controller: events, jobs, replica sets.',
  unit: 'short',
  queries: [
    { expr: `topk(10, max by (group, resource) (apiserver_resource_objects{${API}}))`, legend: '{{resource}}' },
  ],
};

const runtime: Signal = {
  title: 'Runtime operations that fail',
  description:
    'Requests of each kubelet to the container runtime that fail, per second. The operation says what: pull, create, stop. See the logs of the runtime on that node.',
  unit: 'cps',
  queries: [
    {
      expr: `${perSecond(`kubelet_runtime_operations_errors_total{${KUBELET}}`, 'operation_type')} or vector(0)`,
      legend: '{{operation_type}}',
    },
  ],
};

const relist: Signal = {
  title: 'Time to look at all pods, 99th percentile',
  description:
    'How long a kubelet takes to see what its pods do. Above seconds, changes go unnoticed: the node or its runtime is overloaded.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.99, ${perSecond(`kubelet_pleg_relist_duration_seconds_bucket{${KUBELET}}`, 'instance, le')})`,
      legend: '{{instance}}',
    },
  ],
};

const dns: Signal = {
  title: 'Names asked for, by answer',
  description:
    'Answers per second. NXDOMAIN is mostly harmless: short names are tried in each search domain. SERVFAIL is not.',
  unit: 'reqps',
  queries: [{ expr: perSecond(`coredns_dns_responses_total{${DNS}}`, 'namespace, app, rcode'), legend: '{{rcode}}' }],
};

const dnsLatency: Signal = {
  title: 'Latency of names, 95th percentile',
  description:
    'Nineteen of twenty names are answered faster. Slow ones wait for the upstream server: look at it, or at the CPU of coredns.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.95, ${perSecond(`coredns_dns_request_duration_seconds_bucket{${DNS}}`, 'namespace, app, le')})`,
      legend: '{{app}}',
    },
  ],
};

export const kubernetes = dashboard({
  uid: 'kubernetes',
  title: 'Kubernetes',
  description: 'Do the API server, the kubelets and the name service do their work?',
  tags: ['monitoring', 'kubernetes'],
  rows: [
    row(
      'Now',
      [apiErrors, pods, dnsErrors, storage].map((signal) => stat(signal, { width: 6 })),
    ),
    row('API server', curves([byCode, byVerb, inflight, objects], { width: 12, links: [ERRORS_OF_ALL] })),
    row('Kubelet', curves([runtime, relist], { width: 12, links: [ERRORS_OF_ALL] })),
    row('Name service', curves([dns, dnsLatency], { width: 12, links: [LOGS_OF_APP] })),
  ],
});
