import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { latched } from '../lib/latched.ts';
import { LONG_VERBS } from './jobs.ts';

const API = 'job="apiserver"';
const KUBELET = 'job="kubelet"';

/** Long-running requests: their duration is up to the client. */
const SHORT = `${API}, verb!~"${LONG_VERBS}", subresource!~"log|exec|attach|portforward|proxy"`;

const dashboard: Alert['dashboard'] = { uid: 'kubernetes' };

/** No target answers, or none is found any more. */
const gone = (job: string, alert: string) => `max by (job) (up{${job}}) == 0
or group by (job) (last_over_time(up{${job}}[1d]) or ${latched(alert)}) unless on (job) up{${job}}`;

/** Does the API server answer? */
export const apiServer = {
  name: 'api-server',
  needs: ['apiserver'],
  alerts: [
    {
      name: 'ApiServerDown',
      summary: 'No API server answers: the cluster runs on, and nobody can change or heal it.',
      description:
        'No target of the job {{ $labels.job }} has answered for 10 minutes. No pod is replaced, and nothing new is found.',
      expr: gone(API, 'ApiServerDown'),
      // Longer than an upgrade of a control plane with one server takes.
      for: Duration.minutes(10),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'EtcdDatabaseLarge',
      summary: 'The database of the cluster grows towards its limit, at which nothing can be changed any more.',
      description: 'The database {{ $labels.storage_cluster_id }} of the API server has {{ $value | humanize1024 }}B.',
      // The default limit is 2 GiB. Providers of clusters may have set another: then override this one.
      expr: `max by (job, storage_cluster_id) (apiserver_storage_size_bytes{${API}})`,
      above: 1.7e9,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApiServerErrors',
      summary: 'The API server fails to answer requests.',
      description: '{{ $value | humanizePercentage }} of the requests to the API server fail on its side.',
      expr: `sum by (job) (rate(apiserver_request_total{${API}, code=~"5.."}[5m]))
/ (sum by (job) (rate(apiserver_request_total{${API}}[5m])) > 1)`,
      above: 0.05,
      for: Duration.minutes(10),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'ApiServerSlow',
      summary: 'The API server is slow.',
      description:
        'Requests of the kind {{ $labels.verb }} take the API server {{ $value | humanizeDuration }} on average.',
      // The mean: its buckets are too many to store.
      expr: `sum by (job, verb) (rate(apiserver_request_duration_seconds_sum{${SHORT}}[5m]))
# Six a minute: one slow request of one is no slow server.
/ (sum by (job, verb) (rate(apiserver_request_duration_seconds_count{${SHORT}}[5m])) > 0.1)`,
      above: 1,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApiServerRejectsRequests',
      summary: 'The API server is asked more than it can do, and turns requests away.',
      description:
        'The API server rejects {{ $value | humanizePercentage }} of the requests with the priority {{ $labels.priority_level }}.',
      // Six a minute: one of a few says nothing.
      expr: `(sum by (job, priority_level) (rate(apiserver_flowcontrol_rejected_requests_total{${API}}[5m])) > 0.1)
/ (
  sum by (job, priority_level) (rate(apiserver_flowcontrol_rejected_requests_total{${API}}[5m]))
  + sum by (job, priority_level) (rate(apiserver_flowcontrol_dispatched_requests_total{${API}}[5m]))
)`,
      above: 0.05,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApiServerExtensionDown',
      summary: 'A part of the Kubernetes API that another server provides is away.',
      description: 'The API server cannot reach what serves {{ $labels.name }}.',
      expr: `max by (job, name) (aggregator_unavailable_apiservice{${API}}) == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApiServerClientCertificateExpiring',
      summary: 'Clients of the API server show certificates that expire within two days.',
      description:
        'One of a hundred requests to the API server comes with a certificate that expires within {{ $value | humanizeDuration }}.',
      expr: `histogram_quantile(0.01, sum by (job, le) (rate(apiserver_client_certificate_expiration_seconds_bucket{${API}}[15m])))
# Six a minute: of fewer, one in a hundred is nobody.
and on (job) sum by (job) (rate(apiserver_client_certificate_expiration_seconds_count{${API}}[15m])) > 0.1`,
      // A bucket boundary. Kubelets renew theirs with three to nine of 30 days left.
      below: 2 * 24 * 3600,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

const runtimeOperations = (what: 'total' | 'errors_total') => `sum by (node, operation_type) (
  rate(kubelet_runtime_operations_${what}{${KUBELET}, operation_type!~"pull_image|exec_sync|remove_container|container_status"}[15m])
)`;

/** Do the kubelets start pods? */
export const kubelet = {
  name: 'kubelet',
  needs: ['kubelet'],
  alerts: [
    {
      name: 'KubeletsDown',
      summary: 'No kubelet answers: nobody sees the pods, volumes and containers of the cluster.',
      description:
        'No target of the job {{ $labels.job }} has answered for 10 minutes. Alerts over volumes and the use of CPU and memory are silent.',
      expr: gone(KUBELET, 'KubeletsDown'),
      for: Duration.minutes(10),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'KubeletPodStartSlow',
      summary: 'A node takes minutes to start pods.',
      description:
        'One of ten pods takes longer than {{ $value | humanizeDuration }} to start on the node {{ $labels.node }}, without pulling its images.',
      expr: `histogram_quantile(0.9, sum by (node, le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{${KUBELET}}[15m])))
# Five of them: a single one has an alert of its own.
and on (node) sum by (node) (increase(kubelet_pod_start_sli_duration_seconds_bucket{${KUBELET}, le="+Inf"}[15m])) > 5`,
      above: 60,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletRelistSlow',
      summary: 'A kubelet learns late what its containers do.',
      description:
        'The kubelet of {{ $labels.node }} takes {{ $value | humanizeDuration }} on average to list its containers. After three minutes its node counts as lost.',
      expr: `sum by (node) (rate(kubelet_pleg_relist_duration_seconds_sum{${KUBELET}}[5m]))
/ (sum by (node) (rate(kubelet_pleg_relist_duration_seconds_count{${KUBELET}}[5m])) > 0)`,
      above: 5,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletRuntimeErrors',
      summary: 'The container runtime of a node fails.',
      description:
        '{{ $value | humanizePercentage }} of the calls {{ $labels.operation_type }} to the container runtime of {{ $labels.node }} fail.',
      // Images that cannot be pulled and probes that fail have alerts of their own; asking for what was just removed is no fault.
      // Three a minute: pods with a mistake are tried again every five minutes, and ContainerCannotStart tells of them.
      expr: `(${runtimeOperations('errors_total')} > 0.05)
/ ${runtimeOperations('total')}`,
      above: 0.2,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletCertificateExpiring',
      summary: 'The serving certificate of a kubelet expires within a day.',
      description: 'The certificate of the kubelet of {{ $labels.node }} expires in {{ $value | humanizeDuration }}.',
      expr: `min by (node) (kubelet_certificate_manager_server_ttl_seconds{${KUBELET}})`,
      // They are renewed when a tenth to three tenths of their time are left: of 30 days, three to nine.
      below: 24 * 3600,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletClientCertificateExpiring',
      summary: 'A kubelet can no longer talk to the API server within a day: its certificate expires.',
      description:
        'The certificate with which the kubelet of {{ $labels.node }} talks to the API server expires in {{ $value | humanizeDuration }}.',
      // Infinite, where the kubelet does not renew it.
      expr: `min by (node) (kubelet_certificate_manager_client_ttl_seconds{${KUBELET}})`,
      below: 24 * 3600,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletCertificateRenewalFailing',
      summary: 'A kubelet cannot renew one of its certificates.',
      description:
        'The kubelet of {{ $labels.node }} failed {{ $value | humanize }} times within an hour to renew its {{ $labels.certificate }} certificate.',
      expr: [
        `label_replace(max by (node) (increase(kubelet_certificate_manager_client_expiration_renew_errors{${KUBELET}}[1h])), "certificate", "client", "", "")`,
        `label_replace(max by (node) (increase(kubelet_server_expiration_renew_errors{${KUBELET}}[1h])), "certificate", "serving", "", "")`,
      ].join('\nor '),
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
