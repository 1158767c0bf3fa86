import type { TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';

const memory = (node: string, available: string) => ({
  ...onNode(node, 'node_memory_MemAvailable_bytes', available),
  ...onNode(node, 'node_memory_MemTotal_bytes', '100x60'),
});
/** Idle seconds a minute of both processors. */
const idle = (node: string, first: number, second: number) => ({
  ...onNode(node, 'node_cpu_seconds_total', `0+${first}x60`, { cpu: '0', mode: 'idle' }),
  ...onNode(node, 'node_cpu_seconds_total', `0+${second}x60`, { cpu: '1', mode: 'idle' }),
  ...onNode(node, 'node_cpu_seconds_total', '0+60x60', { cpu: '0', mode: 'user' }),
});
const collector = (node: string, name: string, values: string) =>
  onNode(node, 'node_scrape_collector_success', values, { collector: name });

export const nodesResources: TopicCases = {
  alerts: [
    {
      alert: 'NodeMemoryNearlyFull',
      when: 'one of two nodes has two percent left',
      series: { ...memory('n1', '2x30'), ...memory('n2', '50x30') },
      at: '12m',
      fires: [{ labels: { instance: 'n1' }, description: '98% of the memory of the node n1 is in use.' }],
    },
    {
      alert: 'NodeMemoryNearlyFull',
      when: 'it is short for five minutes',
      series: memory('n1', '50x6 2x5 50x20'),
      at: '12m',
      fires: [],
    },
    {
      alert: 'NodeMemoryStalls',
      when: 'a quarter of the time is lost',
      series: {
        ...onNode('n1', 'node_pressure_memory_stalled_seconds_total', '0+15x30'),
        ...onNode('n2', 'node_pressure_memory_stalled_seconds_total', '0x30'),
      },
      at: '20m',
      fires: [
        {
          labels: { instance: 'n1' },
          description:
            'On the node n1, all work stands still 25% of the time, because pages are moved between memory and disk.',
        },
      ],
    },
    {
      alert: 'NodeMemoryStalls',
      when: 'a twentieth of the time is lost',
      series: onNode('n1', 'node_pressure_memory_stalled_seconds_total', '0+3x30'),
      at: '20m',
      fires: [],
    },
    {
      alert: 'NodeOutOfMemory',
      when: 'two processes are killed while memory is short',
      series: {
        ...memory('n1', '3x30'),
        // Ten of the eleven minutes, so that what is counted is what happened.
        ...onNode('n1', 'node_vmstat_oom_kill', '5x12 7x20'),
      },
      at: '15m',
      fires: [
        { labels: { instance: 'n1' }, description: 'The kernel of the node n1 killed 2 processes within 10 minutes.' },
      ],
    },
    {
      alert: 'NodeOutOfMemory',
      when: 'a container hits its own limit on a node with free memory',
      series: { ...memory('n1', '60x30'), ...onNode('n1', 'node_vmstat_oom_kill', '5x12 7x20') },
      at: '15m',
      fires: [],
    },
    {
      alert: 'NodeCpuSaturated',
      when: 'its processors idle for a fiftieth of the time',
      series: { ...idle('n1', 1.2, 1.2), ...idle('n2', 30, 30) },
      at: '40m',
      fires: [{ labels: { instance: 'n1' }, description: 'The node n1 uses 98% of its processors.' }],
    },
    {
      alert: 'NodeCpuSaturated',
      when: 'its processors wait for a disk',
      series: {
        ...idle('n1', 0.6, 0.6),
        ...onNode('n1', 'node_cpu_seconds_total', '0+58x60', { cpu: '0', mode: 'iowait' }),
        ...onNode('n1', 'node_cpu_seconds_total', '0+58x60', { cpu: '1', mode: 'iowait' }),
      },
      at: '40m',
      fires: [],
    },
    {
      alert: 'NodeCpuSaturated',
      when: 'one of its two processors is busy',
      series: idle('n1', 0, 60),
      at: '40m',
      fires: [],
    },
    {
      alert: 'NodeFileDescriptorsNearlyUsed',
      when: 'nine of ten are open',
      series: {
        ...onNode('n1', 'node_filefd_allocated', '900x30'),
        ...onNode('n1', 'node_filefd_maximum', '1000x30'),
        ...onNode('n2', 'node_filefd_allocated', '100x30'),
        ...onNode('n2', 'node_filefd_maximum', '1000x30'),
      },
      at: '20m',
      fires: [{ labels: { instance: 'n1' }, description: '90% of the file descriptors of the node n1 are in use.' }],
    },
    {
      alert: 'NodeFileDescriptorsNearlyUsed',
      when: 'the kernel sets no limit worth the name',
      series: {
        ...onNode('n1', 'node_filefd_allocated', '900x30'),
        ...onNode('n1', 'node_filefd_maximum', '9223372036854775807x30'),
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'NodeExporterCollectorFailing',
      when: 'it worked before',
      series: { ...collector('n1', 'diskstats', '1x10 0x30'), ...collector('n1', 'netdev', '1x40') },
      at: '30m',
      fires: [
        {
          labels: { instance: 'n1', collector: 'diskstats' },
          description: 'On the node n1, node-exporter can no longer read diskstats.',
        },
      ],
    },
    {
      alert: 'NodeExporterCollectorFailing',
      when: 'it has failed for more than a day',
      series: collector('n1', 'filesystem', '1x12 0x340'),
      at: '27h',
      every: '5m',
      fires: [
        {
          labels: { instance: 'n1', collector: 'filesystem' },
          description: 'On the node n1, node-exporter can no longer read filesystem.',
        },
      ],
    },
    {
      alert: 'NodeExporterCollectorFailing',
      when: 'the node never had such hardware',
      series: collector('n1', 'infiniband', '0x40'),
      at: '30m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'instance:node_cpu_utilization:ratio_rate5m',
      when: 'one of two processors is busy, and another node is idle',
      series: { ...idle('n1', 0, 60), ...idle('n2', 60, 60) },
      at: '20m',
      gives: [
        { labels: { instance: 'n1' }, value: 0.5 },
        { labels: { instance: 'n2' }, value: 0 },
      ],
    },
    {
      record: 'instance:node_memory_utilization:ratio',
      when: 'a quarter and half of the memory are available',
      series: { ...memory('n1', '25x30'), ...memory('n2', '50x30') },
      at: '20m',
      gives: [
        { labels: { instance: 'n1' }, value: 0.75 },
        { labels: { instance: 'n2' }, value: 0.5 },
      ],
    },
  ],
};
