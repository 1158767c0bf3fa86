import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';

const timex = (node: string, offset: string, sync: string): SeriesValues => ({
  ...onNode(node, 'node_timex_offset_seconds', offset),
  ...onNode(node, 'node_timex_sync_status', sync),
});

export const clock: TopicCases = {
  alerts: [
    {
      alert: 'ClockSkewed',
      when: 'one of two clocks is two seconds late',
      series: { ...timex('n1', '-2x30', '1x30'), ...timex('n2', '0.001x30', '1x30') },
      at: '15m',
      fires: [{ labels: { instance: 'n1' }, description: 'The clock of the node n1 is off by 2s.' }],
    },
    {
      alert: 'ClockSkewed',
      when: 'nothing sets the clock',
      series: timex('n1', '2x30', '0x30'),
      at: '15m',
      fires: [],
    },
    {
      alert: 'ClockNotSynchronizing',
      when: 'the time server is away',
      series: { ...timex('n1', '0x60', '1x10 0x50'), ...timex('n2', '0x60', '1x60') },
      at: '45m',
      fires: [
        {
          labels: { instance: 'n1' },
          description: 'The clock of the node n1 was synchronized, and is not now.',
        },
      ],
    },
    {
      alert: 'ClockNotSynchronizing',
      when: 'the time server has been away for more than a week',
      series: timex('n1', '0x2400', '1x12 0x2400'),
      at: '192h',
      every: '5m',
      fires: [
        { labels: { instance: 'n1' }, description: 'The clock of the node n1 was synchronized, and is not now.' },
      ],
    },
    {
      alert: 'ClockNotSynchronizing',
      when: 'no time server was ever used',
      series: timex('n1', '0x60', '0x60'),
      at: '45m',
      fires: [],
    },
  ],
};
