import type { AlloyBlock } from './alloy-syntax.ts';

/** Labels that only the counters have, and what is discovered of a pod for them: whose lines they are, by owner. */
export const OF_COUNTERS = { workload_kind: 'pod_controller_kind', workload: 'pod_controller_name' } as const;

/** A counter of what is no longer there, such as of an application of a preview, goes away after a day. */
const KEPT_FOR = '24h';

/** Counters begin with it. */
const PREFIX = 'log_';

/**
 * Counts lines and bytes where they pass, so that nothing has to read them again to count them. Of each node and workload there is
 * one series for each level, so that there are as few as there can be.
 */
export const COUNTING: AlloyBlock = {
  block: 'loki.process',
  label: 'counted',
  comment: 'Alerts about how much is logged read these counters, in Prometheus.',
  attributes: { forward_to: [] },
  blocks: [
    { block: 'stage.label_keep', attributes: { values: ['namespace', 'app', 'level', ...Object.keys(OF_COUNTERS)] } },
    {
      block: 'stage.metrics',
      blocks: [
        counter('lines_total', 'Entries of logs that were read.', { action: 'inc' }),
        counter('bytes_total', 'Bytes of the entries of logs that were read.', {
          action: 'add',
          count_entry_bytes: true,
        }),
      ],
    },
  ],
};

function counter(name: string, description: string, how: AlloyBlock['attributes']): AlloyBlock {
  return {
    block: 'metric.counter',
    attributes: { name, description, prefix: PREFIX, match_all: true, max_idle_duration: KEPT_FOR, ...how },
  };
}
