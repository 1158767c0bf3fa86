import { BY_USERS, HTTP_METRICS } from '../../content/lib/http.ts';
import { errorsOf, logsOf, logsOfPod, searchIn, toPod } from '../../content/lib/links.ts';
import {
  cpuUsage,
  errorRatio,
  latency,
  memoryLimit,
  requested,
  requests,
  state,
  throttled,
  workingSet,
} from '../../content/lib/queries.ts';
import {
  curves,
  fullestPod,
  logsBelow,
  memoryShareByPod,
  restartCount,
  restartsByPod,
} from '../../content/lib/signals.ts';
import { level } from '../../content/logs/dashboard.ts';
import { type Dashboard, dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';

const PODS = 'namespace="$namespace", pod=~"$pod"';
const APP = `app="$app", ${PODS}`;
/** Requests as the alerts count them. */
const USERS = `${APP}, ${BY_USERS}`;

const CHOICES = '&var-namespace=$namespace&var-app=$app';
const CHOSEN_PODS = `${CHOICES}&\${pod:queryparam}`;
/** From a line of one pod. */
const OF_POD = [logsOfPod(CHOICES), toPod()];
/** From a line of all the chosen pods. */
const TO_LOGS_OF_ALL = logsOf('$app', CHOSEN_PODS);
const TO_ERRORS = errorsOf('$app', CHOSEN_PODS);

const podsUp: Signal = {
  title: 'Pods that answer',
  description:
    'Pods whose metrics Prometheus could read at the last scrape. Fewer than replicas: look at the restarts and logs below.',
  unit: 'short',
  queries: [{ expr: `sum(up{${APP}})`, legend: 'pods' }],
};

const requestRate: Signal = {
  title: 'Request rate',
  description:
    'Requests per second, health checks and scrapes included. A sudden drop means that callers do not get through.',
  unit: 'reqps',
  queries: [{ expr: `sum(rate(http_requests_total{${APP}}[$__rate_interval]))`, legend: 'requests' }],
};

const errors: Signal = {
  title: 'Error ratio',
  description:
    'Share of requests, without health checks, that were answered with status 5xx. Above zero, filter the logs below by the level error.',
  unit: 'percentunit',
  queries: [{ expr: errorRatio('', USERS), legend: 'errors' }],
  thresholds: { yellow: 0.01, red: 0.05 },
};

const slowest: Signal = {
  title: 'Latency, 95th percentile',
  description:
    'Nineteen of twenty requests, without health checks, are faster. It is an estimate within the bounds of a bucket of the histogram.',
  unit: 's',
  queries: [{ expr: latency(0.95, USERS), legend: 'p95' }],
  thresholds: { red: 1 },
};

const requestsByStatus: Signal = {
  title: 'Requests by status',
  description:
    'Requests per second by status code: 4xx are mistakes of the callers, 5xx of this application. Health checks and scrapes are included.',
  unit: 'reqps',
  queries: [{ expr: requests('status', APP), legend: '{{status}}' }],
  links: [TO_ERRORS, TO_LOGS_OF_ALL],
};

const errorsByPath: Signal = {
  title: 'Error ratio by path',
  description:
    'Share of the requests of each path that were answered with 5xx. One path: look at its code; all: look at what they share.',
  unit: 'percentunit',
  queries: [{ expr: errorRatio('path', APP), legend: '{{path}}' }],
  links: [TO_ERRORS],
};

const latencies: Signal = {
  title: 'Latency',
  description:
    'Half, 19 of 20 and 99 of 100 requests, without health checks, are faster than the lines. Lines that part mean that some requests wait: for a worker, a lock or another service.',
  unit: 's',
  queries: [
    { expr: latency(0.5, USERS), legend: 'p50' },
    { expr: latency(0.95, USERS), legend: 'p95' },
    { expr: latency(0.99, USERS), legend: 'p99' },
  ],
  links: [TO_LOGS_OF_ALL],
};

const requestsByPath: Signal = {
  title: 'Requests by path',
  description: 'Requests per second of each path: who uses what, and how much of it is health checks and scrapes.',
  unit: 'reqps',
  queries: [{ expr: requests('path', APP), legend: '{{path}}' }],
  links: [TO_LOGS_OF_ALL],
};

const latencyByPath: Signal = {
  title: 'Latency by path, 95th percentile',
  description: 'Which path is slow: 19 of 20 of its requests are faster than its line.',
  unit: 's',
  queries: [{ expr: latency(0.95, APP, 'path, '), legend: '{{path}}' }],
  links: [TO_LOGS_OF_ALL],
};

const cpu: Signal = {
  title: 'CPU against the request',
  description:
    'Cores that each pod uses, and the largest request. Above it for long, a pod lives on what others leave: raise the request, or add replicas.',
  unit: 'short',
  queries: [
    { expr: cpuUsage(PODS), legend: '{{pod}}' },
    { expr: `max(${requested('cpu', PODS)})`, legend: 'request' },
  ],
  colors: { request: 'yellow' },
  links: OF_POD,
};

const waits: Signal = {
  title: 'Time slices spent waiting',
  description:
    'Share of the time slices in which a pod had to wait because of its CPU limit; zero without a limit. Above a quarter, requests wait too: raise the limit, or take it away.',
  unit: 'percentunit',
  queries: [{ expr: throttled(PODS), legend: '{{pod}}' }],
  thresholds: { yellow: 0.25, red: 0.5 },
  links: OF_POD,
};

const replicas: Signal = {
  title: 'Pods, and those that are ready',
  description:
    'Pods that exist, and those that take requests. Where they differ for long, the readiness probe of a pod fails: its logs below say why.',
  unit: 'short',
  queries: [
    { expr: `count(${state('namespace, pod', 'kube_pod_info', PODS)})`, legend: 'pods' },
    { expr: `sum(${state('namespace, pod', 'kube_pod_status_ready', `condition="true", ${PODS}`)})`, legend: 'ready' },
  ],
  links: [TO_LOGS_OF_ALL],
};

const memory: Signal = {
  title: 'Memory against the limit',
  description:
    'Working set of each pod, and the lowest limit among them. A line that only rises is a leak. Click a line for the logs of its pod.',
  unit: 'bytes',
  queries: [
    { expr: workingSet(PODS), legend: '{{pod}}' },
    { expr: `min(${memoryLimit(PODS)})`, legend: 'limit' },
  ],
  colors: { limit: 'red' },
  links: OF_POD,
};

const memoryShare = memoryShareByPod(PODS, OF_POD);

const choices = (from: string) => [
  metricLabel({ name: 'namespace', label: 'Namespace' }, 'namespace', `${from}{app!=""}`),
  metricLabel({ name: 'app', label: 'Application' }, 'app', `${from}{namespace="$namespace"}`),
  metricLabel({ name: 'pod', label: 'Pod', all: 'listed' }, 'pod', 'up{namespace="$namespace", app="$app"}'),
  level,
];

const ofPods = [
  row('CPU and pods', [
    timeSeries(cpu, { width: 10 }),
    timeSeries(waits, { width: 7 }),
    timeSeries(replicas, { width: 7 }),
  ]),
  row('Memory and restarts', [
    timeSeries(memory, { width: 10 }),
    timeSeries(memoryShare, { width: 7 }),
    timeSeries(restartsByPod(PODS, OF_POD), { width: 7 }),
  ]),
  logsBelow(`{${APP}, level=~"$level"}`, 'the chosen pods and levels', searchIn(CHOSEN_PODS)),
];

const identity = { uid: 'application', title: 'Application', tags: ['monitoring', 'application'] } as const;

const withRequests = dashboard({
  ...identity,
  description:
    'Is a service fast, free of errors and within its CPU and memory, and what does it log? For services that count http_requests_total and http_request_duration_seconds.',
  variables: choices('http_requests_total'),
  rows: [
    row(
      'Now',
      [podsUp, requestRate, errors, slowest, fullestPod(PODS), restartCount(PODS)].map((signal) =>
        stat(signal, { width: 4 }),
      ),
    ),
    row('Requests', [
      ...curves([requestsByStatus, errorsByPath, latencies], { width: 8 }),
      ...curves([requestsByPath, latencyByPath], { width: 12 }),
    ]),
    ...ofPods,
  ],
});

const withoutRequests = dashboard({
  ...identity,
  description:
    'Does a service answer, is it within its CPU and memory, and what does it log? Where one counts http_requests_total and http_request_duration_seconds, its requests are here too.',
  variables: choices('up'),
  rows: [
    row(
      'Now',
      [podsUp, fullestPod(PODS), restartCount(PODS)].map((signal) => stat(signal, { width: 8 })),
    ),
    ...ofPods,
  ],
});

export const application: Dashboard = {
  ...withRequests,
  without: { metrics: HTTP_METRICS, json: withoutRequests.json },
};
