import { dashboard, row } from '../lib/dashboard.ts';
import { logs as logLines, stat, timeSeries } from '../lib/dashboard-panel.ts';
import type { Signal } from '../lib/dashboard-signal.ts';
import { metricLabel } from '../lib/dashboard-variable.ts';
import { JOB } from '../matchers.ts';
import { field, logsOfPod, searchIn } from './logs.ts';
import { cpuUsage, memoryLimit, podNetwork, restarts, state, workingSet } from './queries.ts';
import { linesPerLevel, restartsByPod } from './signals.ts';

const PODS = 'namespace=~"$namespace", pod=~"$pod"';
const LINES = `{${PODS}}`;
const SHARE_OF_LIMIT = `${workingSet(PODS)} / on (namespace, pod) ${memoryLimit(PODS)}`;

const LINKS = [
  logsOfPod(''),
  {
    title: `Namespace ${field('namespace')}`,
    url: `/d/namespace?\${__url_time_range}&var-namespace=${field('namespace')}`,
  },
];

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

const restartCount: Signal = {
  title: 'Restarts',
  description: 'Container restarts within the time range. Above zero, the logs below say what came before.',
  unit: 'short',
  queries: [{ expr: `round(sum(${restarts('$__range', PODS)}))`, legend: 'restarts' }],
  thresholds: { yellow: 1, red: 3 },
};

const fullest: Signal = {
  title: 'Memory, of its limit',
  description:
    'Working set of the fullest pod as a share of its limit. At 100 % the kernel kills a container: raise the limit, or find the leak.',
  unit: 'percentunit',
  queries: [{ expr: `max(${SHARE_OF_LIMIT})`, legend: 'fullest pod' }],
  thresholds: { yellow: 0.8, red: 0.9 },
};

const cpu: Signal = {
  title: 'CPU',
  description: 'Cores that each pod uses. Click a line for the logs of its pod: they name what it is busy with.',
  unit: 'short',
  queries: [{ expr: cpuUsage(PODS), legend: '{{pod}}' }],
  links: LINKS,
};

const memory: Signal = {
  title: 'Memory',
  description: 'Working set of each pod. A line that only rises is a leak; one that falls to nothing is a restart.',
  unit: 'bytes',
  queries: [{ expr: workingSet(PODS), legend: '{{pod}}' }],
  links: LINKS,
};

const network: Signal = {
  title: 'Network, in',
  description:
    'Bytes per second that each pod receives. Pods of the network of their node have none of their own: see the dashboard Nodes.',
  unit: 'Bps',
  queries: [{ expr: podNetwork('receive', PODS), legend: '{{pod}}' }],
  links: LINKS,
};

const restartCurve = restartsByPod(PODS, LINKS);

const levels = linesPerLevel(LINES, {
  description: 'Lines of the chosen pods. Compare a peak with the curves above: all share one time axis.',
  links: [TO_SEARCH],
});

const lines = {
  title: 'Log lines',
  description: 'The newest 500 lines of the chosen pods. To search in them, go to the dashboard Logs.',
  expr: LINES,
  links: [TO_SEARCH],
};

/** Where log lines lead: the label `pod` of a line is all that it takes. */
export const pods = dashboard({
  uid: 'pods',
  title: 'Pods',
  description: 'What a pod uses and logs, of whatever workload: from a log line to the metrics of its pod.',
  tags: ['monitoring', 'workload'],
  variables: [
    metricLabel(
      { name: 'namespace', label: 'Namespace', all: '.+' },
      'namespace',
      `kube_pod_info{job="${JOB.kubeStateMetrics}"}`,
    ),
    metricLabel(
      { name: 'pod', label: 'Pod', all: '.+' },
      'pod',
      `kube_pod_info{job="${JOB.kubeStateMetrics}", namespace=~"$namespace"}`,
    ),
  ],
  rows: [
    row(
      'Now',
      [count, ready, restartCount, fullest].map((signal) => stat(signal, { width: 6 })),
    ),
    row(
      'Use',
      [cpu, memory, network, restartCurve].map((signal) => timeSeries(signal, { width: 12 })),
    ),
    row('Logs', [timeSeries(levels, { width: 24, height: 5, shape: 'bars' }), logLines(lines, { width: 24 })]),
  ],
});
