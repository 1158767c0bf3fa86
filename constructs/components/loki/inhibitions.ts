import { whileDown } from '../../content/workloads/inhibitions.ts';
import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];

/** Alerts about loki that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'LokiDown',
    effects: ['AlloyCannotSend', 'AlloyLinesDropped', 'LokiReceivesNothing', 'LogSilence'],
    equal: [],
  },
  whileDown('LokiDown', 'loki'),
  {
    cause: 'VolumeFull',
    where: { persistentvolumeclaim: 'loki' },
    effects: ['LokiDiskFull'],
    equal: ['namespace'],
  },
  {
    cause: 'VolumeFilling',
    where: { persistentvolumeclaim: 'loki' },
    effects: ['LokiDiskFilling'],
    equal: ['namespace'],
  },
  { cause: 'LokiDiskFull', effects: ['LokiDiskFilling', 'LokiFlushFailing'], equal: POD },
  { cause: 'LokiDiskFull', effects: ['LokiRequestErrors', 'LogLokiErrors'], equal: ['namespace'] },
  { cause: 'LokiDiskFull', effects: ['AlloyCannotSend', 'AlloyLinesDropped', 'LogSilence'], equal: [] },
  // Loki says which lines it refuses and why, Alloy only that it gave them up.
  { cause: 'LokiLinesDiscarded', effects: ['AlloyLinesDropped'], equal: [] },
];
