import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { logsOfPod, searchIn, toNamespace } from '../lib/links.ts';
import { cpuUsage, podNetwork, state, workingSet } from '../lib/queries.ts';
import { curves, fullestPod, logsBelow, restartCount, restartsByPod } from '../lib/signals.ts';

const PODS = 'namespace=~"$namespace", pod=~"$pod"';
const LINKS = [logsOfPod(''), toNamespace()];

const TO_SEARCH = searchIn(`&\${namespace:queryparam}&\${pod:queryparam}`);

const count: Signal = {
  title: 'Pods',
  description: 'Pods of the choice. None: they are gone by now; choose a time range in which they were there.',
  unit: 'short',
  queries: [{ expr: `count(${state('namespace, pod', 'kube_pod_info', PODS)})`, legend: 'pods' }],
};

const ready: Signal = {
  title: 'Ready',
  description: 'Pods that take requests. Fewer than there are: the events and the logs of the others say why.',
  unit: 'short',
  queries: [
    { expr: `sum(${state('namespace, pod', 'kube_pod_status_ready', `condition="true", ${PODS}`)})`, legend: 'ready' },
  ],
};

const cpu: Signal = {
  title: 'CPU',
  description: 'Cores that each pod uses. Click a line for the logs of its pod: they name what it is busy with.',
  unit: 'short',
  queries: [{ expr: cpuUsage(PODS), legend: '{{pod}}' }],
};

const memory: Signal = {
  title: 'Memory',
  description: 'Working set of each pod. A line that only rises is a leak; one that falls to nothing is a restart.',
  unit: 'bytes',
  queries: [{ expr: workingSet(PODS), legend: '{{pod}}' }],
};

const network: Signal = {
  title: 'Network, in',
  description:
    'Bytes per second that each pod receives. Pods of the network of their node have none of their own: see the dashboard Nodes.',
  unit: 'Bps',
  queries: [{ expr: podNetwork('receive', PODS), legend: '{{pod}}' }],
};

/** Link of log lines: it needs only the label `pod` of a line. */
export const pods = dashboard({
  uid: 'pods',
  title: 'Pods',
  description: 'What a pod uses and logs, of whatever workload: from a log line to the metrics of its pod.',
  tags: ['monitoring', 'workload'],
  variables: [
    metricLabel(
      { name: 'namespace', label: 'Namespace', all: '.+' },
      'namespace',
      'kube_pod_info{job="kube-state-metrics"}',
    ),
    metricLabel(
      { name: 'pod', label: 'Pod', all: '.+' },
      'pod',
      `kube_pod_info{job="kube-state-metrics", namespace=~"$namespace"}`,
    ),
  ],
  rows: [
    row(
      'Now',
      [count, ready, restartCount(PODS), fullestPod(PODS)].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Use', curves([cpu, memory, network, restartsByPod(PODS, LINKS)], { width: 12, links: LINKS })),
    logsBelow(`{${PODS}}`, 'the chosen pods', TO_SEARCH),
  ],
});
