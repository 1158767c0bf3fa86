import type { SeriesValues, TopicCases } from '../../lib/alerts/case.ts';
import { onNode } from '../../lib/alerts/on-node.ts';
import type { Labels } from '../../lib/alerts/series.ts';

const ROOT = { device: '/dev/sda1', mountpoint: '/', fstype: 'ext4' };
const BOUND = { ...ROOT, mountpoint: '/etc/hosts' };
const FULL_DISK = { instance: 'n1', device: '/dev/sda1' };

/** A disk that is mounted twice, of which this much of a hundred is free. */
const disk = (node: string, free: string, readonly = '0x500', labels: Labels = {}): SeriesValues => ({
  ...onNode(node, 'node_filesystem_avail_bytes', free, { ...ROOT, ...labels }),
  ...onNode(node, 'node_filesystem_avail_bytes', free, { ...BOUND, ...labels }),
  ...onNode(node, 'node_filesystem_size_bytes', '100x500', { ...ROOT, ...labels }),
  ...onNode(node, 'node_filesystem_size_bytes', '100x500', { ...BOUND, ...labels }),
  ...onNode(node, 'node_filesystem_readonly', readonly, { ...ROOT, ...labels }),
  ...onNode(node, 'node_filesystem_readonly', readonly, { ...BOUND, ...labels }),
});
const inodes = (node: string, free: string): SeriesValues => ({
  ...onNode(node, 'node_filesystem_files_free', free, ROOT),
  ...onNode(node, 'node_filesystem_files', '100x500', ROOT),
  ...onNode(node, 'node_filesystem_readonly', '0x500', ROOT),
});

export const nodesDisks: TopicCases = {
  alerts: [
    {
      alert: 'NodeDiskFull',
      when: 'two percent are free on a disk that is mounted twice',
      series: { ...disk('n1', '2x20'), ...disk('n2', '50x20') },
      at: '8m',
      fires: [{ labels: FULL_DISK, description: '2% of /dev/sda1 on the node n1 is free.' }],
    },
    {
      alert: 'NodeDiskFull',
      when: 'what is full is an image that nobody can write to, or memory',
      series: {
        ...disk('n1', '0x20', '1x20', { device: '/dev/loop3', fstype: 'squashfs' }),
        ...disk('n1', '0x20', '0x20', { device: 'tmpfs', fstype: 'tmpfs' }),
      },
      at: '8m',
      fires: [],
    },
    {
      alert: 'NodeDiskFull',
      when: 'a twentieth of a large disk is free, or it is the volume of a pod',
      series: {
        ...onNode('n1', 'node_filesystem_avail_bytes', '9e11x20', ROOT),
        ...onNode('n1', 'node_filesystem_size_bytes', '2e13x20', ROOT),
        ...disk('n1', '1x20', '0x20', {
          device: '/dev/sdb',
          mountpoint: '/var/lib/k0s/kubelet/pods/0a1b/volumes/kubernetes.io~csi/pvc-1/mount',
        }),
      },
      at: '8m',
      fires: [],
    },
    {
      alert: 'NodeDiskFillingFast',
      when: 'a log runs away',
      series: { ...disk('n1', '60x240 60-1x60'), ...disk('n2', '10x300') },
      at: '293m',
      fires: [
        {
          labels: FULL_DISK,
          description: '8% of /dev/sda1 on the node n1 is free, and it will be full within 4 hours.',
        },
      ],
    },
    {
      alert: 'NodeDiskFillingFast',
      when: 'an image took a lot at once, or the node is new',
      series: { ...disk('n1', '30x240 30-5x3 14x60'), ...disk('n2', '60-1x60') },
      at: '265m',
      fires: [],
    },
    {
      alert: 'NodeInodesFillingFast',
      when: 'a program leaves small files behind',
      series: { ...inodes('n1', '60x240 60-1x60'), ...inodes('n2', '10x300') },
      at: '293m',
      fires: [
        {
          labels: FULL_DISK,
          description:
            '8% of the inodes of /dev/sda1 on the node n1 are free, and they will be used up within 4 hours.',
        },
      ],
    },
    {
      alert: 'NodeInodesFillingFast',
      when: 'they have been few for long',
      series: inodes('n1', '10x300'),
      at: '293m',
      fires: [],
    },
    {
      alert: 'NodeDiskFilling',
      when: 'three percent an hour are written',
      series: { ...disk('n1', '50-0.05x500'), ...disk('n2', '20x500') },
      at: '400m',
      fires: [
        {
          labels: FULL_DISK,
          description: '30% of /dev/sda1 on the node n1 is free, and it will be full within 24 hours.',
        },
      ],
    },
    {
      alert: 'NodeDiskFilling',
      when: 'a node pulls its images, two hours after it came',
      series: disk('n1', '40-0.2x120'),
      at: '110m',
      fires: [],
    },
    {
      alert: 'NodeInodesUsedUp',
      when: 'one percent is free',
      series: { ...inodes('n1', '1x20'), ...inodes('n2', '90x20') },
      at: '8m',
      fires: [{ labels: FULL_DISK, description: '1% of the inodes of /dev/sda1 on the node n1 are free.' }],
    },
    {
      alert: 'NodeInodesUsedUp',
      when: 'six percent are free',
      series: inodes('n1', '6x20'),
      at: '8m',
      fires: [],
    },
    {
      alert: 'NodeInodesFilling',
      when: 'three percent an hour are used up',
      series: { ...inodes('n1', '50-0.05x500'), ...inodes('n2', '20x500') },
      at: '400m',
      fires: [
        {
          labels: FULL_DISK,
          description:
            '30% of the inodes of /dev/sda1 on the node n1 are free, and they will be used up within 24 hours.',
        },
      ],
    },
    {
      alert: 'NodeInodesFilling',
      when: 'at this rate it takes two days',
      series: inodes('n1', '42-0.01x500'),
      at: '400m',
      fires: [],
    },
    {
      alert: 'NodeFileSystemReadOnly',
      when: 'the kernel gave up writing to a disk',
      series: {
        ...onNode('n1', 'node_filesystem_readonly', '0x10 1x20', ROOT),
        ...onNode('n2', 'node_filesystem_readonly', '0x30', ROOT),
      },
      at: '15m',
      fires: [
        {
          labels: { instance: 'n1', device: '/dev/sda1', mountpoint: '/' },
          description: '/dev/sda1, mounted at / on the node n1, can no longer be written to.',
        },
      ],
    },
    {
      alert: 'NodeFileSystemReadOnly',
      when: 'it has been so for more than a week',
      series: onNode('n1', 'node_filesystem_readonly', '0x12 1x2400', ROOT),
      at: '192h',
      every: '5m',
      fires: [
        {
          labels: { instance: 'n1', device: '/dev/sda1', mountpoint: '/' },
          description: '/dev/sda1, mounted at / on the node n1, can no longer be written to.',
        },
      ],
    },
    {
      alert: 'NodeFileSystemReadOnly',
      when: 'it always was',
      series: onNode('n1', 'node_filesystem_readonly', '1x30', ROOT),
      at: '15m',
      fires: [],
    },
    {
      alert: 'NodeDiskSaturated',
      when: 'three quarters of the time are lost',
      series: {
        ...onNode('n1', 'node_pressure_io_stalled_seconds_total', '0+45x60'),
        ...onNode('n2', 'node_pressure_io_stalled_seconds_total', '0+1x60'),
      },
      at: '40m',
      fires: [
        {
          labels: { instance: 'n1' },
          description: 'On the node n1, all work stands still 75% of the time, because of its disks.',
        },
      ],
    },
    {
      alert: 'NodeDiskSaturated',
      when: 'a backup runs for twenty minutes',
      series: onNode('n1', 'node_pressure_io_stalled_seconds_total', '0x15 0+45x20 900x30'),
      at: '40m',
      fires: [],
    },
  ],
  records: [
    {
      record: 'instance_device:node_filesystem_available:ratio',
      when: 'a disk is mounted twice, and an image is read-only',
      series: { ...disk('n1', '25x20'), ...disk('n1', '0x20', '1x20', { device: '/dev/loop3', fstype: 'squashfs' }) },
      at: '8m',
      gives: [{ labels: FULL_DISK, value: 0.25 }],
    },
    {
      record: 'instance_device:node_filesystem_inodes_free:ratio',
      when: 'three quarters are free',
      series: inodes('n1', '75x20'),
      at: '8m',
      gives: [{ labels: FULL_DISK, value: 0.75 }],
    },
  ],
};
