import type { RecordingRule, RuleGroup } from '../../kit/rules/rule-group.ts';
import { HTTP_METRICS } from '../lib/http.ts';
import { STATE } from './state.ts';

/** Workloads with their pods: one row for each pod, whatever else claims to own it. */
export const OWNED_PODS = 'namespace_workload_pod:kube_pod_owner:max';
/** How many pods each workload should have. */
const REPLICAS = 'namespace_workload:kube_workload_replicas:max';
/** The workloads that the scraped pods of each `app` belong to. */
const WORKLOADS_OF_TARGETS = 'namespace_app_workload:up:group';
/** How many pods the workloads of each `app` should have. */
export const WORKLOADS_OF_APPS = 'namespace_app_workload:kube_workload_replicas:max';
/** The same, for the whole `app`. */
export const REPLICAS_OF_APPS = 'namespace_app:kube_workload_replicas:max';

/** A copy of a label under another name. */
const copied = (series: string, to: string, from: string, regex = '(.+)') =>
  `label_replace(${series}, "${to}", "$1", "${from}", "${regex}")`;

const kindOf = (series: string, kind: string) => `label_replace(${series}, "workload_kind", "${kind}", "", "")`;

const wanted = (kind: string, label: string, metric: string) =>
  kindOf(copied(`kube_${label}_${metric}{${STATE}}`, 'workload', label), kind);

const owner = (series: string) => copied(copied(series, 'workload', 'owner_name'), 'workload_kind', 'owner_kind');

const SAME_NAME = copied(REPLICAS, 'app', 'workload');
/** `prod-shop`, of the release `prod` and the chart `shop`. */
const RELEASES = ['[^-]+-(.+)', '[^-]+-[^-]+-(.+)'].map((regex) =>
  copied(`${REPLICAS}{workload=~"${regex}"}`, 'app', 'workload', regex),
);

/** Whose pods are whose? */
export const ownership = [
  {
    record: OWNED_PODS,
    expr: `topk by (namespace, pod) (1,
  max by (namespace, workload_kind, workload, pod) (
    # A pod of a Deployment belongs to a ReplicaSet, and that to the Deployment.
    ${copied(`kube_pod_owner{${STATE}, owner_kind="ReplicaSet"}`, 'replicaset', 'owner_name')}
    * on (namespace, replicaset) group_left (workload_kind, workload)
    topk by (namespace, replicaset) (1,
      max by (namespace, replicaset, workload_kind, workload) (${owner(`kube_replicaset_owner{${STATE}, owner_kind!=""}`)})
    )
  )
  or on (namespace, pod)
  max by (namespace, workload_kind, workload, pod) (${owner(`kube_pod_owner{${STATE}, owner_kind!=""}`)})
)`,
  },
] as const satisfies readonly RecordingRule[];

/** Which workloads are those of applications, and how many of their pods are wanted? */
export const applicationWorkloads = {
  name: 'workloads-of-applications',
  needs: ['kube-state-metrics'],
  needsMetrics: HTTP_METRICS,
  records: [
    {
      record: REPLICAS,
      expr: `max by (namespace, workload_kind, workload) (
  ${wanted('Deployment', 'deployment', 'spec_replicas')}
  or ${wanted('StatefulSet', 'statefulset', 'replicas')}
  or ${wanted('DaemonSet', 'daemonset', 'status_desired_number_scheduled')}
)`,
    },
    {
      record: WORKLOADS_OF_TARGETS,
      expr: `group by (namespace, app, workload_kind, workload) (
  up{app!=""} * on (namespace, pod) group_left (workload_kind, workload) ${OWNED_PODS}
)`,
    },
    {
      record: WORKLOADS_OF_APPS,
      // All pods may be gone by now.
      expr: `last_over_time(${WORKLOADS_OF_TARGETS}[1d])
* on (namespace, workload_kind, workload) group_left () ${REPLICAS}
# Where no pod was scraped, a name says which: that of the application, or one with a release of Helm in front.
${[SAME_NAME, ...RELEASES].map((series) => `or on (namespace, app) ${series}`).join('\n')}`,
    },
    { record: REPLICAS_OF_APPS, expr: `max by (namespace, app) (${WORKLOADS_OF_APPS})` },
  ],
} as const satisfies RuleGroup;
