import { component, logsOfComponent } from '../../content/lib/component.ts';
import { logsOfPod, toPod } from '../../content/lib/links.ts';
import { perSecond } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';

const SELF = 'job="alloy"';
const OF_POD = [logsOfPod(`&var-app=alloy`), toPod()];

const collectors: Signal = {
  title: 'Collectors',
  description: 'Pods of Alloy that answer. Fewer than nodes: the logs of a node are not collected. Describe its pod.',
  unit: 'short',
  queries: [{ expr: `sum(up{${SELF}})`, legend: 'up' }],
};

const files: Signal = {
  title: 'Files',
  description: 'Log files that are read now. Zero on a node with pods means that it cannot read /var/log/pods.',
  unit: 'short',
  queries: [{ expr: `sum(loki_source_file_files_active_total{${SELF}})`, legend: 'files' }],
};

const unhealthy: Signal = {
  title: 'Unhealthy parts',
  description: 'Parts of the configuration that do not work. Above zero, the logs below name the part.',
  unit: 'short',
  queries: [
    {
      expr: `sum(alloy_component_controller_running_components{${SELF}, health_type!="healthy"}) or vector(0)`,
      legend: 'parts',
    },
  ],
  thresholds: { red: 1 },
};

const loaded: Signal = {
  title: 'Configuration',
  description: 'Whether all run the configuration that they were given last. If refused, the logs below name the line.',
  unit: 'short',
  queries: [{ expr: `min(alloy_config_last_load_successful{${SELF}})`, legend: 'configuration' }],
  words: { 0: 'refused', 1: 'loaded' },
};

const read: Signal = {
  title: 'Lines read',
  description: 'Lines that each collector reads per second. Zero on one node only: look at its files and its logs.',
  unit: 'cps',
  queries: [{ expr: perSecond(`loki_source_file_read_lines_total{${SELF}}`, 'namespace, pod'), legend: '{{pod}}' }],
  links: OF_POD,
};

const sent: Signal = {
  title: 'Lines sent',
  description:
    'Lines that each collector sends to Loki per second. Fewer than it reads: Loki is away or slow, or lines are dropped.',
  unit: 'cps',
  queries: [{ expr: perSecond(`loki_write_sent_entries_total{${SELF}}`, 'namespace, pod'), legend: '{{pod}}' }],
  links: OF_POD,
};

const lost: Signal = {
  title: 'Lines dropped and batches sent again',
  description:
    'Per second. Dropped lines are lost. A batch that is sent again is not, yet: Loki is away, or a limit was hit.',
  unit: 'cps',
  queries: [
    { expr: `${perSecond(`loki_write_dropped_entries_total{${SELF}}`)} or vector(0)`, legend: 'lines dropped' },
    { expr: `${perSecond(`loki_write_batch_retries_total{${SELF}}`)} or vector(0)`, legend: 'batches sent again' },
  ],
};

const latency: Signal = {
  title: 'Latency of pushes, 95th percentile',
  description: 'Nineteen of twenty pushes to Loki are faster. Slow ones: look at the dashboard Loki.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.95, ${perSecond(`loki_write_request_duration_seconds_bucket{${SELF}}`, 'le')})`,
      legend: 'p95',
    },
  ],
};

export const alloy = dashboard({
  uid: 'alloy',
  title: 'Alloy',
  description: 'Does the log collector of every node read all files and send all lines?',
  tags: ['monitoring', 'alloy'],
  rows: [
    row(
      'Now',
      [collectors, files, unhealthy, loaded].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Lines', curves([read, sent, lost, latency], { width: 12, links: [logsOfComponent('alloy')] })),
    ...component('alloy'),
  ],
});
