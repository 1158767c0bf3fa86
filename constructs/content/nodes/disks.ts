import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { latched } from '../lib/latched.ts';

const NODE = 'job="node-exporter"';

/**
 * Without file systems in the memory of a pod or the kernel, whose size is irrelevant, and without the volumes of pods, wherever
 * the kubelet keeps them: they have alerts of their own.
 */
const FILES = `${NODE}, fstype!~"tmpfs|ramfs", mountpoint!~".*/(pods/[^/]+/volume.*|plugins/kubernetes[.]io/.+)"`;

const AVAILABLE = 'instance_device:node_filesystem_available:ratio';
const INODES = 'instance_device:node_filesystem_inodes_free:ratio';

/** Bytes that are free on a disk that is not full, whatever share of it they are. */
const ENOUGH = '50e9';

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'instance' } };

/** The free share of writable file systems. Images and disks without inodes of their own are always full. */
const free = (left: string, all: string) => `min by (instance, device) (
  node_filesystem_${left}{${FILES}} / (node_filesystem_${all}{${FILES}} > 0)
  unless node_filesystem_readonly{${FILES}} == 1
)`;

/** Three hours of history: the start of a node, when images are pulled, is no basis for a prediction. */
const predicted = (ratio: string, ranges: readonly string[], hours: number) =>
  [
    ratio,
    ...ranges.map((range) => `and on (instance, device) predict_linear(${ratio}[${range}], ${hours} * 3600) < 0`),
    `and on (instance, device) ${ratio} offset 3h`,
  ].join('\n');

const filling = (ratio: string) => predicted(ratio, ['6h'], 24);

/** For half an hour, and still: what an image or a build took at once is over. */
const fillingFast = (ratio: string) => predicted(ratio, ['30m', '10m'], 4);

/** Can a node write to its disks? */
export const nodesDisks = {
  name: 'nodes-disks',
  needs: ['node-exporter'],
  records: [
    { record: AVAILABLE, expr: free('avail_bytes', 'size_bytes') },
    { record: INODES, expr: free('files_free', 'files') },
  ],
  alerts: [
    {
      name: 'NodeDiskFull',
      summary: 'A disk of a node is full.',
      description:
        '{{ $value | humanizePercentage }} of {{ $labels.device }} on the node {{ $labels.instance }} is free.',
      // A twentieth of a large disk is much.
      expr: `${AVAILABLE}
and on (instance, device) min by (instance, device) (node_filesystem_avail_bytes{${FILES}}) < ${ENOUGH}`,
      below: 0.05,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeDiskFilling',
      summary: 'A disk of a node will be full within a day.',
      description:
        '{{ $value | humanizePercentage }} of {{ $labels.device }} on the node {{ $labels.instance }} is free, and it will be full within 24 hours.',
      expr: filling(AVAILABLE),
      below: 0.4,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeDiskFillingFast',
      summary: 'A disk of a node will be full within hours.',
      description:
        '{{ $value | humanizePercentage }} of {{ $labels.device }} on the node {{ $labels.instance }} is free, and it will be full within 4 hours.',
      expr: fillingFast(AVAILABLE),
      // Where the kubelet begins to delete images.
      below: 0.15,
      // Longer than that of a full disk: what is full at once is told once.
      for: Duration.minutes(6),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeInodesUsedUp',
      summary: 'A disk of a node can hold no more files.',
      description:
        '{{ $value | humanizePercentage }} of the inodes of {{ $labels.device }} on the node {{ $labels.instance }} are free.',
      expr: INODES,
      below: 0.05,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeInodesFilling',
      summary: 'A disk of a node will be able to hold no more files within a day.',
      description:
        '{{ $value | humanizePercentage }} of the inodes of {{ $labels.device }} on the node {{ $labels.instance }} are free, and they will be used up within 24 hours.',
      expr: filling(INODES),
      below: 0.4,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeInodesFillingFast',
      summary: 'A disk of a node will be able to hold no more files within hours.',
      description:
        '{{ $value | humanizePercentage }} of the inodes of {{ $labels.device }} on the node {{ $labels.instance }} are free, and they will be used up within 4 hours.',
      expr: fillingFast(INODES),
      below: 0.15,
      for: Duration.minutes(6),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeFileSystemReadOnly',
      summary: 'A file system of a node has become read-only.',
      description:
        '{{ $labels.device }}, mounted at {{ $labels.mountpoint }} on the node {{ $labels.instance }}, can no longer be written to.',
      // Some are read-only by design, and always were.
      expr: `max by (instance, device, mountpoint) (node_filesystem_readonly{${FILES}}) == 1
and on (instance, device, mountpoint) (
  min_over_time(node_filesystem_readonly{${FILES}}[7d]) == 0
  or ${latched('NodeFileSystemReadOnly')}
)`,
      for: Duration.minutes(2),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'NodeDiskSaturated',
      summary: 'Everything on a node waits for its disks.',
      description:
        'On the node {{ $labels.instance }}, all work stands still {{ $value | humanizePercentage }} of the time, because of its disks.',
      // The busy time of a disk that serves requests in parallel says little: stall time does.
      expr: `max by (instance) (rate(node_pressure_io_stalled_seconds_total{${NODE}}[5m]))`,
      above: 0.5,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
