import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';

/** Waiting reasons that are part of any start. */
const STARTING = 'ContainerCreating|PodInitializing';
const PULLING =
  'ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable';
const REFUSED = 'CreateContainerConfigError|CreateContainerError|RunContainerError|StartError';

const dashboard: Alert['dashboard'] = { uid: 'namespace', choose: { namespace: 'namespace' } };
/** A link for pods that ran: others have neither metrics nor logs. */
const dashboardOfPod: Alert['dashboard'] = { uid: 'pods', choose: { namespace: 'namespace', pod: 'pod' } };

/** Containers that have waited lately, including init containers. One series each, whatever the number of kube-state-metrics. */
const waiting = (matcher: string, { by = 'namespace, pod, container', range = '5m' } = {}) => `max by (${by}) (
  max_over_time(kube_pod_container_status_waiting_reason{${STATE}, ${matcher}}[${range}])
  or max_over_time(kube_pod_init_container_status_waiting_reason{${STATE}, ${matcher}}[${range}])
)`;

const OOM_KILLED = `kube_pod_container_status_last_terminated_reason{${STATE}, reason="OOMKilled"} == 1`;

const restarts = (range: string) =>
  `max by (namespace, pod, container) (round(increase(kube_pod_container_status_restarts_total{${STATE}}[${range}])))`;

/** Pods of nodes that are not ready: an alert about the node covers them. */
export const ON_LOST_NODE = `(
  kube_pod_info{${STATE}}
  and on (node) kube_node_status_condition{${STATE}, condition="Ready", status="true"} == 0
)`;

const READY = `max by (namespace, pod) (kube_pod_status_ready{${STATE}, condition="true"})`;

/** A container that runs for ten minutes need not wait for its next start. One more: crashes are between two scrapes. */
const BETWEEN_CRASHES = '11m';

/** Workloads of a kind with their pods. The lookback is the longest of all alerts about pods, so that labels stay stable. */
const owners = (kind: string, label: string) =>
  `label_replace(max_over_time(namespace_workload_pod:kube_pod_owner:max{workload_kind="${kind}"}[${BETWEEN_CRASHES}]), "${label}", "$1", "workload", "(.+)")`;

/** Series of pods, with their Deployment or StatefulSet if any: its alert inhibits those of its pods. */
const withOwner = (series: string) => `(
  ${series}
  * on (namespace, pod) group_left (deployment, statefulset)
  # One each: a pod may pass from one to another.
  topk by (namespace, pod) (1,
    ${owners('Deployment', 'deployment')}
    or ${owners('StatefulSet', 'statefulset')}
  )
  or on (namespace, pod) ${series}
)`;

/** Do pods start, run and terminate? */
export const pods = {
  name: 'pods',
  needs: ['kube-state-metrics'],
  records: [
    {
      // Pods that an alert below covers with its cause: others exclude them. Fifteen minutes, because crashing containers run in between.
      record: 'namespace_pod:kube_pod_trouble:max15m',
      expr: `max by (namespace, pod) (
  max_over_time(kube_pod_container_status_waiting_reason{${STATE}, reason!~"${STARTING}"}[15m])
  or max_over_time(kube_pod_init_container_status_waiting_reason{${STATE}, reason!~"${STARTING}"}[15m])
  or max_over_time(kube_pod_status_unschedulable{${STATE}}[15m])
)`,
    },
  ],
  alerts: [
    {
      name: 'PodCrashLooping',
      summary: 'A container crashes again and again.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} keeps ending, and Kubernetes waits longer and longer before it starts it again.',
      // ContainerRestarting covers those that run for longer.
      expr: `${withOwner(waiting('reason="CrashLoopBackOff"', { range: BETWEEN_CRASHES }))}
# Where memory is the cause, ContainerOomKilled says so.
unless on (namespace, pod, container) ${OOM_KILLED}`,
      // Longer than the range: one that settles after a few starts needs no notification.
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'ContainerRestarting',
      summary: 'A container restarts again and again, with hours or minutes of work in between.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} restarted {{ $value }} times within an hour.',
      expr: `${restarts('1h')}
# Not of pods that are gone.
and on (namespace, pod, container) kube_pod_container_status_restarts_total{${STATE}}
# Mostly waiting for its next start: PodCrashLooping says so.
unless on (namespace, pod, container) count_over_time(kube_pod_container_status_waiting_reason{${STATE}, reason="CrashLoopBackOff"}[15m:1m]) > 5
unless on (namespace, pod, container) ${OOM_KILLED}`,
      above: 3,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'ContainerOomKilled',
      summary: 'A container was killed because it used more memory than its limit.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} restarted {{ $value }} times within half an hour, last because it reached its memory limit.',
      expr: `${withOwner(restarts('30m'))}
and on (namespace, pod, container) ${OOM_KILLED}`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'ContainerImagePullFailing',
      summary: 'The image of a container cannot be pulled.',
      description:
        'The node cannot get the image of the container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }}.',
      expr: withOwner(waiting(`reason=~"${PULLING}"`)),
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ContainerCannotStart',
      summary: 'A container cannot be created or started.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} is refused: {{ $labels.reason }}.',
      expr: withOwner(waiting(`reason=~"${REFUSED}"`, { by: 'namespace, pod, container, reason' })),
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodUnschedulable',
      summary: 'No node takes a pod.',
      description: 'The scheduler has found no node for {{ $labels.pod }} in {{ $labels.namespace }} for 15 minutes.',
      expr: `${withOwner(`max by (namespace, pod) (kube_pod_status_unschedulable{${STATE}})`)} == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodStuckStarting',
      summary: 'A pod has a node, but does not get as far as to run.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} has been starting for 15 minutes: its volumes, its network or its init containers are not done.',
      expr: `${withOwner(`max by (namespace, pod) (kube_pod_status_phase{${STATE}, phase="Pending"})`)} == 1
unless on (namespace, pod) namespace_pod:kube_pod_trouble:max15m > 0
unless on (namespace, pod) kube_pod_deletion_timestamp{${STATE}}
unless on (namespace, pod) ${ON_LOST_NODE}`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodNotReady',
      summary: 'A pod runs, but is not ready to serve.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} has not been ready for 15 minutes: its Services send it nothing.',
      expr: `${withOwner(READY)} == 0
and on (namespace, pod) kube_pod_status_phase{${STATE}, phase="Running"} == 1
# Work with an end, such as that of a Job: it is not ready once the first of its containers has finished.
unless on (namespace, pod) kube_pod_restart_policy{${STATE}, type!="Always"}
unless on (namespace, pod) namespace_pod:kube_pod_trouble:max15m > 0
unless on (namespace, pod) kube_pod_deletion_timestamp{${STATE}}
unless on (namespace, pod) ${ON_LOST_NODE}`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'PodStuckTerminating',
      summary: 'A pod that was deleted does not go away.',
      description:
        'The time that {{ $labels.pod }} in {{ $labels.namespace }} had to end was over {{ $value | humanizeDuration }} ago.',
      // The timestamp is the end of the grace period, not its beginning.
      expr: `time() - max by (namespace, pod) (kube_pod_deletion_timestamp{${STATE}})
unless on (namespace, pod) ${ON_LOST_NODE}`,
      above: 900,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'PodsEvicted',
      summary: 'A node ran out of memory or disk and threw pods out.',
      description:
        '{{ $value }} pods of {{ $labels.namespace }} were evicted from the node {{ $labels.node }} within the last hour.',
      // Evicted pods stay as objects, so only new ones count: those that were not there an hour ago.
      expr: `count by (namespace, node) (
  group by (namespace, node, pod) (kube_pod_info{${STATE}})
  and on (namespace, pod) kube_pod_status_reason{${STATE}, reason="Evicted"} == 1
  unless on (namespace, pod) kube_pod_status_reason{${STATE}, reason="Evicted"} offset 1h == 1
)
# Nothing is known of an hour ago.
and on () count(kube_pod_info{${STATE}} offset 1h)`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
