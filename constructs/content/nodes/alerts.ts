import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';
const READY = `kube_node_status_condition{${STATE}, condition="Ready", status="true"}`;

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'node' } };

/** Does Kubernetes use every node? */
export const nodes = {
  name: 'nodes',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'NodeNotReady',
      summary: 'A node is lost: Kubernetes moves its pods away.',
      description: 'The node {{ $labels.node }} has not been ready for 5 minutes.',
      expr: `max by (node) (${READY}) == 0
# Whoever cordons a node is at work on it.
unless on (node) kube_node_spec_unschedulable{${STATE}} == 1`,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeFlapping',
      summary: 'A node comes and goes.',
      description:
        'The node {{ $labels.node }} became ready or unready {{ $value | humanize }} times within half an hour.',
      expr: `max by (node) (changes(${READY}[30m]))
unless on (node) kube_node_spec_unschedulable{${STATE}} == 1`,
      above: 3,
      for: Duration.minutes(1),
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
      for: Duration.minutes(5),
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
        'The node {{ $labels.node }} has {{ $value | humanizePercentage }} of the pods that it may have, and pods of the cluster find no node.',
      // Finished pods do not count.
      expr: `count by (node) (
  max by (node, namespace, pod) (kube_pod_info{${STATE}, node!=""})
  and on (namespace, pod) kube_pod_status_phase{${STATE}, phase=~"Pending|Running"} == 1
)
/ on (node) max by (node) (kube_node_status_allocatable{${STATE}, resource="pods"})
# A small node may be full by design, as long as every pod finds another.
and on () max(kube_pod_status_unschedulable{${STATE}}) == 1`,
      above: 0.95,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
