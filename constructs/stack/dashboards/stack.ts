import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat, table, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import {
  collected,
  configuration,
  down,
  downByJob,
  failures,
  firing,
  logBytes,
  lokiVolume,
  lost,
  memory,
  memoryShare,
  prometheusData,
  prometheusShare,
  samples,
  samplesByJob,
  series,
  streams,
  targets,
} from './stack-signals.ts';

export const stack = dashboard({
  uid: 'stack',
  title: 'Monitoring stack',
  description:
    'Does the monitoring itself work: does it see everything, take everything in, and have the memory and disk for it?',
  tags: ['monitoring', 'stack'],
  rows: [
    row('Now', [
      stat(down, { width: 4 }),
      stat(firing, { width: 4 }),
      stat(configuration, { width: 8 }),
      stat(series, { width: 4 }),
      stat(streams, { width: 4 }),
    ]),
    row('Targets', [
      table(targets, { by: 'job', width: 14, height: 10 }),
      timeSeries(downByJob, { width: 10, height: 10 }),
    ]),
    row('Ingestion', curves([samples, samplesByJob, logBytes], { width: 8 })),
    row('Memory', curves([memory, memoryShare], { width: 12 })),
    row('Disk', curves([prometheusData, prometheusShare, lokiVolume], { width: 8 })),
    row('Failures', curves([failures, collected, lost], { width: 8 })),
  ],
});
