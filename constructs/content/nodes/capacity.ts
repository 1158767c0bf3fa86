import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { VIRTUAL } from '../workloads/state.ts';

const STATE = 'job="kube-state-metrics"';

const dashboard: Alert['dashboard'] = { uid: 'nodes' };

const READY = `kube_node_status_condition{${STATE}, condition="Ready", status="true"} == 1`;

/** Requests of pods that run or will, on machines, against what is left of these without the largest. One machine has no other. */
const withoutLargest = (resource: 'cpu' | 'memory') => {
  const nodes = `(
  max by (node) (kube_node_status_allocatable{${STATE}, resource="${resource}"})
  and on (node) ${READY}
  unless on (node) ${VIRTUAL}
)`;
  return `sum(
  max by (namespace, pod, container) (
    kube_pod_container_resource_requests{${STATE}, resource="${resource}", node!=""}
    and on (node) ${READY}
    unless on (node) ${VIRTUAL}
  )
  and on (namespace, pod) kube_pod_status_phase{${STATE}, phase=~"Pending|Running"} == 1
)
/ (sum(${nodes}) - max(${nodes}) > 0)`;
};

const quota = (type: 'used' | 'hard') =>
  `max by (namespace, resourcequota, resource) (kube_resourcequota{${STATE}, type="${type}", resource=~"(.+[./])?(cpu|memory|storage|ephemeral-storage)|pods"})`;

const QUOTA_USED = `${quota('used')}
/ (${quota('hard')} > 0)`;

/** Do pods find room, also when a node is lost? */
export const capacity = {
  name: 'capacity',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'ClusterMemoryOvercommitted',
      summary: 'If a node is lost, its pods do not find enough memory on the others.',
      description:
        'The pods request {{ $value | humanizePercentage }} of the memory that is left without the largest node.',
      expr: withoutLargest('memory'),
      above: 1,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ClusterCpuOvercommitted',
      summary: 'If a node is lost, its pods do not find enough CPU on the others.',
      description:
        'The pods request {{ $value | humanizePercentage }} of the CPU that is left without the largest node.',
      expr: withoutLargest('cpu'),
      above: 1,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'QuotaNearlyFull',
      summary: 'A namespace has almost used up what its quota allows.',
      description:
        'The quota {{ $labels.resourcequota }} of {{ $labels.namespace }} is used to {{ $value | humanizePercentage }} for {{ $labels.resource }}. Beyond it no pod is made.',
      // Numbers of objects, such as one volume of one, are used up by design.
      expr: `${QUOTA_USED}
<= 1`,
      above: 0.9,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: { uid: 'namespace', choose: { namespace: 'namespace' } },
    },
    {
      name: 'QuotaExceeded',
      summary: 'A namespace has more than its quota allows.',
      description:
        'The quota {{ $labels.resourcequota }} of {{ $labels.namespace }} is used to {{ $value | humanizePercentage }} for {{ $labels.resource }}. What ends there does not come back.',
      expr: QUOTA_USED,
      above: 1,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard: { uid: 'namespace', choose: { namespace: 'namespace' } },
    },
  ],
} as const satisfies RuleGroup;
