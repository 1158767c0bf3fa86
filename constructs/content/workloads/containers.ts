import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';
const USAGE = 'job="cadvisor"';

/** Series of containers, or of pods where there are none of containers, as with Docker. */
const CONTAINERS = `${USAGE}, container!="", container!="POD"`;
const WHOLE_PODS = `${USAGE}, container="", pod!=""`;

/** Init containers that run beside the others: no other one that still exists uses anything. */
const SIDECARS = `on (namespace, pod, container) (
      kube_pod_init_container_info{${STATE}, restart_policy="Always"}
      or container_memory_working_set_bytes{${CONTAINERS}}
      or container_cpu_usage_seconds_total{${CONTAINERS}}
    )`;

const dashboard: Alert['dashboard'] = { uid: 'pods', choose: { namespace: 'namespace', pod: 'pod' } };

const granted = (kind: '' | 'init_', what: 'limits' | 'requests', resource: 'cpu' | 'memory') =>
  `kube_pod_${kind}container_resource_${what}{${STATE}, resource="${resource}"}`;

/** 0 means no limit. */
const MEMORY_LIMIT = `(
  max by (namespace, pod, container) (
    ${granted('', 'limits', 'memory')}
    or ${granted('init_', 'limits', 'memory')} and ${SIDECARS}
  ) > 0
)`;

const CPU_REQUEST = `sum by (namespace, pod) (
  max by (namespace, pod, container) (
    ${granted('', 'requests', 'cpu')}
    or ${granted('init_', 'requests', 'cpu')} and ${SIDECARS}
  )
)`;

/** Ten periods a second are all: a share of a few says nothing. */
const PERIODS = `rate(container_cpu_cfs_periods_total{${CONTAINERS}}[10m])`;

const ABOVE_REQUEST = `namespace_pod:container_cpu_usage_seconds:rate5m
/ on (namespace, pod) (${CPU_REQUEST} > 0)
# Half a core more: less does not hurt anyone.
and on (namespace, pod) (
  namespace_pod:container_cpu_usage_seconds:rate5m
  - on (namespace, pod) ${CPU_REQUEST}
) > 0.5`;

/** Do containers stay within their requests and limits? */
export const containers = {
  name: 'containers',
  needs: ['kube-state-metrics', 'cadvisor'],
  records: [
    {
      record: 'namespace_pod:container_cpu_usage_seconds:rate5m',
      expr: `sum by (namespace, pod) (max by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{${CONTAINERS}}[5m])))
or max by (namespace, pod) (rate(container_cpu_usage_seconds_total{${WHOLE_PODS}}[5m]))`,
    },
    {
      record: 'namespace_pod_container:container_memory_working_set_bytes:max',
      expr: `max by (namespace, pod, container) (container_memory_working_set_bytes{${CONTAINERS}})`,
    },
  ],
  alerts: [
    {
      name: 'ContainerNearMemoryLimit',
      summary: 'A container has almost reached its memory limit, at which it is killed.',
      description:
        '{{ if $labels.container }}The container {{ $labels.container }} of {{ end }}{{ $labels.pod }} in {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its memory limit.',
      expr: `namespace_pod_container:container_memory_working_set_bytes:max
/ on (namespace, pod, container) ${MEMORY_LIMIT}
or
max by (namespace, pod) (container_memory_working_set_bytes{${WHOLE_PODS}})
  / on (namespace, pod) sum by (namespace, pod) (${MEMORY_LIMIT})
unless on (namespace, pod) namespace_pod_container:container_memory_working_set_bytes:max`,
      above: 0.9,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ContainerCpuThrottled',
      summary: 'A container is made to wait because it reaches its CPU limit.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} is stopped in {{ $value | humanizePercentage }} of its time slices. What it serves is slow.',
      expr: `max by (namespace, pod, container) (
  rate(container_cpu_cfs_throttled_periods_total{${CONTAINERS}}[10m])
  / (${PERIODS} > 1)
)`,
      above: 0.5,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodCpuAboveRequest',
      summary: 'A pod uses far more CPU than it asked for, and takes it from its neighbors.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} has used {{ $value | humanize }} times the CPU that it requests for an hour.',
      expr: `${ABOVE_REQUEST}
# On a node that has time left, nobody lacks what it takes.
unless on (namespace, pod) (
  kube_pod_container_resource_requests{${STATE}}
  and on (node) label_replace(instance:node_cpu_utilization:ratio_rate5m < 0.8, "node", "$1", "instance", "(.+)")
)`,
      without: { metrics: { node_cpu_seconds_total: ['cpu', 'mode'] }, expr: ABOVE_REQUEST },
      above: 4,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
