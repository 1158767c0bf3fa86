import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel, resultLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { logsOfPod, searchIn, toPod } from '../lib/links.ts';
import { cpuUsage, memoryLimit, podNetwork, requested, state, workingSet } from '../lib/queries.ts';
import { curves, logsBelow, restartCount, restartsByPod } from '../lib/signals.ts';

const NAMESPACE = 'namespace="$namespace"';

const PODS = `${NAMESPACE}, pod=~"$pod"`;

const LINKS = [logsOfPod('&var-namespace=$namespace'), toPod()];
const created = (kind: string) =>
  `label_join(${state(`namespace, ${kind}`, `kube_${kind}_created`, NAMESPACE)}, "workload", "", "${kind}")`;

const ready: Signal = {
  title: 'Pods that are ready',
  description: 'Pods that take requests. Fewer than there are: the logs and events of the others say why.',
  unit: 'short',
  queries: [{ expr: `sum(${state('pod', 'kube_pod_status_ready', `condition="true", ${PODS}`)})`, legend: 'ready' }],
};

const pods: Signal = {
  title: 'Pods',
  description: 'Pods that exist, finished ones included. More than you asked for: a rollout is under way, or stuck.',
  unit: 'short',
  queries: [{ expr: `count(${state('pod', 'kube_pod_created', PODS)})`, legend: 'pods' }],
};

const cpu: Signal = {
  title: 'CPU against the request',
  description:
    'Cores that each pod uses, and the largest request. Above it for long, a pod lives on what others leave: raise the request.',
  unit: 'short',
  queries: [
    { expr: cpuUsage(PODS), legend: '{{pod}}' },
    { expr: `max(${requested('cpu', PODS)})`, legend: 'request' },
  ],
  colors: { request: 'yellow' },
};

const memory: Signal = {
  title: 'Memory against request and limit',
  description:
    'Working set of each pod. Above the request, it is evicted first when the node is short; at the limit, it is killed. A line that only rises is a leak.',
  unit: 'bytes',
  queries: [
    { expr: workingSet(PODS), legend: '{{pod}}' },
    { expr: `max(${requested('memory', PODS)})`, legend: 'request' },
    { expr: `min(${memoryLimit(PODS)})`, legend: 'limit' },
  ],
  colors: { request: 'yellow', limit: 'red' },
};

const network: Signal = {
  title: 'Network',
  description:
    'Bytes per second of each pod. Pods of the network of their node have none of their own: see the dashboard Nodes.',
  unit: 'Bps',
  queries: [
    { expr: podNetwork('receive', PODS), legend: '{{pod}} in' },
    { expr: podNetwork('transmit', PODS), legend: '{{pod}} out' },
  ],
};

export const workload = dashboard({
  uid: 'workload',
  title: 'Workload',
  description: 'Does a Deployment, StatefulSet or DaemonSet have what it needs: its use against requests and limits.',
  tags: ['monitoring', 'workload'],
  variables: [
    metricLabel({ name: 'namespace', label: 'Namespace' }, 'namespace', 'kube_pod_info{job="kube-state-metrics"}'),
    resultLabel(
      { name: 'workload', label: 'Workload' },
      'workload',
      `group by (workload) (${['deployment', 'statefulset', 'daemonset'].map(created).join(' or ')})`,
    ),
    // By owner: names of pods do not tell it. `web-db` begins like `web`, and long names are cut.
    metricLabel(
      { name: 'pod', label: 'Pod', all: 'listed' },
      'pod',
      'namespace_workload_pod:kube_pod_owner:max{namespace="$namespace", workload="$workload"}',
    ),
  ],
  rows: [
    row(
      'Now',
      [ready, pods, restartCount(PODS)].map((signal) => stat(signal, { width: 8 })),
    ),
    row('Use', curves([cpu, memory, network, restartsByPod(PODS, LINKS)], { width: 12, links: LINKS })),
    logsBelow(`{${PODS}}`, 'all pods of the workload', searchIn('&var-namespace=$namespace', 'all logs of $namespace')),
  ],
});
