import type { ByHand } from './by-hand.ts';

/** Metrics of lines that were refused, and of a damaged write-ahead log. */
export const loki: Readonly<Record<string, ByHand>> = {
  loki_discarded_bytes_total: {
    type: 'counter',
    labels: ['format', 'policy', 'reason', 'retention_hours', 'tenant'],
    appears: 'onEvent',
    help: 'The total number of bytes that were discarded.',
    source: 'grafana/loki v3.7.6 pkg/validation/validate.go:121',
  },
  loki_discarded_samples_total: {
    type: 'counter',
    labels: ['format', 'policy', 'reason', 'retention_hours', 'tenant'],
    appears: 'onEvent',
    help: 'The total number of samples that were discarded.',
    source: 'grafana/loki v3.7.6 pkg/validation/validate.go:131',
  },
  loki_ingester_wal_corruptions_total: {
    type: 'counter',
    labels: ['type'],
    appears: 'onEvent',
    help: 'Total number of WAL corruptions encountered.',
    source: 'grafana/loki v3.7.6 pkg/ingester/metrics.go:120',
  },
  loki_ingester_wal_discarded_bytes_total: {
    type: 'counter',
    labels: ['reason'],
    appears: 'onEvent',
    help: 'WAL segment bytes discarded during replay',
    source: 'grafana/loki v3.7.6 pkg/ingester/metrics.go:116',
  },
};
