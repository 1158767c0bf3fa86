import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, stat, table, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { cell, logsOf, logsOfPod, searchIn, toPod } from '../lib/links.ts';
import { cpuUsage, notReady, podNetwork, requested, restarts, state, workingSet } from '../lib/queries.ts';
import { logsBelow, memoryShareByPod, restartsByPod } from '../lib/signals.ts';

const NAMESPACE = 'namespace="$namespace"';
const LINKS = [logsOfPod('&var-namespace=$namespace'), toPod()];

const running: Signal = {
  title: 'Pods that run',
  description: 'Pods in the phase Running. Compare with the pods that are not ready beside it.',
  unit: 'short',
  queries: [
    { expr: `sum(${state('pod', 'kube_pod_status_phase', `phase="Running", ${NAMESPACE}`)})`, legend: 'running' },
  ],
};

const unready: Signal = {
  title: 'Pods not ready',
  description:
    'Pods that have not finished and take no requests. Above zero for long: the table below names them; describe them with kubectl, and read their logs.',
  unit: 'short',
  queries: [{ expr: notReady(NAMESPACE), legend: 'not ready' }],
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
  description: 'Container restarts within the time range. The table below says of which pod, "Restarts by pod" when.',
  unit: 'short',
  queries: [{ expr: `round(sum(${restarts('$__range', NAMESPACE)}))`, legend: 'restarts' }],
  thresholds: { yellow: 1, red: 5 },
};

const unfinished = (expr: string) =>
  `${expr} unless on (namespace, pod) ${state('namespace, pod', 'kube_pod_status_phase', `phase="Succeeded", ${NAMESPACE}`)} == 1`;

const pods: Signal = {
  title: 'Pods',
  description:
    'Pods that have not finished, those that are not ready (0) first, with their restarts within the time range. Click one for its metrics and logs.',
  unit: 'short',
  queries: [
    {
      expr: unfinished(state('namespace, pod', 'kube_pod_status_ready', `condition="true", ${NAMESPACE}`)),
      legend: 'Ready',
    },
    { expr: unfinished(`round(${restarts('$__range', NAMESPACE)})`), legend: 'Restarts' },
    {
      expr: unfinished(`time() - ${state('namespace, pod', 'kube_pod_created', NAMESPACE)}`),
      legend: 'Age',
      unit: 's',
    },
  ],
  links: [toPod(cell), logsOf(cell('pod'), `&var-namespace=$namespace&var-pod=${cell('pod')}`)],
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

const memoryShare = memoryShareByPod(NAMESPACE, LINKS);

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

export const namespace = dashboard({
  uid: 'namespace',
  title: 'Namespace',
  description: 'Which pods of a namespace are in trouble, and which use more or less than they ask for?',
  tags: ['monitoring', 'namespace'],
  variables: [
    metricLabel({ name: 'namespace', label: 'Namespace' }, 'namespace', 'kube_pod_info{job="kube-state-metrics"}'),
  ],
  rows: [
    row('Now', [
      ...[running, unready, waiting, restartCount].map((signal) => stat(signal, { width: 6 })),
      table(pods, { by: 'Ready', width: 24 }),
    ]),
    row('Use', [
      timeSeries(cpu, { width: 12 }),
      timeSeries(memory, { width: 12 }),
      barGauge(cpuShare, { width: 12 }),
      barGauge(memoryShare, { width: 12 }),
      timeSeries(network, { width: 12 }),
      timeSeries(restartCurve, { width: 12 }),
    ]),
    logsBelow(`{${NAMESPACE}}`, 'the namespace', searchIn('&var-namespace=$namespace')),
  ],
});
