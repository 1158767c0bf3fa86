import { logsOfComponent } from '../../content/lib/component.ts';
import { LOGS_OF_APP, searchIn, toNamespace } from '../../content/lib/links.ts';
import { cpuUsage, workingSet } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { byComponent } from './by-component.ts';

const PROMETHEUS = 'job="prometheus"';

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
      expr: `sum(rate(loki_distributor_bytes_received_total{job="loki"}[$__rate_interval])) * 86400`,
      legend: 'a day',
    },
  ],
};

const memory: Signal = {
  title: 'Memory of all components',
  description: 'Working set of all pods of the stack: what the cluster gives for being watched.',
  unit: 'bytes',
  queries: [{ expr: `sum(${byComponent('sum', workingSet())})`, legend: 'memory' }],
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
  links: [LOGS_OF_APP, toNamespace()],
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
  queries: [{ expr: byComponent('sum', workingSet()), legend: '{{app}}' }],
};

const cpuOf: Signal = {
  title: 'CPU by component',
  description:
    'Cores that all pods of each component use. Much of Prometheus is mostly dashboards that refresh too often.',
  unit: 'short',
  queries: [{ expr: byComponent('sum', cpuUsage()), legend: '{{app}}' }],
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
    row('Metrics', [
      barGauge(byJob, { width: 12 }),
      ...curves([added], { width: 12, links: [logsOfComponent('prometheus')] }),
    ]),
    row('Logs by size', curves([streams, levels], { width: 12, links: [searchIn('', 'all logs')] })),
    row('Memory and CPU', curves([memoryOf, cpuOf], { width: 12, links: [LOGS_OF_APP, toNamespace()] })),
  ],
});
