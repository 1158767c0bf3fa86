import type { ByHand } from './by-hand.ts';

/** Metrics of stages that drop or cut lines. */
export const alloy: Readonly<Record<string, ByHand>> = {
  loki_process_dropped_lines_total: {
    type: 'counter',
    labels: ['component_id', 'component_path', 'reason'],
    appears: 'onEvent',
    help: 'A count of all log lines dropped as a result of a pipeline stage',
    source: 'grafana/alloy v1.18.1 internal/component/loki/process/stages/match.go:102',
  },
  loki_process_truncated_fields_total: {
    type: 'counter',
    labels: ['component_id', 'component_path', 'field'],
    appears: 'onEvent',
    help: 'A count of all log lines, labels, extracted values, or structured_metadata truncated as a result of a pipeline stage',
    source: 'grafana/alloy v1.18.1 internal/component/loki/process/stages/truncate.go:208',
  },
};
