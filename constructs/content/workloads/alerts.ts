import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { OWNED_PODS, ownership } from './owners.ts';
import { ON_LOST_NODE, ON_VIRTUAL_NODE, STATE, TROUBLED, UNREADY } from './state.ts';
import { type Kind, noneAvailable, state } from './unavailable.ts';

/** Workload dashboards have a variable for the name. */
const dashboard = (kind: Kind): Alert['dashboard'] => ({
  uid: 'workload',
  choose: { namespace: 'namespace', workload: kind },
});

/** Pods of workloads that match a condition: one series each, with the name of its workload. */
const ownPods = (kind: Kind, name: string, holds: string) => `label_replace(
  ${OWNED_PODS}{workload_kind="${name}"}
  ${holds},
  "${kind}", "$1", "workload", "(.+)"
)`;

/** Workloads with a pod that is or was lately not ready: an alert about the pod or its node gives the cause. */
const withBadPod = (kind: Kind, name: string, but = '') =>
  ownPods(
    kind,
    name,
    `and on (namespace, pod) (${TROUBLED} > 0 or ${UNREADY})
  # Nothing is told of a pod that its node cannot run.
  unless on (namespace, pod) ${ON_VIRTUAL_NODE}${but}`,
  );

/** Nodes that are not ready or have no machine, with a pod of a DaemonSet: only those explain a missing pod. */
const LOST = `count by (namespace, daemonset) (
  ${ownPods('daemonset', 'DaemonSet', `and on (namespace, pod) (${ON_LOST_NODE} or ${ON_VIRTUAL_NODE}) and on (namespace, pod) ${UNREADY}`)}
)`;

const DEPLOYMENT = noneAvailable('deployment', 'status_replicas_available', 'spec_replicas', 'DeploymentUnavailable');
const STATEFUL_SET = noneAvailable('statefulset', 'status_replicas_available', 'replicas', 'StatefulSetUnavailable');

/** Do Deployments, StatefulSets and DaemonSets match their specs? */
export const workloads = {
  name: 'workloads',
  needs: ['kube-state-metrics'],
  records: ownership,
  alerts: [
    {
      name: 'DeploymentUnavailable',
      summary: 'Nothing of a Deployment is available.',
      description: 'No pod of the Deployment {{ $labels.deployment }} in {{ $labels.namespace }} is available.',
      ...DEPLOYMENT.lost,
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard: dashboard('deployment'),
    },
    {
      name: 'DeploymentNeverAvailable',
      summary: 'A new Deployment does not come up.',
      description:
        'No pod of the Deployment {{ $labels.deployment }} in {{ $labels.namespace }} is available, and none was within a day.',
      ...DEPLOYMENT.isNew,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('deployment'),
    },
    {
      name: 'DeploymentReplicasMissing',
      summary: 'A Deployment has fewer pods than it should: they cannot be made.',
      description:
        '{{ $value }} pods of the Deployment {{ $labels.deployment }} in {{ $labels.namespace }} do not exist.',
      // Pods that exist and are not ready have alerts of their own.
      expr: `${state('deployment', 'spec_replicas')}
- ${state('deployment', 'status_replicas')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('deployment'),
    },
    {
      name: 'DeploymentRolloutStuck',
      summary: 'A new version of a Deployment does not come up.',
      description:
        'The rollout of the Deployment {{ $labels.deployment }} in {{ $labels.namespace }} makes no progress: its deadline has passed. What ran before still serves.',
      expr: `max by (namespace, deployment) (kube_deployment_status_condition{${STATE}, condition="Progressing", status="false"}) == 1
# A pod of it cannot start, or cannot even be made: alerts say which and why.
unless on (namespace, deployment) label_replace(
  ${OWNED_PODS}{workload_kind="Deployment"}
  and on (namespace, pod) ${TROUBLED} > 0,
  "deployment", "$1", "workload", "(.+)"
)
unless on (namespace, deployment) ${state('deployment', 'spec_replicas')} > ${state('deployment', 'status_replicas')}`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('deployment'),
    },
    {
      name: 'DeploymentChangeIgnored',
      summary: 'Nobody acts on a change of a Deployment.',
      description:
        'The Deployment {{ $labels.deployment }} in {{ $labels.namespace }} was changed {{ $value }} times, and its controller has not seen it.',
      expr: `${state('deployment', 'metadata_generation')}
- ${state('deployment', 'status_observed_generation')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('deployment'),
    },
    {
      name: 'StatefulSetUnavailable',
      summary: 'Nothing of a StatefulSet is available.',
      description: 'No pod of the StatefulSet {{ $labels.statefulset }} in {{ $labels.namespace }} is available.',
      ...STATEFUL_SET.lost,
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard: dashboard('statefulset'),
    },
    {
      name: 'StatefulSetNeverAvailable',
      summary: 'A new StatefulSet does not come up.',
      description:
        'No pod of the StatefulSet {{ $labels.statefulset }} in {{ $labels.namespace }} is available, and none was within a day.',
      ...STATEFUL_SET.isNew,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('statefulset'),
    },
    {
      name: 'StatefulSetChangeIgnored',
      summary: 'Nobody acts on a change of a StatefulSet.',
      description:
        'The StatefulSet {{ $labels.statefulset }} in {{ $labels.namespace }} was changed {{ $value }} times, and its controller has not seen it.',
      expr: `${state('statefulset', 'metadata_generation')}
- ${state('statefulset', 'status_observed_generation')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('statefulset'),
    },
    {
      name: 'StatefulSetRolloutStuck',
      summary: 'A new version of a StatefulSet does not reach all pods.',
      description:
        '{{ $value }} pods of the StatefulSet {{ $labels.statefulset }} in {{ $labels.namespace }} still run its old version, and for 15 minutes none was updated.',
      expr: `${state('statefulset', 'replicas')}
- ${state('statefulset', 'status_replicas_updated')}
and on (namespace, statefulset) (
  kube_statefulset_status_update_revision{${STATE}}
  unless on (namespace, statefulset, revision) kube_statefulset_status_current_revision{${STATE}}
)
unless on (namespace, statefulset) changes(kube_statefulset_status_replicas_updated{${STATE}}[15m]) > 0
# It waits for a pod that is not ready, and an alert says why.
unless on (namespace, statefulset) ${withBadPod('statefulset', 'StatefulSet')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('statefulset'),
    },
    {
      name: 'StatefulSetReplicasMissing',
      summary: 'A StatefulSet has fewer pods than it should, and none of them explains it.',
      description:
        '{{ $value }} pods of the StatefulSet {{ $labels.statefulset }} in {{ $labels.namespace }} are missing.',
      // It creates its pods one by one: a missing one may wait for one that is not ready.
      expr: `${state('statefulset', 'replicas')}
- ${state('statefulset', 'status_replicas_ready')}
unless on (namespace, statefulset) ${withBadPod('statefulset', 'StatefulSet')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('statefulset'),
    },
    {
      name: 'DaemonSetIncomplete',
      summary: 'Some nodes lack the pod of a DaemonSet.',
      description:
        '{{ $value }} nodes that are ready lack the pod of the DaemonSet {{ $labels.daemonset }} in {{ $labels.namespace }}.',
      expr: `${state('daemonset', 'status_desired_number_scheduled')}
- ${state('daemonset', 'status_number_available')}
# Nodes that are not ready have an alert of their own.
- (${LOST} or 0 * ${state('daemonset', 'status_desired_number_scheduled')})
unless on (namespace, daemonset) ${withBadPod('daemonset', 'DaemonSet', ` unless on (namespace, pod) ${ON_LOST_NODE}`)}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('daemonset'),
    },
    {
      name: 'DaemonSetMisscheduled',
      summary: 'Pods of a DaemonSet run on nodes where they should not.',
      description:
        '{{ $value }} nodes run a pod of the DaemonSet {{ $labels.daemonset }} in {{ $labels.namespace }} although it does not choose them.',
      expr: state('daemonset', 'status_number_misscheduled'),
      above: 0,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard: dashboard('daemonset'),
    },
    {
      name: 'DaemonSetRolloutStuck',
      summary: 'A new version of a DaemonSet does not reach all nodes.',
      description:
        '{{ $value }} nodes still run the old version of the DaemonSet {{ $labels.daemonset }} in {{ $labels.namespace }}, and for 15 minutes none was updated.',
      expr: `${state('daemonset', 'status_desired_number_scheduled')}
- ${state('daemonset', 'status_updated_number_scheduled')}
unless on (namespace, daemonset) changes(kube_daemonset_status_updated_number_scheduled{${STATE}}[15m]) > 0
# On a node that is not ready, too: as long as pods are away, a rollout takes no other one away.
unless on (namespace, daemonset) ${withBadPod('daemonset', 'DaemonSet')}`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: dashboard('daemonset'),
    },
  ],
} as const satisfies RuleGroup;
