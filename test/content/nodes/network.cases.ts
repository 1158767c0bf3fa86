import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';

/** An interface with a hundred packets a minute each way, of which this many that come have the problem. */
const traffic = (node: string, device: string, problem: string, each: number, packets = 100): SeriesValues => ({
  ...onNode(node, `node_network_receive_${problem}_total`, `0+${each}x60`, { device }),
  ...onNode(node, `node_network_transmit_${problem}_total`, '0x60', { device }),
  ...onNode(node, 'node_network_receive_packets_total', `0+${packets}x60`, { device }),
  ...onNode(node, 'node_network_transmit_packets_total', `0+${packets}x60`, { device }),
});
const tracked = (node: string, entries: string, limit: string): SeriesValues => ({
  ...onNode(node, 'node_nf_conntrack_entries', entries),
  ...onNode(node, 'node_nf_conntrack_entries_limit', limit),
});

export const nodesNetwork: TopicCases = {
  alerts: [
    {
      alert: 'NodeNetworkErrors',
      when: 'a cable is bad',
      series: { ...traffic('n1', 'eth0', 'errs', 10), ...traffic('n2', 'eth0', 'errs', 0) },
      at: '40m',
      fires: [
        {
          labels: { instance: 'n1', device: 'eth0' },
          description: '5% of the packets of eth0 on the node n1 have errors.',
        },
      ],
    },
    {
      alert: 'NodeNetworkErrors',
      when: 'one packet of two hundred has an error, or one of a few',
      series: { ...traffic('n1', 'eth0', 'errs', 1), ...traffic('n1', 'eth1', 'errs', 1, 2) },
      at: '40m',
      fires: [],
    },
    {
      alert: 'NodeNetworkDrops',
      when: 'a tenth of the packets is dropped',
      series: { ...traffic('n1', 'eth0', 'drop', 80, 400), ...traffic('n1', 'eth1', 'drop', 0, 400) },
      at: '40m',
      fires: [
        { labels: { instance: 'n1', device: 'eth0' }, description: 'eth0 on the node n1 drops 10% of its packets.' },
      ],
    },
    {
      alert: 'NodeNetworkDrops',
      when: 'a few packets of unknown kinds are dropped',
      series: traffic('n1', 'eth0', 'drop', 16, 400),
      at: '40m',
      fires: [],
    },
    {
      alert: 'NodeNetworkDrops',
      when: 'an interface that nothing uses drops the two packets that come in a minute',
      series: traffic('n1', 'eth1', 'drop', 2, 1),
      at: '40m',
      fires: [],
    },
    {
      alert: 'NodeConntrackNearlyFull',
      when: 'nine of ten places are taken',
      series: { ...tracked('n1', '90x20', '100x20'), ...tracked('n2', '10x20', '100x20') },
      at: '8m',
      fires: [{ labels: { instance: 'n1' }, description: '90% of the connection table of the node n1 is in use.' }],
    },
    {
      alert: 'NodeConntrackNearlyFull',
      when: 'half is taken, and a node has no limit',
      series: { ...tracked('n1', '50x20', '100x20'), ...tracked('n2', '50x20', '0x20') },
      at: '8m',
      fires: [],
    },
  ],
};
