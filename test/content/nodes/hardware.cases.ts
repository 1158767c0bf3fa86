import type { TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';

const array = (node: string, required: number, active: string, failed: string) => ({
  ...onNode(node, 'node_md_disks_required', `${required}x30`, { device: 'md0' }),
  ...onNode(node, 'node_md_disks', active, { device: 'md0', state: 'active' }),
  ...onNode(node, 'node_md_disks', failed, { device: 'md0', state: 'failed' }),
});
const bond = (node: string, links: number, active: string) => ({
  ...onNode(node, 'node_bonding_slaves', `${links}x30`, { master: 'bond0' }),
  ...onNode(node, 'node_bonding_active', active, { master: 'bond0' }),
});

export const nodesHardware: TopicCases = {
  alerts: [
    {
      alert: 'NodeRaidDegraded',
      when: 'one of two disks is missing, and one of another array has failed',
      series: {
        ...array('n1', 2, '1x30', '0x30'),
        ...array('n2', 2, '2x30', '1x30'),
        ...array('n3', 2, '2x30', '0x30'),
      },
      at: '16m',
      fires: [
        {
          labels: { instance: 'n1', device: 'md0' },
          description: 'The array md0 of the node n1 has 1 failed or missing disks.',
        },
        {
          labels: { instance: 'n2', device: 'md0' },
          description: 'The array md0 of the node n2 has 1 failed or missing disks.',
        },
      ],
    },
    {
      alert: 'NodeRaidDegraded',
      when: 'a disk is back within ten minutes',
      series: array('n1', 2, '2x3 1x10 2x20', '0x30'),
      at: '16m',
      fires: [],
    },
    {
      alert: 'NodeBondingDegraded',
      when: 'one of two links is down',
      series: { ...bond('n1', 2, '1x30'), ...bond('n2', 2, '2x30') },
      at: '6m',
      fires: [
        { labels: { instance: 'n1', master: 'bond0' }, description: '1 links of bond0 on the node n1 are down.' },
      ],
    },
    {
      alert: 'NodeBondingDegraded',
      when: 'a cable is changed within three minutes',
      series: bond('n1', 2, '2x2 1x3 2x20'),
      at: '7m',
      fires: [],
    },
  ],
};
