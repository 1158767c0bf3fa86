import { logsOfComponent } from '../../content/lib/component.ts';
import { LOGS_OF_APP, logsOfPod, toNamespace, toPod } from '../../content/lib/links.ts';
import { memoryLimit, perSecond, workingSet } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat, table, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { byComponent, OWN_JOBS } from './by-component.ts';

const PROMETHEUS = 'job="prometheus"';
const ALERTMANAGER = 'job="alertmanager"';
const LOKI = 'job="loki"';
const ALLOY = 'job="alloy"';

/** Links to the logs that show why. */
const OF_APP = [LOGS_OF_APP, toNamespace()];
const OF_PROMETHEUS = [logsOfComponent('prometheus')];
const OF_LOKI = [logsOfComponent('loki')];

/** Zero as long as the component is up: for series that appear with the first event. */
const orZero = (expr: string, job: string) => `${expr} or 0 * sum(up{${job}})`;

/** What `retention.size` counts: blocks, write-ahead log and the chunks of the last hours. */
const PROMETHEUS_DATA = ['storage_blocks_bytes', 'wal_storage_size_bytes', 'head_chunks_storage_size_bytes']
  .map((metric) => `max(prometheus_tsdb_${metric}{${PROMETHEUS}})`)
  .join(' + ');
const PROMETHEUS_DATA_LIMIT = `max(prometheus_tsdb_retention_limit_bytes{${PROMETHEUS}})`;

const down: Signal = {
  title: 'Targets down',
  description:
    'Targets that Prometheus could not scrape, of all jobs. The table below says which job; the page Targets of Prometheus says why.',
  unit: 'short',
  queries: [{ expr: 'count(up) - sum(up)', legend: 'down' }],
  thresholds: { red: 1 },
};

const firing: Signal = {
  title: 'Alerts',
  description:
    'Alerts that are active at Alertmanager. One is always there: the one that shows that alerts arrive. Zero means that they do not.',
  unit: 'short',
  queries: [{ expr: `sum(alertmanager_alerts{${ALERTMANAGER}, state="active"})`, legend: 'alerts' }],
};

const configuration: Signal = {
  title: 'Configuration',
  description:
    'Whether Prometheus and Alertmanager run the configuration that they were given last. If refused, their logs name the line.',
  unit: 'short',
  queries: [
    { expr: `min(prometheus_config_last_reload_successful{${PROMETHEUS}})`, legend: 'Prometheus' },
    { expr: `min(alertmanager_config_last_reload_successful{${ALERTMANAGER}})`, legend: 'Alertmanager' },
  ],
  words: { 0: 'refused', 1: 'loaded' },
};

const series: Signal = {
  title: 'Active series',
  description:
    'Time series in the memory of Prometheus: what its memory grows with. The panel "Samples by job" says where they come from.',
  unit: 'short',
  queries: [{ expr: `max(prometheus_tsdb_head_series{${PROMETHEUS}})`, legend: 'series' }],
};

const streams: Signal = {
  title: 'Active log streams',
  description:
    'Log streams in the memory of Loki: one for each set of labels. A jump means a label with too many values.',
  unit: 'short',
  queries: [{ expr: `sum(loki_ingester_memory_streams{${LOKI}})`, legend: 'streams' }],
};

const targets: Signal = {
  title: 'Targets by job',
  description:
    'What Prometheus scrapes. Fewer up than there are targets: open the page Targets of Prometheus for the reason.',
  unit: 'short',
  queries: [
    { expr: 'sum by (job) (up)', legend: 'Up' },
    { expr: 'count by (job) (up)', legend: 'Targets' },
    { expr: 'sum by (job) (scrape_samples_scraped)', legend: 'Samples' },
    { expr: 'max by (job) (scrape_duration_seconds)', legend: 'Slowest scrape', unit: 's' },
  ],
};

const downByJob: Signal = {
  title: 'Components down',
  description:
    'Pods of the monitoring stack that Prometheus could not scrape. Click a line for the logs of the component, and look at its restarts.',
  unit: 'short',
  queries: [
    {
      expr: `count by (namespace, app) (up{job=~"${OWN_JOBS}"}) - sum by (namespace, app) (up{job=~"${OWN_JOBS}"})`,
      legend: '{{app}}',
    },
  ],
  links: OF_APP,
};

const samples: Signal = {
  title: 'Samples stored',
  description:
    'Samples that Prometheus stores per second. With about 2 bytes each, it gives the disk space that a day needs.',
  unit: 'cps',
  queries: [{ expr: perSecond(`prometheus_tsdb_head_samples_appended_total{${PROMETHEUS}}`), legend: 'samples' }],
  links: OF_PROMETHEUS,
};

const samplesByJob: Signal = {
  title: 'Samples by job',
  description:
    'Samples of one scrape of all targets, of the ten largest jobs. A job that grows without end has a label with unbounded values.',
  unit: 'short',
  queries: [{ expr: 'topk(10, sum by (job) (scrape_samples_post_metric_relabeling))', legend: '{{job}}' }],
  links: OF_PROMETHEUS,
};

const logBytes: Signal = {
  title: 'Log bytes received',
  description:
    'Bytes of log lines that Loki takes in per second. The dashboard Logs says which application they come from.',
  unit: 'Bps',
  queries: [{ expr: perSecond(`loki_distributor_bytes_received_total{${LOKI}}`), legend: 'bytes' }],
  links: OF_LOKI,
};

const memory: Signal = {
  title: 'Memory by component',
  description:
    'Working set of the largest pod of each component. Prometheus grows with series, Loki with log streams and queries.',
  unit: 'bytes',
  queries: [{ expr: byComponent('max', workingSet()), legend: '{{app}}' }],
  links: OF_APP,
};

const memoryShare: Signal = {
  title: 'Memory of its limit, by component',
  description:
    'The fullest pod of each component. At 100 % the kernel kills it: raise the limit in the installation, or give it less to do.',
  unit: 'percentunit',
  queries: [{ expr: byComponent('max', `${workingSet()} / on (namespace, pod) ${memoryLimit()}`), legend: '{{app}}' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
  links: OF_APP,
};

const prometheusData: Signal = {
  title: 'Data of Prometheus',
  description:
    'Blocks, write-ahead log and recent chunks on the volume, and the size at which the oldest blocks are deleted. At the limit, history is shorter than the retention time: raise the volume and the retention size.',
  unit: 'bytes',
  queries: [
    { expr: PROMETHEUS_DATA, legend: 'data' },
    { expr: PROMETHEUS_DATA_LIMIT, legend: 'limit' },
  ],
  colors: { limit: 'red' },
  links: OF_PROMETHEUS,
};

const prometheusShare: Signal = {
  title: 'Data of Prometheus, of its limit',
  description:
    'Share of the retention size that is in use. 100 % is normal in the end: time or size, whichever comes first, ends the history.',
  unit: 'percentunit',
  queries: [{ expr: `(${PROMETHEUS_DATA}) / (${PROMETHEUS_DATA_LIMIT} > 0)`, legend: 'data' }],
  links: OF_PROMETHEUS,
};

const lokiVolume: Signal = {
  title: 'Volume of Loki',
  description:
    'Share of the file system of its volume that is full, other users of that disk included. Loki deletes by age only, and stops writing when it is full: shorten the retention, or raise the volume.',
  unit: 'percentunit',
  queries: [{ expr: `max(loki_ingester_wal_disk_usage_percent{${LOKI}})`, legend: 'used' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
  links: OF_LOKI,
};

const failures: Signal = {
  title: 'Rules and notifications that fail',
  description:
    'Failures per second. Rules: an alert may be missing. To Alertmanager: it is down or unreachable. From Alertmanager: a receiver refuses, or its address is wrong. The logs of the component say which.',
  unit: 'cps',
  queries: [
    {
      expr: orZero(perSecond(`prometheus_rule_evaluation_failures_total{${PROMETHEUS}}`), PROMETHEUS),
      legend: 'rules that fail',
    },
    {
      expr: orZero(perSecond(`prometheus_rule_group_iterations_missed_total{${PROMETHEUS}}`), PROMETHEUS),
      legend: 'rule groups that are late',
    },
    {
      expr: orZero(perSecond(`prometheus_notifications_errors_total{${PROMETHEUS}}`), PROMETHEUS),
      legend: 'alerts to Alertmanager',
    },
    {
      expr: orZero(perSecond(`alertmanager_notifications_failed_total{${ALERTMANAGER}}`), ALERTMANAGER),
      legend: 'notifications from Alertmanager',
    },
  ],
  links: [...OF_PROMETHEUS, logsOfComponent('alertmanager')],
};

const collected: Signal = {
  title: 'Log lines sent',
  description:
    'Lines that each pod of Alloy, one on each node, sends to Loki per second. Zero while pods of its node log: look at its own logs.',
  unit: 'cps',
  queries: [{ expr: perSecond(`loki_write_sent_entries_total{${ALLOY}}`, 'namespace, pod'), legend: '{{pod}}' }],
  links: [logsOfPod(`&var-app=alloy`), toPod()],
};

const lost: Signal = {
  title: 'Log lines refused or lost',
  description:
    'Per second. Dropped: lines that are lost. Retries: Loki is away or slow, and nothing is lost yet. Refused: pushes that Loki answers with an error; its logs name the limit.',
  unit: 'cps',
  queries: [
    { expr: orZero(perSecond(`loki_write_dropped_entries_total{${ALLOY}}`), ALLOY), legend: 'lines dropped' },
    { expr: orZero(perSecond(`loki_write_batch_retries_total{${ALLOY}}`), ALLOY), legend: 'batches retried' },
    {
      expr: orZero(
        perSecond(`loki_request_duration_seconds_count{${LOKI}, route="loki_api_v1_push", status_code!~"2.."}`),
        LOKI,
      ),
      legend: 'pushes refused',
    },
  ],
  links: [logsOfComponent('alloy'), ...OF_LOKI],
};

export const stack = dashboard({
  uid: 'stack',
  title: 'Monitoring stack',
  description:
    'Does the monitoring itself work: does it see everything, take everything in, and have the memory and disk for it?',
  tags: ['monitoring', 'stack'],
  rows: [
    row('Now', [
      stat(down, { width: 4 }),
      stat(firing, { width: 4 }),
      stat(configuration, { width: 8 }),
      stat(series, { width: 4 }),
      stat(streams, { width: 4 }),
    ]),
    row('Targets', [
      table(targets, { by: 'job', width: 14, height: 10 }),
      timeSeries(downByJob, { width: 10, height: 10 }),
    ]),
    row('Ingestion', curves([samples, samplesByJob, logBytes], { width: 8 })),
    row('Memory', curves([memory, memoryShare], { width: 12 })),
    row('Disk', curves([prometheusData, prometheusShare, lokiVolume], { width: 8 })),
    row('Failures', curves([failures, collected, lost], { width: 8 })),
  ],
});
