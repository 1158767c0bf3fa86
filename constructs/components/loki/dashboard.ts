import { component, logsOfComponent } from '../../content/lib/component.ts';
import { perSecond } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';

const LINKS = [logsOfComponent('loki')];
const SELF = 'job="loki"';
const PUSH = 'route="loki_api_v1_push"';

const streams: Signal = {
  title: 'Active streams',
  description: 'Log streams in memory: one for each set of labels. A jump means a label with too many values.',
  unit: 'short',
  queries: [{ expr: `sum(loki_ingester_memory_streams{${SELF}})`, legend: 'streams' }],
};

const chunks: Signal = {
  title: 'Chunks in memory',
  description: 'Pieces of streams that are not on the volume yet. They rise when flushes fail: see Failures below.',
  unit: 'short',
  queries: [{ expr: `sum(loki_ingester_memory_chunks{${SELF}})`, legend: 'chunks' }],
};

const volume: Signal = {
  title: 'Volume in use',
  description:
    'Share of the file system that is full. Loki deletes by age only, and stops when it is full: shorten the retention, or raise the volume.',
  unit: 'percentunit',
  queries: [{ expr: `max(loki_ingester_wal_disk_usage_percent{${SELF}})`, legend: 'used' }],
  thresholds: { yellow: 0.8, red: 0.9 },
};

const replay: Signal = {
  title: 'Replay of the write-ahead log',
  description:
    'Whether it still reads what it had not flushed before its last start. It takes minutes at most: if not, see its logs.',
  unit: 'short',
  queries: [{ expr: `max(loki_ingester_wal_replay_active{${SELF}})`, legend: 'replay' }],
  words: { 0: 'done', 1: 'running' },
};

const lines: Signal = {
  title: 'Lines received',
  description: 'Log lines per second. The dashboard Logs says which application they come from.',
  unit: 'cps',
  queries: [{ expr: perSecond(`loki_distributor_lines_received_total{${SELF}}`), legend: 'lines' }],
};

const bytes: Signal = {
  title: 'Bytes received',
  description:
    'Bytes per second. Compare with the ingestion limit: above it, pushes are refused. Lower the log level of what nobody reads.',
  unit: 'Bps',
  queries: [{ expr: perSecond(`loki_distributor_bytes_received_total{${SELF}}`), legend: 'bytes' }],
};

const pushes: Signal = {
  title: 'Pushes by answer',
  description:
    'Pushes per second by status code. 429: a limit was hit. 5xx: Loki is in trouble. Its logs below say which.',
  unit: 'reqps',
  queries: [
    {
      expr: perSecond(`loki_request_duration_seconds_count{${SELF}, ${PUSH}}`, 'status_code'),
      legend: '{{status_code}}',
    },
  ],
};

const pushLatency: Signal = {
  title: 'Push latency, 95th percentile',
  description: 'Nineteen of twenty pushes are faster. Slow ones mean a slow volume, or a lack of CPU.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.95, ${perSecond(`loki_request_duration_seconds_bucket{${SELF}, ${PUSH}}`, 'le')})`,
      legend: 'p95',
    },
  ],
};

const routes: Signal = {
  title: 'Requests by route',
  description: 'Who asks what. Queries come from dashboards, from Grafana and from the rules over logs.',
  unit: 'reqps',
  queries: [{ expr: perSecond(`loki_request_duration_seconds_count{${SELF}}`, 'route'), legend: '{{route}}' }],
};

const failures: Signal = {
  title: 'Failures',
  description:
    'Failures per second. Flushes and checkpoints fail when the volume is full or broken; what is not flushed is only in memory.',
  unit: 'cps',
  queries: [
    { expr: perSecond(`loki_ingester_checkpoint_creations_failed_total{${SELF}}`), legend: 'checkpoints' },
    { expr: perSecond(`loki_ingester_wal_disk_full_failures_total{${SELF}}`), legend: 'disk full' },
    {
      expr: `${perSecond(`loki_request_duration_seconds_count{${SELF}, status_code=~"5.."}`)} or vector(0)`,
      legend: 'answers 5xx',
    },
  ],
};

export const loki = dashboard({
  uid: 'loki',
  title: 'Loki',
  description: 'Does Loki take in all lines, keep them safe, and answer in time?',
  tags: ['monitoring', 'loki'],
  rows: [
    row(
      'Now',
      [streams, chunks, volume, replay].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Writes', curves([lines, bytes, pushes, pushLatency], { width: 12, links: LINKS })),
    row('Queries and failures', curves([routes, failures], { width: 12, links: LINKS })),
    ...component('loki'),
  ],
});
