/**
 * Expressions over pods and containers that several alerts share: what one of them leaves to another is what that other
 * one asks, word for word. One series each, whatever the number of kube-state-metrics.
 */

export const STATE = 'job="kube-state-metrics"';

/** Waiting reasons that are part of any start. */
const STARTING = 'ContainerCreating|PodInitializing';
const PULLING =
  'ErrImagePull|ImagePullBackOff|ErrImageNeverPull|InvalidImageName|ImageInspectError|RegistryUnavailable|SignatureValidationFailed';
const CRASHING = 'CrashLoopBackOff';

/** Each waiting reason is of one alert: those that no list knows are of `refused`. */
export const REASONS = {
  crashing: `reason="${CRASHING}"`,
  pulling: `reason=~"${PULLING}"`,
  refused: `reason!~"${[STARTING, PULLING, CRASHING].join('|')}"`,
} as const;

/** Any of them. */
const TROUBLE = `reason!~"${STARTING}"`;

/** A series of containers, and that of init containers: sidecars may be such. */
const ofContainers = (what: string, matchers = '', range = '') =>
  ['', 'init_'].map((kind) => `kube_pod_${kind}container_status_${what}{${STATE}${matchers}}${range}`);

/** Containers that have waited lately. */
export const waiting = (matcher: string, range = '5m') => `max by (namespace, pod, container) (
  ${ofContainers('waiting_reason', `, ${matcher}`, `[${range}]`)
    .map((series) => `max_over_time(${series})`)
    .join('\n  or ')}
)`;

/** Restarts of containers within a range. */
export const restarts = (range: string, by = 'namespace, pod, container') => `max by (${by}) (
  ${ofContainers('restarts_total', '', `[${range}]`)
    .map((series) => `round(increase(${series}))`)
    .join('\n  or ')}
)`;

/** Containers that exist and restart again and again: every quarter of an hour, or once an hour all day. */
export const RESTARTING = `(
  (${restarts('1h')} > 3 or ${restarts('6h')} > 6)
  and on (namespace, pod, container) (${ofContainers('restarts_total').join(' or ')})
)`;

/** Containers that were killed for their memory, lately or more than once: what restarts them is said by an alert of its own. */
export const OOM_KILLED = `(
  ${restarts('6h')}
  and (${restarts('30m')} > 0 or ${restarts('6h')} > 1)
  and on (namespace, pod, container) (
    ${ofContainers('last_terminated_reason', ', reason="OOMKilled"').join(' or ')}
  ) == 1
)`;

export const READY = `max by (namespace, pod) (kube_pod_status_ready{${STATE}, condition="true"})`;

/** Pods that are neither finished nor ready. */
export const UNREADY = `(
  ${READY} == 0
  unless on (namespace, pod) kube_pod_status_phase{${STATE}, phase=~"Succeeded|Failed"} == 1
)`;

/** Nodes without a machine, whose pods run elsewhere: those of DaemonSets never do. */
export const VIRTUAL = 'node:kube_node_virtual:group';

/** Pods of nodes that are not ready: an alert about the node covers them. */
export const ON_LOST_NODE = `(
  kube_pod_info{${STATE}}
  and on (node) kube_node_status_condition{${STATE}, condition="Ready", status="true"} == 0
)`;

/** Pods of DaemonSets on nodes that cannot run them. */
export const ON_VIRTUAL_NODE = `(
  kube_pod_info{${STATE}} and on (node) ${VIRTUAL}
  and on (namespace, pod) kube_pod_owner{${STATE}, owner_kind="DaemonSet"}
)`;

/** A container that runs for ten minutes need not wait for its next start. One more: crashes are between two scrapes. */
export const BETWEEN_CRASHES = '11m';

/** Pods with a cause that an alert tells. Fifteen minutes, because crashing containers run in between. */
export const TROUBLED = 'namespace_pod:kube_pod_trouble:max15m';

const CAUSES = [
  ...['PodCrashLooping', 'ContainerOomKilled', 'ContainerImagePullFailing', 'ContainerCannotStart', 'PodUnschedulable'],
  'ContainerRestarting',
].join('|');

const always = (series: string, fn: string) =>
  `max by (namespace, pod) (${fn}(${series}[1h])) and on (namespace, pod) ${series} offset 1h`;

export const troubled = `max by (namespace, pod) (
  ${ofContainers('waiting_reason', `, ${TROUBLE}`, '[15m]')
    .map((series) => `max_over_time(${series})`)
    .join('\n  or ')}
  or max_over_time(kube_pod_status_unschedulable{${STATE}}[15m])
)
# Unless it has gone on for an hour and no alert has told of it: whatever comes and goes, somebody has to.
unless on (namespace, pod) (
  (
    (${always(`kube_pod_status_ready{${STATE}, condition="true"}`, 'max_over_time')}) == 0
    or (${always(`kube_pod_status_phase{${STATE}, phase="Pending"}`, 'min_over_time')}) == 1
  )
  unless on (namespace, pod) max_over_time(ALERTS{alertname=~"${CAUSES}", alertstate="firing"}[1h])
)`;

/** Workloads of a kind with their pods. The lookback is the longest of all alerts about pods, so that labels stay stable. */
const owners = (kind: string, label: string) =>
  `label_replace(max_over_time(namespace_workload_pod:kube_pod_owner:max{workload_kind="${kind}"}[${BETWEEN_CRASHES}]), "${label}", "$1", "workload", "(.+)")`;

/** Series of pods, with their Deployment or StatefulSet if any: its alert inhibits those of its pods. */
export const withOwner = (series: string) => `(
  ${series}
  * on (namespace, pod) group_left (deployment, statefulset)
  # One each: a pod may pass from one to another.
  topk by (namespace, pod) (1,
    ${owners('Deployment', 'deployment')}
    or ${owners('StatefulSet', 'statefulset')}
  )
  or on (namespace, pod) ${series}
)`;
