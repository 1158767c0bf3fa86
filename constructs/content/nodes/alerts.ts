import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';
const READY = `kube_node_status_condition{${STATE}, condition="Ready", status="true"}`;
const NOT_READY = `max by (node) (${READY}) == 0`;

/** Cordoned, and nothing is left but pods of DaemonSets and static ones: somebody is at work on it. NodeUnschedulable tells when that takes long. */
const DRAINED = `(
  kube_node_spec_unschedulable{${STATE}} == 1
  unless on (node) (
    kube_pod_info{${STATE}}
    and on (namespace, pod) kube_pod_status_phase{${STATE}, phase=~"Pending|Running"} == 1
    unless on (namespace, pod) kube_pod_owner{${STATE}, owner_kind=~"DaemonSet|Node"}
  )
)`;

/** Pods against what a node may have. Finished ones do not count. */
const PODS_OF_LIMIT = `count by (node) (
  max by (node, namespace, pod) (kube_pod_info{${STATE}, node!=""})
  and on (namespace, pod) kube_pod_status_phase{${STATE}, phase=~"Pending|Running"} == 1
)
/ on (node) max by (node) (kube_node_status_allocatable{${STATE}, resource="pods"})`;

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'node' } };

/** Does Kubernetes use every node? */
export const nodes = {
  name: 'nodes',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'NodeNotReady',
      summary: 'A node is lost: Kubernetes moves its pods away.',
      description: 'The node {{ $labels.node }} has not been ready for 8 minutes.',
      expr: `${NOT_READY}
unless on (node) ${DRAINED}`,
      // A machine that is taken away, such as a spot instance, is forgotten within minutes. After five its pods are moved, and what
      // is unavailable then has alerts of its own.
      for: Duration.minutes(8),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodesNotReady',
      summary: 'Many nodes are lost at once.',
      description: '{{ $value | humanizePercentage }} of the nodes have not been ready for 5 minutes.',
      expr: `count(${NOT_READY} unless on (node) ${DRAINED})
/ count(group by (node) (${READY}))`,
      // One of three, and not one of four.
      above: 0.3,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard: { uid: 'nodes' },
    },
    {
      name: 'NodeFlapping',
      summary: 'A node comes and goes.',
      description:
        'The node {{ $labels.node }} became ready or unready {{ $value | humanize }} times within half an hour.',
      expr: `max by (node) (changes(${READY}[30m]))
unless on (node) ${DRAINED}`,
      above: 3,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeUnderPressure',
      summary: 'A node runs short, and its kubelet removes pods.',
      description: 'The node {{ $labels.node }} reports {{ $labels.condition }}.',
      // node-exporter's alerts about the same shortage have the name of the node as `instance`.
      expr: `label_replace(
  max by (node, condition) (
    kube_node_status_condition{${STATE}, condition=~"(Memory|Disk|PID)Pressure", status="true"}
  ) == 1,
  "instance", "$1", "node", "(.+)"
)`,
      // The kubelet comes before a disk is full, which is told once, and keeps to it for five minutes.
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeUnschedulable',
      summary: 'A node has been cordoned for hours.',
      description: 'The node {{ $labels.node }} has taken no new pods for 2 hours.',
      expr: `max by (node) (kube_node_spec_unschedulable{${STATE}}) == 1`,
      for: Duration.hours(2),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodePodsNearLimit',
      summary: 'A node runs almost as many pods as it may, and some pods find no node.',
      description:
        'The node {{ $labels.node }} has {{ $value | humanizePercentage }} of the pods that it may have, and pods like those on it find no node.',
      // A small node may be full by design, as long as every pod that could run on it finds another.
      expr: `${PODS_OF_LIMIT}
and on (node) (
  kube_pod_info{${STATE}}
  and on (namespace) kube_pod_status_unschedulable{${STATE}} == 1
)`,
      above: 0.95,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
