import { dashboard, row } from '../lib/dashboard.ts';
import { barGauge, logs as logLines, stat, timeSeries } from '../lib/dashboard-panel.ts';
import type { Signal } from '../lib/dashboard-signal.ts';
import { metricLabel } from '../lib/dashboard-variable.ts';
import { JOB } from '../matchers.ts';
import { logsOfPod, searchIn } from './logs.ts';
import { cpuUsage, memoryLimit, podNetwork, requested, restarts, state, workingSet } from './queries.ts';
import { linesPerLevel, restartsByPod } from './signals.ts';

const NAMESPACE = 'namespace="$namespace"';
const LINES = `{${NAMESPACE}}`;
const LINKS = [logsOfPod('&var-namespace=$namespace')];

const running: Signal = {
  title: 'Pods that run',
  description: 'Pods in the phase Running. Compare with the pods that are not ready beside it.',
  unit: 'short',
  queries: [
    { expr: `sum(${state('pod', 'kube_pod_status_phase', `phase="Running", ${NAMESPACE}`)})`, legend: 'running' },
  ],
};

const notReady: Signal = {
  title: 'Pods not ready',
  description:
    'Pods that have not finished and take no requests. Above zero for long: describe them with kubectl, and read their logs below.',
  unit: 'short',
  queries: [
    {
      expr:
        `sum(${state('pod', 'kube_pod_status_ready', `condition=~"false|unknown", ${NAMESPACE}`)}` +
        ` unless ${state('pod', 'kube_pod_status_phase', `phase="Succeeded", ${NAMESPACE}`)} == 1) or vector(0)`,
      legend: 'not ready',
    },
  ],
  thresholds: { yellow: 1, red: 2 },
};

const waiting: Signal = {
  title: 'Containers that cannot start',
  description:
    'Containers that wait for another reason than being created: an image that is missing, a crash, a wrong configuration. Describe the pod.',
  unit: 'short',
  queries: [
    {
      expr: `sum(${state('pod, container, reason', 'kube_pod_container_status_waiting_reason', `reason!~"ContainerCreating|PodInitializing", ${NAMESPACE}`)}) or vector(0)`,
      legend: 'waiting',
    },
  ],
  thresholds: { red: 1 },
};

const restartCount: Signal = {
  title: 'Restarts',
  description: 'Container restarts within the time range. The panel "Restarts by pod" says which and when.',
  unit: 'short',
  queries: [{ expr: `round(sum(${restarts('$__range', NAMESPACE)}))`, legend: 'restarts' }],
  thresholds: { yellow: 1, red: 5 },
};

const cpu: Signal = {
  title: 'CPU by pod',
  description: 'Cores that each pod uses. Click a line for the logs of its pod; see the dashboard Workload for more.',
  unit: 'short',
  queries: [{ expr: cpuUsage(NAMESPACE), legend: '{{pod}}' }],
  links: LINKS,
};

const memory: Signal = {
  title: 'Memory by pod',
  description: 'Working set of each pod. A line that only rises is a leak; click it for the logs of its pod.',
  unit: 'bytes',
  queries: [{ expr: workingSet(NAMESPACE), legend: '{{pod}}' }],
  links: LINKS,
};

const cpuShare: Signal = {
  title: 'CPU of its request, by pod',
  description:
    'Use as a share of the request. Above 100 % for long, raise the request; far below, lower it: others cannot have what is reserved.',
  unit: 'percentunit',
  queries: [{ expr: `${cpuUsage(NAMESPACE)} / on (namespace, pod) ${requested('cpu', NAMESPACE)}`, legend: '{{pod}}' }],
  links: LINKS,
};

const memoryShare: Signal = {
  title: 'Memory of its limit, by pod',
  description:
    'Working set as a share of the limit. At 100 % the kernel kills the container: raise the limit, or find the leak.',
  unit: 'percentunit',
  queries: [{ expr: `${workingSet(NAMESPACE)} / on (namespace, pod) ${memoryLimit(NAMESPACE)}`, legend: '{{pod}}' }],
  thresholds: { yellow: 0.8, red: 0.9 },
  max: 1,
  links: LINKS,
};

const network: Signal = {
  title: 'Network by pod',
  description:
    'Bytes per second of each pod. A jump without more requests is worth a look at the logs: click the line.',
  unit: 'Bps',
  queries: [
    { expr: podNetwork('receive', NAMESPACE), legend: '{{pod}} in' },
    { expr: podNetwork('transmit', NAMESPACE), legend: '{{pod}} out' },
  ],
  links: LINKS,
};

const restartCurve = restartsByPod(NAMESPACE, LINKS);

const levels = linesPerLevel(LINES, {
  description: 'Lines of the namespace. Compare a peak with the curves above: all share one time axis.',
});

const lines = {
  title: 'Log lines',
  description: 'The newest 500 lines of the namespace. To search in them, go to the dashboard Logs.',
  expr: LINES,
  links: [searchIn('&var-namespace=$namespace')],
};

export const namespace = dashboard({
  uid: 'namespace',
  title: 'Namespace',
  description: 'Which pods of a namespace are in trouble, and which use more or less than they ask for?',
  tags: ['monitoring', 'namespace'],
  variables: [
    metricLabel({ name: 'namespace', label: 'Namespace' }, 'namespace', `kube_pod_info{job="${JOB.kubeStateMetrics}"}`),
  ],
  rows: [
    row(
      'Now',
      [running, notReady, waiting, restartCount].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Use', [
      timeSeries(cpu, { width: 12 }),
      timeSeries(memory, { width: 12 }),
      barGauge(cpuShare, { width: 12 }),
      barGauge(memoryShare, { width: 12 }),
      timeSeries(network, { width: 12 }),
      timeSeries(restartCurve, { width: 12 }),
    ]),
    row('Logs', [timeSeries(levels, { width: 24, height: 5, shape: 'bars' }), logLines(lines, { width: 24 })]),
  ],
});
