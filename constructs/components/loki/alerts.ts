import { Duration } from 'cdk8s';
import { events } from '../../kit/rules/events.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const LOKI = 'job="loki"';

const dashboard: Alert['dashboard'] = { uid: 'loki' };

/** Reasons for which a collector is told to try again later: these lines are not lost. */
const LATER = 'rate_limited|per_stream_rate_limit';

const PUSH = 'route="loki_api_v1_push"';

/** Does Loki take lines, and answer queries? */
export const loki = {
  name: 'loki',
  needs: ['loki'],
  alerts: [
    {
      name: 'LokiDown',
      summary: 'No Loki answers: logs are neither stored nor shown.',
      description:
        'No pod of the job {{ $labels.job }} has answered for 15 minutes. Lines wait in the files of the nodes until these are rotated away.',
      expr: `sum by (namespace, job) (up{${LOKI}}) == 0
or absent(up{${LOKI}})`,
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'LokiLinesDiscarded',
      summary: 'Loki throws log lines away.',
      description:
        'Loki in {{ $labels.namespace }} discarded {{ $value | humanize }} lines within 15 minutes: {{ $labels.reason }}.',
      expr: `sum by (namespace, job, reason) (
${events(`loki_discarded_samples_total{${LOKI}, reason!~"${LATER}"}`, '15m')}
)`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiRateLimited',
      summary: 'Loki is sent more than it may take, and logs arrive late.',
      description:
        'Loki in {{ $labels.namespace }} turns away {{ $value | humanize }} lines per second: {{ $labels.reason }}. Collectors send them again later.',
      expr: `sum by (namespace, job, reason) (rate(loki_discarded_samples_total{${LOKI}, reason=~"${LATER}"}[10m]))`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiRequestErrors',
      summary: 'Loki answers requests with errors.',
      description:
        '{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} of Loki in {{ $labels.namespace }} fail on its side.',
      expr: `# Fifteen in five minutes: one person with a heavy query is no fault of Loki.
(sum by (namespace, job, route) (rate(loki_request_duration_seconds_count{${LOKI}, route!="ready", status_code=~"5.."}[5m])) > 0.05)
/ sum by (namespace, job, route) (rate(loki_request_duration_seconds_count{${LOKI}}[5m]))
# A full disk refuses every push, and LokiDiskFull says so.
unless on (namespace) (loki_ingester_wal_disk_usage_percent{${LOKI}} >= 0.9)`,
      above: 0.05,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiPushSlow',
      summary: 'Loki takes long to accept log lines.',
      description:
        'One in a hundred pushes to Loki in {{ $labels.namespace }} takes longer than {{ $value | humanizeDuration }}. Logs arrive late.',
      expr: `histogram_quantile(0.99, sum by (namespace, job, le) (rate(loki_request_duration_seconds_bucket{${LOKI}, ${PUSH}}[10m])))
and on (namespace, job) sum by (namespace, job) (rate(loki_request_duration_seconds_bucket{${LOKI}, ${PUSH}, le="+Inf"}[10m])) > 0.2`,
      above: 5,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiPanicking',
      summary: 'Loki runs into errors of its own program.',
      description:
        'Loki {{ $labels.pod }} panicked {{ $value | humanize }} times within 15 minutes. Those requests failed.',
      expr: `increase(loki_panic_total{${LOKI}}[15m])`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiRulesFailing',
      summary: 'Alerts over logs cannot be evaluated.',
      description:
        'At Loki {{ $labels.pod }} {{ $value | humanize }} evaluations of rules failed within 10 minutes: alerts over logs may be missing.',
      expr: `sum by (namespace, job, pod) (increase(loki_prometheus_rule_evaluation_failures_total{${LOKI}}[10m]))`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Is what Loki took in safe on its volume? */
export const lokiStorage = {
  name: 'loki-storage',
  needs: ['loki'],
  alerts: [
    {
      name: 'LokiDiskFull',
      summary: 'Loki takes no more log lines, because its disk is full.',
      description:
        'The disk of Loki {{ $labels.pod }} is {{ $value | humanizePercentage }} full. From 90% on it refuses every push.',
      // 0.9 is where Loki itself begins to refuse: `ingester.wal.disk_full_threshold`.
      expr: `max_over_time(loki_ingester_wal_disk_usage_percent{${LOKI}}[5m])`,
      above: 0.9,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'LokiDiskFilling',
      summary: 'The disk of Loki will be full within a day.',
      description:
        'The disk of Loki {{ $labels.pod }} is {{ $value | humanizePercentage }} full and fills up. At 90% Loki takes no more lines.',
      expr: `loki_ingester_wal_disk_usage_percent{${LOKI}} < 0.9
and predict_linear(loki_ingester_wal_disk_usage_percent{${LOKI}}[6h], 86400) > 0.9`,
      above: 0.7,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiFlushFailing',
      summary: 'Loki cannot write chunks of logs to its volume.',
      description:
        'Loki {{ $labels.pod }} failed {{ $value | humanize }} times within 15 minutes to write a chunk. They stay in memory until it succeeds.',
      expr: `increase(loki_ingester_chunks_flush_failures_total{${LOKI}}[15m])`,
      above: 0,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiWalCorrupted',
      summary: 'Loki found damage in its write-ahead log and left lines out.',
      description:
        'Loki {{ $labels.pod }} could not read a {{ $labels.type }} of its write-ahead log when it started. Lines that were in memory only are lost.',
      // It is counted while it starts: the first sample is 1 already.
      expr: events(`loki_ingester_wal_corruptions_total{${LOKI}}`, '6h'),
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiDeleteRequested',
      summary: 'Somebody asked Loki to delete log lines.',
      description:
        'Loki {{ $labels.pod }} got {{ $value | humanize }} requests within an hour to delete lines. They are hidden already, and are deleted three days later unless the request is cancelled.',
      expr: events(`loki_compactor_delete_requests_received_total{${LOKI}}`, '1h'),
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiRetentionNotApplied',
      summary: 'Loki does not delete old logs, and its volume fills up.',
      description:
        'The last time that Loki {{ $labels.pod }} deleted what is past its retention is {{ $value | humanizeDuration }} ago. It should every 10 minutes.',
      // Before the first time since it started, the metric is 0.
      expr: `time() - (
  loki_compactor_apply_retention_last_successful_run_timestamp_seconds{${LOKI}} > process_start_time_seconds{${LOKI}}
  or process_start_time_seconds{${LOKI}}
)`,
      above: 21_600,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
