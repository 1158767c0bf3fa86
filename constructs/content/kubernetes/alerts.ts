import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { LONG_VERBS } from './jobs.ts';

const API = 'job="apiserver"';
const KUBELET = 'job="kubelet"';

/** Long-running requests: their duration is up to the client. */
const SHORT = `${API}, verb!~"${LONG_VERBS}", subresource!~"log|exec|attach|portforward|proxy"`;

const dashboard: Alert['dashboard'] = { uid: 'kubernetes' };

/** Does the API server answer? */
export const apiServer = {
  name: 'api-server',
  needs: ['apiserver'],
  alerts: [
    {
      name: 'ApiServerErrors',
      summary: 'The API server fails to answer requests.',
      description: '{{ $value | humanizePercentage }} of the requests to the API server fail on its side.',
      expr: `sum by (job) (rate(apiserver_request_total{${API}, code=~"5.."}[5m]))
/ sum by (job) (rate(apiserver_request_total{${API}}[5m]))`,
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
/ (sum by (job, verb) (rate(apiserver_request_duration_seconds_count{${SHORT}}[5m])) > 0)`,
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
      expr: `sum by (job, priority_level) (rate(apiserver_flowcontrol_rejected_requests_total{${API}}[5m]))
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

/** Do the kubelets start pods? */
export const kubelet = {
  name: 'kubelet',
  needs: ['kubelet'],
  alerts: [
    {
      name: 'KubeletPodStartSlow',
      summary: 'A node takes minutes to start pods.',
      description:
        'One of ten pods takes longer than {{ $value | humanizeDuration }} to start on the node {{ $labels.node }}, without pulling its images.',
      expr: `histogram_quantile(0.9, sum by (node, le) (rate(kubelet_pod_start_sli_duration_seconds_bucket{${KUBELET}}[15m])))`,
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
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'KubeletRuntimeErrors',
      summary: 'The container runtime of a node fails.',
      description:
        '{{ $value | humanizePercentage }} of the calls {{ $labels.operation_type }} to the container runtime of {{ $labels.node }} fail.',
      // Images that cannot be pulled and probes that fail have alerts of their own; asking for what was just removed is no fault.
      expr: ['errors_total', 'total']
        .map(
          (what) =>
            `sum by (node, operation_type) (
  rate(kubelet_runtime_operations_${what}{${KUBELET}, operation_type!~"pull_image|exec_sync|remove_container|container_status"}[15m])
)`,
        )
        .join('\n/ '),
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
  ],
} as const satisfies RuleGroup;
