import { Duration } from 'cdk8s';
import { events } from '../../kit/rules/events.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const PROMETHEUS = 'job="prometheus"';

const dashboard: Alert['dashboard'] = { uid: 'prometheus' };

/** Is what Prometheus took in safe on its volume? */
export const prometheusStorage = {
  name: 'prometheus-storage',
  needs: ['prometheus'],
  alerts: [
    {
      name: 'PrometheusWalWritesFailing',
      summary: 'Prometheus loses samples, because it cannot write them down.',
      description:
        'Prometheus {{ $labels.pod }} failed {{ $value | humanize }} times within 15 minutes to write to its write-ahead log.',
      expr: `increase(prometheus_tsdb_wal_writes_failed_total{${PROMETHEUS}}[15m])`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'PrometheusWalCorrupted',
      summary: 'Prometheus found damage in its write-ahead log and cut it off there.',
      description:
        'Prometheus {{ $labels.pod }} repaired its write-ahead log within the last 6 hours. Samples after the damage are lost: up to 3 hours.',
      // It is counted while it starts: in a new pod, the first sample is 1 already.
      expr: events(`prometheus_tsdb_wal_corruptions_total{${PROMETHEUS}}`, '6h'),
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusCompactionsFailing',
      summary: 'Prometheus cannot pack its samples into blocks.',
      description:
        'At Prometheus {{ $labels.pod }} {{ $value | humanize }} compactions failed within 3 hours. Memory and the write-ahead log grow until one succeeds.',
      expr: `increase(prometheus_tsdb_compactions_failed_total{${PROMETHEUS}}[3h])`,
      above: 0,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusTruncationsFailing',
      summary: 'Prometheus cannot shorten what it keeps in memory and in its write-ahead log.',
      description:
        'Prometheus {{ $labels.pod }} failed {{ $value | humanize }} times within 6 hours to shorten the {{ $labels.part }}.',
      expr: [
        `label_replace(increase(prometheus_tsdb_head_truncations_failed_total{${PROMETHEUS}}[6h]), "part", "head", "", "")`,
        `label_replace(increase(prometheus_tsdb_wal_truncations_failed_total{${PROMETHEUS}}[6h]), "part", "write-ahead log", "", "")`,
        `label_replace(increase(prometheus_tsdb_checkpoint_creations_failed_total{${PROMETHEUS}}[6h]), "part", "checkpoint", "", "")`,
      ].join('\nor '),
      above: 0,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusHistoryShort',
      summary: 'Prometheus deletes samples before their time, because its volume is too small.',
      description:
        'The history of {{ $labels.namespace }}/{{ $labels.pod }} covers {{ $value | humanizePercentage }} of the retention time: the retention size ends it.',
      expr: `(time() - prometheus_tsdb_lowest_timestamp_seconds{${PROMETHEUS}})
/ (prometheus_tsdb_retention_limit_seconds{${PROMETHEUS}} > 0)
# A young Prometheus has a short history too, but deletes nothing. The pod that deleted may be gone.
and on (namespace, job) (increase(prometheus_tsdb_size_retentions_total{${PROMETHEUS}}[2d]) > 0)`,
      below: 0.8,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
