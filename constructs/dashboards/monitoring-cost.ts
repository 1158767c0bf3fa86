import { dashboard, row } from '../lib/dashboard.ts';
import { barGauge, stat, timeSeries } from '../lib/dashboard-panel.ts';
import type { Signal } from '../lib/dashboard-signal.ts';
import { JOB } from '../matchers.ts';
import { field } from './logs.ts';
import { cpuUsage, workingSet } from './queries.ts';

const COMPONENTS = [
  JOB.prometheus,
  JOB.alertmanager,
  JOB.loki,
  JOB.grafana,
  JOB.alloy,
  JOB.nodeExporter,
  JOB.kubeStateMetricsTelemetry,
].join('|');
const PROMETHEUS = `job="${JOB.prometheus}"`;
/** Of a value for each pod: the sum of each component, with its name as `app`. */
const byComponent = (expr: string) =>
  `sum by (app) (${expr} * on (namespace, pod) group_left (app) group by (namespace, pod, app) (up{job=~"${COMPONENTS}"}))`;
const APP_LOGS = [
  {
    title: `Logs of ${field('app')}`,
    url: `/d/logs?\${__url_time_range}&var-namespace=${field('namespace')}&var-app=${field('app')}`,
  },
];

const series: Signal = {
  title: 'Active series',
  description: 'Time series in the memory of Prometheus, at about 4 KiB each. Drop what no query uses.',
  unit: 'short',
  queries: [{ expr: `max(prometheus_tsdb_head_series{${PROMETHEUS}})`, legend: 'series' }],
};

const perDay: Signal = {
  title: 'Disk for a day of metrics',
  description:
    'Bytes of samples at 2 bytes each, at the present rate. Times the days of retention, it is the volume that Prometheus needs.',
  unit: 'bytes',
  queries: [
    {
      expr: `sum(rate(prometheus_tsdb_head_samples_appended_total{${PROMETHEUS}}[$__rate_interval])) * 2 * 86400`,
      legend: 'a day',
    },
  ],
};

const logsPerDay: Signal = {
  title: 'Logs of a day',
  description: 'Bytes of log lines at the present rate, before compression. Lower the log level of what nobody reads.',
  unit: 'bytes',
  queries: [
    {
      expr: `sum(rate(loki_distributor_bytes_received_total{job="${JOB.loki}"}[$__rate_interval])) * 86400`,
      legend: 'a day',
    },
  ],
};

const memory: Signal = {
  title: 'Memory of all components',
  description: 'Working set of all pods of the stack: what the cluster gives for being watched.',
  unit: 'bytes',
  queries: [{ expr: `sum(${byComponent(workingSet())})`, legend: 'memory' }],
};

const byJob: Signal = {
  title: 'Series by job',
  description:
    'Series of one scrape of all targets, of the ten largest jobs. A job that is larger than it is useful: drop series, or watch less.',
  unit: 'short',
  queries: [{ expr: 'topk(10, sum by (job) (scrape_samples_post_metric_relabeling))', legend: '{{job}}' }],
};

const added: Signal = {
  title: 'New series by job',
  description:
    'Series that are new with each scrape. A job with many for hours has labels that never repeat: find and drop the label.',
  unit: 'short',
  queries: [{ expr: 'topk(10, sum by (job) (scrape_series_added))', legend: '{{job}}' }],
};

const streams: Signal = {
  title: 'Log bytes by application',
  description: 'Bytes of log lines per second, of the ten applications that log most. Click a line for its logs.',
  unit: 'Bps',
  queries: [
    {
      expr: 'topk(10, sum by (namespace, app) (bytes_rate({namespace=~".+"} [$__auto])))',
      legend: '{{namespace}} {{app}}',
    },
  ],
  datasource: 'loki',
  links: APP_LOGS,
};

const levels: Signal = {
  title: 'Log bytes by level',
  description:
    'Bytes of log lines per second by level. Many of the level debug: turn it off where nobody looks for something.',
  unit: 'Bps',
  queries: [{ expr: 'sum by (level) (bytes_rate({namespace=~".+"} [$__auto]))', legend: '{{level}}' }],
  datasource: 'loki',
};

const memoryOf: Signal = {
  title: 'Memory by component',
  description:
    'Working set of all pods of each component. Prometheus grows with series, Loki with streams, Alloy with nodes.',
  unit: 'bytes',
  queries: [{ expr: byComponent(workingSet()), legend: '{{app}}' }],
};

const cpuOf: Signal = {
  title: 'CPU by component',
  description:
    'Cores that all pods of each component use. Much of Prometheus is mostly dashboards that refresh too often.',
  unit: 'short',
  queries: [{ expr: byComponent(cpuUsage()), legend: '{{app}}' }],
};

export const monitoringCost = dashboard({
  uid: 'monitoring-cost',
  title: 'Cost of monitoring',
  description: 'What does watching cost: series, samples, bytes of logs, memory and CPU, and who causes it?',
  tags: ['monitoring', 'monitoring-cost'],
  rows: [
    row(
      'Now',
      [series, perDay, logsPerDay, memory].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Metrics', [barGauge(byJob, { width: 12 }), timeSeries(added, { width: 12 })]),
    row(
      'Logs by size',
      [streams, levels].map((signal) => timeSeries(signal, { width: 12 })),
    ),
    row(
      'Memory and CPU',
      [memoryOf, cpuOf].map((signal) => timeSeries(signal, { width: 12 })),
    ),
  ],
});
