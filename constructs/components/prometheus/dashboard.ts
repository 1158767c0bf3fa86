import { component, logsOfComponent } from '../../content/lib/component.ts';
import { perSecond } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';

const LINKS = [logsOfComponent('prometheus')];
const SELF = 'job="prometheus"';

const series: Signal = {
  title: 'Active series',
  description:
    'Time series in memory: what its memory grows with. A jump means a label with too many values: see the dashboard Cost of monitoring.',
  unit: 'short',
  queries: [{ expr: `sum(prometheus_tsdb_head_series{${SELF}})`, legend: 'series' }],
};

const samples: Signal = {
  title: 'Samples stored',
  description: 'Samples per second. With about 2 bytes each, it gives the disk space that a day needs.',
  unit: 'cps',
  queries: [{ expr: perSecond(`prometheus_tsdb_head_samples_appended_total{${SELF}}`), legend: 'samples' }],
};

const loaded: Signal = {
  title: 'Configuration',
  description: 'Whether it runs the configuration that it was given last. If refused, its logs below name the line.',
  unit: 'short',
  queries: [{ expr: `min(prometheus_config_last_reload_successful{${SELF}})`, legend: 'configuration' }],
  words: { 0: 'refused', 1: 'loaded' },
};

const found: Signal = {
  title: 'Alertmanagers',
  description:
    'Alertmanagers that it sends alerts to. Zero means that no alert arrives anywhere: see the dashboard Grafana and Alertmanager.',
  unit: 'short',
  queries: [{ expr: `min(prometheus_notifications_alertmanagers_discovered{${SELF}})`, legend: 'found' }],
};

const slowest: Signal = {
  title: 'Slowest scrape by job',
  description:
    'Seconds that the slowest target of each job takes. Near the scrape interval, samples are lost: raise the interval, or drop series.',
  unit: 's',
  queries: [{ expr: 'max by (job) (scrape_duration_seconds)', legend: '{{job}}' }],
};

const refused: Signal = {
  title: 'Scrapes with trouble',
  description:
    'Scrapes per second that were cut off, or had samples out of order or twice. Above zero, its logs below name the target.',
  unit: 'cps',
  queries: [
    { expr: perSecond(`prometheus_target_scrapes_exceeded_sample_limit_total{${SELF}}`), legend: 'too many samples' },
    { expr: perSecond(`prometheus_target_scrapes_sample_out_of_order_total{${SELF}}`), legend: 'out of order' },
    { expr: perSecond(`prometheus_target_scrapes_sample_duplicate_timestamp_total{${SELF}}`), legend: 'twice' },
  ],
};

const rules: Signal = {
  title: 'Time that rules take',
  description:
    'Seconds of the last evaluation of each rule group. Above the interval of the group, evaluations are skipped: make its queries cheaper.',
  unit: 's',
  queries: [
    { expr: `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${SELF}})`, legend: '{{rule_group}}' },
  ],
};

const failures: Signal = {
  title: 'Failures',
  description:
    'Failures per second. Rules: an alert may be missing. Alerts: Alertmanager refuses or is away. Writes: the volume is full or broken.',
  unit: 'cps',
  queries: [
    { expr: perSecond(`prometheus_rule_evaluation_failures_total{${SELF}}`), legend: 'rules' },
    { expr: `${perSecond(`prometheus_notifications_errors_total{${SELF}}`)} or vector(0)`, legend: 'alerts' },
    { expr: perSecond(`prometheus_tsdb_wal_writes_failed_total{${SELF}}`), legend: 'writes' },
  ],
};

const requests: Signal = {
  title: 'Requests by handler',
  description: 'Who asks what. Many to /api/v1/query_range come from dashboards: refresh them less often.',
  unit: 'reqps',
  queries: [{ expr: perSecond(`prometheus_http_requests_total{${SELF}}`, 'handler'), legend: '{{handler}}' }],
};

const latency: Signal = {
  title: 'Latency, 95th percentile',
  description: 'Nineteen of twenty queries are faster. Slow ones read many series: record what dashboards ask often.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.95, ${perSecond(`prometheus_http_request_duration_seconds_bucket{${SELF}}`, 'le')})`,
      legend: 'p95',
    },
  ],
};

export const prometheus = dashboard({
  uid: 'prometheus',
  title: 'Prometheus',
  description: 'Does Prometheus scrape, store, evaluate and answer in time, and what keeps it busy?',
  tags: ['monitoring', 'prometheus'],
  rows: [
    row(
      'Now',
      [series, samples, loaded, found].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Scrapes', curves([slowest, refused], { width: 12, links: LINKS })),
    row('Rules and failures', curves([rules, failures], { width: 12, links: LINKS })),
    row('Queries', curves([requests, latency], { width: 12, links: LINKS })),
    ...component('prometheus'),
  ],
});
