import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { type Labels, series } from '../../lib/alerts/series.ts';

const API = { job: 'apiserver' };

/** A series of two API servers. */
const api = (metric: string, labels: Labels, values: string): SeriesValues =>
  Object.fromEntries(
    ['10.0.0.1:6443', '10.0.0.2:6443'].map((instance) => [series(metric, { ...API, instance, ...labels }), values]),
  );
const requests = (code: string, each: number) =>
  api('apiserver_request_total', { code, verb: 'GET', resource: 'pods' }, `0+${each}x60`);
const took = (verb: string, subresource: string, seconds: number): SeriesValues => ({
  ...api('apiserver_request_duration_seconds_sum', { verb, subresource }, `0+${60 * seconds}x60`),
  ...api('apiserver_request_duration_seconds_count', { verb, subresource }, '0+60x60'),
});
const flow = (level: string, rejected: number, dispatched: number): SeriesValues => ({
  ...api(
    'apiserver_flowcontrol_rejected_requests_total',
    { priority_level: level, reason: 'queue-full' },
    `0+${rejected}x60`,
  ),
  ...api('apiserver_flowcontrol_dispatched_requests_total', { priority_level: level }, `0+${dispatched}x60`),
});
/** Requests a minute with certificates of which so many seconds are left at most. */
const certificates = (within: Readonly<Record<string, number>>): SeriesValues => {
  const metric = 'apiserver_client_certificate_expiration_seconds';
  const each = Object.entries(within).map(([le, count]) => api(`${metric}_bucket`, { le }, `0+${count}x90`));
  return Object.assign({}, ...each, api(`${metric}_count`, {}, `0+${within['+Inf']}x90`));
};

const onKubelet = (node: string, metric: string, values: string, labels: Labels = {}): SeriesValues => ({
  [series(`kubelet_${metric}`, { job: 'kubelet', instance: node, node, ...labels })]: values,
});
/** Six pods a minute, all started in between these two bounds. */
const starts = (node: string, below: string, within: string): SeriesValues => ({
  ...onKubelet(node, 'pod_start_sli_duration_seconds_bucket', '0x60', { le: below }),
  ...onKubelet(node, 'pod_start_sli_duration_seconds_bucket', '0+6x60', { le: within }),
  ...onKubelet(node, 'pod_start_sli_duration_seconds_bucket', '0+6x60', { le: '+Inf' }),
});
const relists = (node: string, seconds: number): SeriesValues => ({
  ...onKubelet(node, 'pleg_relist_duration_seconds_sum', `0+${seconds * 10}x60`),
  ...onKubelet(node, 'pleg_relist_duration_seconds_count', '0+10x60'),
});
const calls = (node: string, operation: string, errors: number): SeriesValues => ({
  ...onKubelet(node, 'runtime_operations_errors_total', `0+${errors}x60`, { operation_type: operation }),
  ...onKubelet(node, 'runtime_operations_total', '0+10x60', { operation_type: operation }),
});

export const kubernetes: TopicCases = {
  alerts: [
    {
      alert: 'ApiServerDown',
      when: 'none of two answers, and then they are gone',
      series: api('up', {}, '1x5 0x7 stale'),
      at: '30m',
      fires: [
        {
          labels: API,
          description:
            'No target of the job apiserver has answered for 10 minutes. No pod is replaced, and nothing new is found.',
        },
      ],
    },
    {
      alert: 'ApiServerDown',
      when: 'one of two answers',
      series: { ...api('up', {}, '0x30'), [series('up', { ...API, instance: '10.0.0.3:6443' })]: '1x30' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'EtcdDatabaseLarge',
      when: 'nine tenths of the default limit are used',
      series: api('apiserver_storage_size_bytes', { storage_cluster_id: 'etcd-0' }, '1.9e9x30'),
      at: '16m',
      fires: [
        {
          labels: { ...API, storage_cluster_id: 'etcd-0' },
          description: 'The database etcd-0 of the API server has 1.77GiB.',
        },
      ],
    },
    {
      alert: 'EtcdDatabaseLarge',
      when: 'half of it is',
      series: api('apiserver_storage_size_bytes', { storage_cluster_id: 'etcd-0' }, '1e9x30'),
      at: '16m',
      fires: [],
    },
    {
      alert: 'ApiServerErrors',
      when: 'a fifth of the requests fails',
      series: { ...requests('200', 80), ...requests('500', 15), ...requests('503', 5) },
      at: '20m',
      fires: [{ labels: API, description: '20% of the requests to the API server fail on its side.' }],
    },
    {
      alert: 'ApiServerErrors',
      when: 'clients ask for what is not there',
      series: { ...requests('200', 80), ...requests('404', 20), ...requests('500', 1) },
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApiServerSlow',
      when: 'lists take three seconds',
      series: { ...took('LIST', '', 3), ...took('GET', '', 0.1) },
      at: '30m',
      fires: [
        {
          labels: { ...API, verb: 'LIST' },
          description: 'Requests of the kind LIST take the API server 3s on average.',
        },
      ],
    },
    {
      alert: 'ApiServerSlow',
      when: 'one of one takes three seconds, now and then',
      series: {
        ...api('apiserver_request_duration_seconds_sum', { verb: 'DELETECOLLECTION', subresource: '' }, '0+3x60'),
        ...api('apiserver_request_duration_seconds_count', { verb: 'DELETECOLLECTION', subresource: '' }, '0+1x60'),
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'ApiServerSlow',
      when: 'watches and logs last for minutes',
      series: { ...took('WATCH', '', 300), ...took('GET', 'log', 60), ...took('CONNECT', 'exec', 60) },
      at: '30m',
      fires: [],
    },
    {
      alert: 'ApiServerRejectsRequests',
      when: 'the queue of one priority is full',
      series: { ...flow('workload-low', 10, 90), ...flow('system', 0, 100) },
      at: '20m',
      fires: [
        {
          labels: { ...API, priority_level: 'workload-low' },
          description: 'The API server rejects 10% of the requests with the priority workload-low.',
        },
      ],
    },
    {
      alert: 'ApiServerRejectsRequests',
      when: 'one of a hundred is rejected',
      series: flow('workload-low', 1, 99),
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApiServerExtensionDown',
      when: 'what serves the metrics API is away',
      series: {
        ...api('aggregator_unavailable_apiservice', { name: 'v1beta1.metrics.k8s.io' }, '1x30'),
        ...api('aggregator_unavailable_apiservice', { name: 'v1.apps' }, '0x30'),
      },
      at: '20m',
      fires: [
        {
          labels: { ...API, name: 'v1beta1.metrics.k8s.io' },
          description: 'The API server cannot reach what serves v1beta1.metrics.k8s.io.',
        },
      ],
    },
    {
      alert: 'ApiServerExtensionDown',
      when: 'its pod is replaced',
      series: api('aggregator_unavailable_apiservice', { name: 'v1beta1.metrics.k8s.io' }, '0x5 1x10 0x20'),
      at: '20m',
      fires: [],
    },
    {
      alert: 'ApiServerClientCertificateExpiring',
      when: 'the certificate of one client expires tomorrow, of the others in a year',
      series: certificates({ '86400': 0, '172800': 5, '345600': 5, '+Inf': 300 }),
      at: '60m',
      fires: [
        {
          labels: { job: 'apiserver' },
          description:
            'One of a hundred requests to the API server comes with a certificate that expires within 1d 14h 24m 0s.',
        },
      ],
    },
    {
      alert: 'ApiServerClientCertificateExpiring',
      when: 'kubelets have three of 30 days left, when they renew at the latest',
      series: certificates({ '86400': 0, '172800': 0, '345600': 300, '+Inf': 300 }),
      at: '60m',
      fires: [],
    },
    {
      alert: 'ApiServerClientCertificateExpiring',
      when: 'somebody with a certificate for a day asks now and then, and nobody else shows one',
      series: certificates({ '86400': 2, '172800': 2, '345600': 2, '+Inf': 2 }),
      at: '60m',
      fires: [],
    },
    {
      alert: 'KubeletsDown',
      when: 'none was found any more',
      series: { ...onKubelet('n1', 'x', '1x5'), [series('up', { job: 'kubelet', instance: 'n1' })]: '1x5 stale' },
      at: '25m',
      fires: [
        {
          labels: { job: 'kubelet' },
          description:
            'No target of the job kubelet has answered for 10 minutes. Alerts over volumes and the use of CPU and memory are silent.',
        },
      ],
    },
    {
      alert: 'KubeletsDown',
      when: 'one of two answers',
      series: {
        [series('up', { job: 'kubelet', instance: 'n1' })]: '0x30',
        [series('up', { job: 'kubelet', instance: 'n2' })]: '1x30',
      },
      at: '25m',
      fires: [],
    },
    {
      alert: 'KubeletClientCertificateExpiring',
      when: 'half a day is left on one of two nodes',
      series: {
        ...onKubelet('n1', 'certificate_manager_client_ttl_seconds', '43200x90'),
        ...onKubelet('n2', 'certificate_manager_client_ttl_seconds', '2592000x90'),
      },
      at: '70m',
      fires: [
        {
          labels: { node: 'n1' },
          description: 'The certificate with which the kubelet of n1 talks to the API server expires in 12h 0m 0s.',
        },
      ],
    },
    {
      alert: 'KubeletClientCertificateExpiring',
      when: 'three days are left, or it is not renewed',
      series: {
        ...onKubelet('n1', 'certificate_manager_client_ttl_seconds', '259200x90'),
        ...onKubelet('n2', 'certificate_manager_client_ttl_seconds', Array(90).fill('+Inf').join(' ')),
      },
      at: '70m',
      fires: [],
    },
    {
      alert: 'KubeletCertificateRenewalFailing',
      when: 'one fails with the certificate of a client, and another with that of a server',
      series: {
        ...onKubelet('n1', 'certificate_manager_client_expiration_renew_errors', '0+1x100'),
        ...onKubelet('n2', 'server_expiration_renew_errors', '0+2x100'),
        ...onKubelet('n3', 'server_expiration_renew_errors', '5x100'),
      },
      at: '80m',
      fires: [
        {
          labels: { node: 'n1', certificate: 'client' },
          description: 'The kubelet of n1 failed 60 times within an hour to renew its client certificate.',
        },
        {
          labels: { node: 'n2', certificate: 'serving' },
          description: 'The kubelet of n2 failed 120 times within an hour to renew its serving certificate.',
        },
      ],
    },
    {
      alert: 'KubeletCertificateRenewalFailing',
      when: 'it did hours ago',
      series: onKubelet('n1', 'server_expiration_renew_errors', '0x5 3x200'),
      at: '150m',
      fires: [],
    },
    {
      alert: 'KubeletPodStartSlow',
      when: 'a single pod takes three minutes',
      series: {
        ...onKubelet('n1', 'pod_start_sli_duration_seconds_bucket', '0x60', { le: '180' }),
        ...onKubelet('n1', 'pod_start_sli_duration_seconds_bucket', '0x10 1x50', { le: '180.1' }),
        ...onKubelet('n1', 'pod_start_sli_duration_seconds_bucket', '0x10 1x50', { le: '+Inf' }),
      },
      at: '24m',
      fires: [],
    },
    {
      alert: 'KubeletRuntimeErrors',
      when: 'one pod with a mistake is tried every five minutes, and nothing else starts',
      series: {
        ...onKubelet('n1', 'runtime_operations_errors_total', '0+0.2x60', { operation_type: 'start_container' }),
        ...onKubelet('n1', 'runtime_operations_total', '0+0.2x60', { operation_type: 'start_container' }),
      },
      at: '50m',
      fires: [],
    },
    {
      alert: 'KubeletPodStartSlow',
      when: 'pods take three minutes on one of two nodes',
      series: { ...starts('n1', '180', '180.1'), ...starts('n2', '1', '2') },
      at: '40m',
      fires: [
        {
          labels: { node: 'n1' },
          description: 'One of ten pods takes longer than 3m 0s to start on the node n1, without pulling its images.',
        },
      ],
    },
    {
      alert: 'KubeletPodStartSlow',
      when: 'pods take half a minute, and another node starts none',
      series: {
        ...starts('n1', '20', '30'),
        ...onKubelet('n2', 'pod_start_sli_duration_seconds_bucket', '0x60', { le: '+Inf' }),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'KubeletRelistSlow',
      when: 'a list takes eight seconds',
      series: { ...relists('n1', 8), ...relists('n2', 0.01) },
      at: '22m',
      fires: [
        {
          labels: { node: 'n1' },
          description:
            'The kubelet of n1 takes 8s on average to list its containers. After three minutes its node counts as lost.',
        },
      ],
    },
    {
      alert: 'KubeletRelistSlow',
      when: 'a list takes a second',
      series: relists('n1', 1),
      at: '22m',
      fires: [],
    },
    {
      alert: 'KubeletRuntimeErrors',
      when: 'half of the sandboxes cannot be made',
      series: { ...calls('n1', 'run_podsandbox', 5), ...calls('n2', 'run_podsandbox', 0) },
      at: '35m',
      fires: [
        {
          labels: { node: 'n1', operation_type: 'run_podsandbox' },
          description: '50% of the calls run_podsandbox to the container runtime of n1 fail.',
        },
      ],
    },
    {
      alert: 'KubeletRuntimeErrors',
      when: 'an image is missing, and removed containers are asked for',
      series: {
        ...calls('n1', 'pull_image', 9),
        ...calls('n1', 'container_status', 9),
        ...calls('n1', 'stop_container', 1),
      },
      at: '35m',
      fires: [],
    },
    {
      alert: 'KubeletCertificateExpiring',
      when: 'half a day is left on one of two nodes',
      series: {
        ...onKubelet('n1', 'certificate_manager_server_ttl_seconds', '43200x90'),
        ...onKubelet('n2', 'certificate_manager_server_ttl_seconds', '2592000x90'),
      },
      at: '70m',
      fires: [{ labels: { node: 'n1' }, description: 'The certificate of the kubelet of n1 expires in 12h 0m 0s.' }],
    },
    {
      alert: 'KubeletCertificateExpiring',
      when: 'three of 30 days are left, when it renews at the latest, and another kubelet has none of its own',
      series: {
        ...onKubelet('n1', 'certificate_manager_server_ttl_seconds', '259200x90'),
        ...onKubelet('n2', 'certificate_manager_server_ttl_seconds', Array(90).fill('+Inf').join(' ')),
      },
      at: '70m',
      fires: [],
    },
  ],
};
