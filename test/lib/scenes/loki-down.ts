import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import { away, firstOf, notReady, ON, restarts, unavailable } from './changes.ts';
import { recordedPod } from './recorded.ts';
import type { Scene } from './scene.ts';
import { crashing } from './workloads.ts';

/** Loki ends at each start: its volume is broken. */
const recorded = recordedPod('loki');
const LOKI = { namespace: 'monitoring', pod: recorded.pod };
const isOfAlloy = ({ labels }: HealthySeries) => labels.job === 'alloy';
export const lokiDown: Scene = {
  name: 'Loki is down',
  change: firstOf(
    away(({ job }) => job === 'loki'),
    notReady(LOKI),
    restarts(LOKI),
    unavailable({ deployment: 'loki' }),
    (one) => (isOfAlloy(one) && one.name === 'loki_write_batch_retries_total' ? `${one.value}+3x${ON}` : undefined),
    (one) => (isOfAlloy(one) && one.name === 'loki_write_sent_entries_total' ? `${one.value}x${ON}` : undefined),
    // Alloy gives up what it could not send for eight minutes.
    (one) =>
      one.name === 'loki_write_dropped_entries_total' && one.labels.reason === 'ingester_error'
        ? `0x8 1+20x${ON}`
        : undefined,
  ),
  arising: crashing(LOKI, { container: 'loki', uid: recorded.uid }),
};
