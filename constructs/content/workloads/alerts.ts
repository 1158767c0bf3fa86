import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { HTTP_METRICS, KNOWN_APPS } from '../lib/http.ts';
import { ON_LOST_NODE } from './pods.ts';

const STATE = 'job="kube-state-metrics"';

/** Components of the stack with an alert of their own that pages when none of their pods is up. */
const WATCHED = ['alertmanager', 'loki'].join('|');

type Kind = 'deployment' | 'statefulset' | 'daemonset';

/** Workload dashboards have a variable for the name. */
const dashboard = (kind: Kind): Alert['dashboard'] => ({
  uid: 'workload',
  choose: { namespace: 'namespace', workload: kind },
});

/** A gauge of a workload, one series each, whatever the number of kube-state-metrics. */
const state = (kind: Kind, metric: string) => `max by (namespace, ${kind}) (kube_${kind}_${metric}{${STATE}})`;

const UNREADY = `max by (namespace, pod) (kube_pod_status_ready{${STATE}, condition="true"}) == 0`;

/** Pods of workloads that match a condition: one series each, with the name of its workload. */
const ownPods = (kind: Kind, name: string, holds: string) => `label_replace(
  namespace_workload_pod:kube_pod_owner:max{workload_kind="${name}"}
  ${holds},
  "${kind}", "$1", "workload", "(.+)"
)`;

/** Workloads with a pod that is or was lately not ready: an alert about the pod or its node gives the cause. */
const withBadPod = (kind: Kind, name: string, but = '') =>
  ownPods(kind, name, `and on (namespace, pod) (namespace_pod:kube_pod_trouble:max15m > 0 or ${UNREADY})${but}`);

/** Those of some applications of which no pod answers. One that crashes again and again does, between pauses of 5 minutes. */
const silent = (apps: string) => `${apps} unless on (namespace, app) max_over_time(up{app!=""}[10m]) == 1`;

/** `app` with an alert of its own, as the name of its workload. */
const asWorkload = (kind: Kind, apps: string) => `label_replace(${apps}, "${kind}", "$1", "app", "(.+)")`;

/** Nodes that are not ready, with a pod of a DaemonSet: only those explain a missing pod. */
const LOST = `count by (namespace, daemonset) (
  ${ownPods('daemonset', 'DaemonSet', `and on (namespace, pod) ${ON_LOST_NODE} and on (namespace, pod) ${UNREADY}`)}
)`;

/**
 * No pod of a workload is available, and no other alert covers it. Those for applications and the stack depend on `up`:
 * pods that are up but not ready get no requests, and are covered here.
 */
const noneAvailable = (kind: Kind, available: string, wanted: string) => {
  const none = `${state(kind, available)} == 0
and on (namespace, ${kind}) ${state(kind, wanted)} > 0`;
  const unless = (apps: string) => `unless on (namespace, ${kind}) ${asWorkload(kind, apps)}`;
  const unlessOfStack = `${unless(silent(`last_over_time(up{job=~"${WATCHED}"}[6h])`))}
# Nobody is woken for Grafana: GrafanaDown tells by day that it is away, and PodNotReady that it is not ready.
${unless('last_over_time(up{job="grafana"}[6h])')}`;
  return {
    expr: `${none}
# Where no pod answers, ApplicationDown tells of applications, and the stack has alerts of its own.
${unless(silent(KNOWN_APPS))}
${unlessOfStack}`,
    without: {
      metrics: HTTP_METRICS,
      expr: `${none}
# Where no pod answers, the stack has alerts of its own.
${unlessOfStack}`,
    },
  };
};

/** Do Deployments, StatefulSets and DaemonSets match their specs? */
export const workloads = {
  name: 'workloads',
  needs: ['kube-state-metrics'],
  records: [
    {
      record: 'namespace_workload_pod:kube_pod_owner:max',
      expr: `max by (namespace, workload_kind, workload, pod) (
  # A pod of a Deployment belongs to a ReplicaSet, and that to the Deployment.
  label_replace(kube_pod_owner{${STATE}, owner_kind="ReplicaSet"}, "replicaset", "$1", "owner_name", "(.+)")
  * on (namespace, replicaset) group_left (workload_kind, workload)
  max by (namespace, replicaset, workload_kind, workload) (
    label_replace(
      label_replace(kube_replicaset_owner{${STATE}, owner_kind!=""}, "workload", "$1", "owner_name", "(.+)"),
      "workload_kind", "$1", "owner_kind", "(.+)"
    )
  )
)
or
max by (namespace, workload_kind, workload, pod) (
  label_replace(
    label_replace(kube_pod_owner{${STATE}, owner_kind!~"ReplicaSet|"}, "workload", "$1", "owner_name", "(.+)"),
    "workload_kind", "$1", "owner_kind", "(.+)"
  )
)`,
    },
  ],
  alerts: [
    {
      name: 'DeploymentUnavailable',
      summary: 'Nothing of a Deployment is available.',
      description: 'No pod of the Deployment {{ $labels.deployment }} in {{ $labels.namespace }} is available.',
      ...noneAvailable('deployment', 'status_replicas_available', 'spec_replicas'),
      for: Duration.minutes(15),
      severity: 'critical',
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
  namespace_workload_pod:kube_pod_owner:max{workload_kind="Deployment"}
  and on (namespace, pod) namespace_pod:kube_pod_trouble:max15m > 0,
  "deployment", "$1", "workload", "(.+)"
)
unless on (namespace, deployment) ${state('deployment', 'spec_replicas')} > ${state('deployment', 'status_replicas')}`,
      for: Duration.minutes(5),
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
      ...noneAvailable('statefulset', 'status_replicas_available', 'replicas'),
      for: Duration.minutes(15),
      severity: 'critical',
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
