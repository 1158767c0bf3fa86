import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import {
  BETWEEN_CRASHES,
  ON_LOST_NODE,
  ON_VIRTUAL_NODE,
  OOM_KILLED,
  READY,
  REASONS,
  RESTARTING,
  STATE,
  TROUBLED,
  troubled,
  VIRTUAL,
  waiting,
  withOwner,
} from './state.ts';

const dashboard: Alert['dashboard'] = { uid: 'namespace', choose: { namespace: 'namespace' } };
/** A link for pods that ran: others have neither metrics nor logs. */
const dashboardOfPod: Alert['dashboard'] = { uid: 'pods', choose: { namespace: 'namespace', pod: 'pod' } };

const PENDING = `max by (namespace, pod) (kube_pod_status_phase{${STATE}, phase="Pending"})`;
const NO_NODE = `kube_pod_info{${STATE}, node=""}`;

/** Pods that want a volume that is lost: VolumeClaimLost tells. */
const WITH_LOST_CLAIM = `(
  kube_pod_spec_volumes_persistentvolumeclaims_info{${STATE}}
  and on (namespace, persistentvolumeclaim) kube_persistentvolumeclaim_status_phase{${STATE}, phase="Lost"} == 1
)`;

/** Pods that stay: not those with an end, such as of a Job, which are not ready once the first of their containers has finished. */
const LASTING = `on (namespace, pod) kube_pod_status_phase{${STATE}, phase="Running"} == 1
unless on (namespace, pod) kube_pod_restart_policy{${STATE}, type!="Always"}
unless on (namespace, pod) kube_pod_deletion_timestamp{${STATE}}
unless on (namespace, pod) ${ON_LOST_NODE}
unless on (namespace, pod) ${ON_VIRTUAL_NODE}`;

/** Do pods start, run and terminate? */
export const pods = {
  name: 'pods',
  needs: ['kube-state-metrics'],
  records: [
    {
      record: VIRTUAL,
      expr: `group by (node) (
  kube_node_status_condition{${STATE}, condition="Ready", node=~"fargate-ip-.+|virtual-(node|kubelet)(-.+)?"}
  or on (node) kube_node_spec_taint{${STATE}, key=~"eks.amazonaws.com/compute-type|virtual-kubelet.io/.+"}
)`,
    },
    // Pods that an alert below covers with its cause: others exclude them.
    { record: TROUBLED, expr: troubled },
  ],
  alerts: [
    {
      name: 'PodCrashLooping',
      summary: 'A container crashes again and again.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} keeps ending, and Kubernetes waits longer and longer before it starts it again.',
      // ContainerRestarting covers those that run for longer.
      expr: `${withOwner(waiting(REASONS.crashing, BETWEEN_CRASHES))}
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
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} restarted {{ $value }} times within an hour, or within six.',
      expr: `${RESTARTING}
# Mostly waiting for its next start: PodCrashLooping says so.
unless on (namespace, pod, container) ALERTS{alertname="PodCrashLooping", alertstate="firing"}
# Where memory is the cause, ContainerOomKilled says so.
unless on (namespace, pod, container) ${OOM_KILLED}`,
      // PodCrashLooping takes 15 minutes.
      for: Duration.minutes(20),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'ContainerOomKilled',
      summary: 'A container was killed because it used more memory than its limit.',
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} restarted {{ $value }} times within 6 hours, last because it reached its memory limit.',
      expr: withOwner(OOM_KILLED),
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
      expr: withOwner(waiting(REASONS.pulling)),
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ContainerCannotStart',
      summary: 'A container cannot be created or started.',
      // Without the reason: it may change with every attempt, and the alert would begin anew with it.
      description:
        'The container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} is refused: its events say why.',
      expr: withOwner(waiting(REASONS.refused)),
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodUnschedulable',
      summary: 'No node takes a pod.',
      description: 'The scheduler has found no node for {{ $labels.pod }} in {{ $labels.namespace }} for 15 minutes.',
      expr: `${withOwner(`max by (namespace, pod) (kube_pod_status_unschedulable{${STATE}})`)} == 1
unless on (namespace, pod) ${WITH_LOST_CLAIM}`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodNotScheduled',
      summary: 'No scheduler looks at a pod.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} has waited for 15 minutes, and its scheduler has neither found it a node nor said why not.',
      // What is held back on purpose, such as by a queue, has a condition that says so, as has what finds no node.
      expr: `${withOwner(PENDING)} == 1
and on (namespace, pod) ${NO_NODE}
unless on (namespace, pod) kube_pod_status_scheduled{${STATE}, condition="false"} == 1
unless on (namespace, pod) kube_pod_status_unschedulable{${STATE}} == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PodStuckStarting',
      summary: 'A pod has a node, but does not get as far as to run.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} has been starting for 15 minutes: its volumes, its network or its init containers are not done.',
      expr: `${withOwner(PENDING)} == 1
unless on (namespace, pod) ${NO_NODE}
unless on (namespace, pod) ${TROUBLED} > 0
unless on (namespace, pod) kube_pod_deletion_timestamp{${STATE}}
unless on (namespace, pod) ${WITH_LOST_CLAIM}
unless on (namespace, pod) ${ON_LOST_NODE}
unless on (namespace, pod) ${ON_VIRTUAL_NODE}`,
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
and ${LASTING}
unless on (namespace, pod) ${TROUBLED} > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboardOfPod,
    },
    {
      name: 'PodReadinessFlapping',
      summary: 'A pod is ready only now and then.',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} became ready or unready {{ $value }} times within an hour.',
      expr: `${withOwner(`max by (namespace, pod) (changes(kube_pod_status_ready{${STATE}, condition="true"}[1h]))`)}
and ${LASTING}
unless on (namespace, pod) ${TROUBLED} > 0
# Its containers restart, and an alert says so.
unless on (namespace, pod) ${RESTARTING}
unless on (namespace, pod) ${OOM_KILLED}
# Its node comes and goes, and NodeFlapping says so.
unless on (namespace, pod) (
  kube_pod_info{${STATE}}
  and on (node) changes(kube_node_status_condition{${STATE}, condition="Ready", status="true"}[1h]) > 6
)`,
      above: 6,
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
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
