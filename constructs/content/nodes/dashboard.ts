import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat, table } from '../../kit/dashboards/dashboard-panel.ts';
import type { Query, Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { ERRORS_OF_ALL, field, logsOfPod, toPod } from '../lib/links.ts';
import { workingSet } from '../lib/queries.ts';
import { curves } from '../lib/signals.ts';

const NODE = `job="node-exporter", instance=~"$node"`;
const CONDITION = `job="kube-state-metrics", node=~"$node"`;

const LINKS = [ERRORS_OF_ALL];

/** File systems in the memory of a pod or the kernel: their size is irrelevant. */
const FILES = `${NODE}, fstype!~"tmpfs|ramfs"`;

/** Seconds per second, of a counter with this `by`. */
const perSecond = (metric: string, matchers = NODE) => `rate(${metric}{${matchers}}[$__rate_interval])`;

const CPU_USED = `1 - avg by (instance) (sum by (instance, cpu) (${perSecond('node_cpu_seconds_total', `${NODE}, mode=~"idle|iowait"`)}))`;
const MEMORY_USED = `1 - max by (instance) (node_memory_MemAvailable_bytes{${NODE}}) / max by (instance) (node_memory_MemTotal_bytes{${NODE}})`;
const CORES = `count by (instance) (node_cpu_seconds_total{${NODE}, mode="idle"})`;

const used = (by: string, free: string, all: string) =>
  `max by (${by}) (1 - node_filesystem_${free}{${FILES}} / (node_filesystem_${all}{${FILES}} > 0))`;

const perNode = (expr: string): [Query] => [{ expr, legend: '{{instance}}' }];

const ready: Signal = {
  title: 'Nodes that are ready',
  description:
    'Nodes on which pods can run. A node that is not ready for five minutes loses its pods: describe it with kubectl, and look at its kubelet.',
  unit: 'short',
  queries: [
    {
      expr: `sum(max by (node) (kube_node_status_condition{${CONDITION}, condition="Ready", status="true"}))`,
      legend: 'ready',
    },
  ],
};

const notReady: Signal = {
  title: 'Nodes that are not',
  description: 'Nodes that are in the cluster but not ready. Describe them with kubectl: the conditions say why.',
  unit: 'short',
  queries: [
    {
      expr: `sum(max by (node) (kube_node_status_condition{${CONDITION}, condition="Ready", status=~"false|unknown"}))`,
      legend: 'not ready',
    },
  ],
  thresholds: { red: 1 },
};

const pressed: Signal = {
  title: 'Nodes under pressure',
  description:
    'Conditions MemoryPressure, DiskPressure and PIDPressure that hold. The kubelet then evicts pods: free memory or disk space, or add a node.',
  unit: 'short',
  queries: [
    {
      expr: `sum(max by (node, condition) (kube_node_status_condition{${CONDITION}, condition=~"(Memory|Disk|PID)Pressure", status="true"}))`,
      legend: 'conditions',
    },
  ],
  thresholds: { red: 1 },
};

const overview: Signal = {
  title: 'All nodes',
  description:
    'One line for each chosen node; the fullest file system of each. Look for the one that differs, then choose it at the top.',
  unit: 'percentunit',
  queries: [
    { expr: CORES, legend: 'Cores', unit: 'short' },
    { expr: CPU_USED, legend: 'CPU used' },
    { expr: MEMORY_USED, legend: 'Memory used' },
    { expr: used('instance', 'avail_bytes', 'size_bytes'), legend: 'Disk used' },
    { expr: `time() - max by (instance) (node_boot_time_seconds{${NODE}})`, legend: 'Up for', unit: 's' },
  ],
};

const cpu: Signal = {
  title: 'CPU usage',
  description: 'Share of all cores that is busy. Near 100 % for long, add nodes, or lower what the pods do.',
  unit: 'percentunit',
  queries: perNode(CPU_USED),
  max: 1,
};

const load: Signal = {
  title: 'Load per core',
  description:
    'Threads that run or wait for CPU or disk, over 5 minutes, for each core. Above 1 they queue; with an idle CPU, they wait for the disk.',
  unit: 'short',
  queries: perNode(`max by (instance) (node_load5{${NODE}}) / ${CORES}`),
};

const cpuPressure: Signal = {
  title: 'CPU pressure',
  description:
    'Share of time in which some thread waited for CPU. It says what the usage cannot: whether anybody suffers. Empty if the kernel does not measure it.',
  unit: 'percentunit',
  queries: perNode(`max by (instance) (${perSecond('node_pressure_cpu_waiting_seconds_total')})`),
};

const memory: Signal = {
  title: 'Memory usage',
  description:
    'Share that is in use and cannot be freed. Near 100 % the kubelet evicts pods, and then the kernel kills processes.',
  unit: 'percentunit',
  queries: perNode(MEMORY_USED),
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
};

const memoryPressure: Signal = {
  title: 'Memory pressure',
  description:
    'Share of time in which some thread waited for memory. Above zero for long, the node is short of it. Empty if the kernel does not measure it.',
  unit: 'percentunit',
  queries: perNode(`max by (instance) (${perSecond('node_pressure_memory_waiting_seconds_total')})`),
};

const largestPods: Signal = {
  title: 'Largest pods',
  description: 'The ten pods of the chosen nodes with the largest working set. Click a line for the logs of its pod.',
  unit: 'bytes',
  queries: [{ expr: `topk(10, ${workingSet('node=~"$node"')})`, legend: '{{namespace}} {{pod}}' }],
  links: [logsOfPod(`&var-namespace=${field('namespace')}`), toPod()],
};

const disk: Signal = {
  title: 'Disk space used',
  description:
    'Share of each file system. The kubelet removes images at 85 % and evicts pods when less than 10 % are free, unless it is set otherwise.',
  unit: 'percentunit',
  queries: [{ expr: used('instance, device', 'avail_bytes', 'size_bytes'), legend: '{{instance}} {{device}}' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
};

const inodes: Signal = {
  title: 'Inodes used',
  description:
    'Share of the files that each file system can hold. At 100 % nothing can be created although space is left: look for folders with very many small files.',
  unit: 'percentunit',
  queries: [{ expr: used('instance, device', 'files_free', 'files'), legend: '{{instance}} {{device}}' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
};

const diskPressure: Signal = {
  title: 'Disk pressure',
  description:
    'Share of time in which some thread waited for a disk. High values slow everything on the node. Empty if the kernel does not measure it.',
  unit: 'percentunit',
  queries: perNode(`max by (instance) (${perSecond('node_pressure_io_waiting_seconds_total')})`),
};

const diskThroughput: Signal = {
  title: 'Disk throughput',
  description: 'Bytes that each disk reads and writes per second. Compare with what the disk or the cloud allows.',
  unit: 'Bps',
  queries: [
    { expr: perSecond('node_disk_read_bytes_total'), legend: '{{instance}} {{device}} read' },
    { expr: perSecond('node_disk_written_bytes_total'), legend: '{{instance}} {{device}} written' },
  ],
};

const diskBusy: Signal = {
  title: 'Disk busy',
  description:
    'Share of time in which a disk had work. At 100 % a spinning disk is at its end; a solid-state disk may take more in parallel.',
  unit: 'percentunit',
  queries: [{ expr: perSecond('node_disk_io_time_seconds_total'), legend: '{{instance}} {{device}}' }],
};

const INTERFACE = `${NODE}, device!~"lo|veth.*"`;

const network: Signal = {
  title: 'Network',
  description:
    'Bytes per second of each interface of the nodes; those of pods are left out. Compare with what the machine or the cloud allows.',
  unit: 'Bps',
  queries: [
    { expr: perSecond('node_network_receive_bytes_total', INTERFACE), legend: '{{instance}} {{device}} in' },
    { expr: perSecond('node_network_transmit_bytes_total', INTERFACE), legend: '{{instance}} {{device}} out' },
  ],
};

const networkTrouble: Signal = {
  title: 'Network errors and drops',
  description:
    'Packets per second that were broken or thrown away. Above zero for long: cable, driver, or too much traffic.',
  unit: 'pps',
  queries: [
    {
      expr: `sum by (instance) (${perSecond('node_network_receive_errs_total', INTERFACE)} + ${perSecond('node_network_transmit_errs_total', INTERFACE)})`,
      legend: '{{instance}} errors',
    },
    {
      expr: `sum by (instance) (${perSecond('node_network_receive_drop_total', INTERFACE)} + ${perSecond('node_network_transmit_drop_total', INTERFACE)})`,
      legend: '{{instance}} drops',
    },
  ],
};

export const nodes = dashboard({
  uid: 'nodes',
  title: 'Nodes',
  description: 'Are the machines healthy, and what are they short of: CPU, memory, disk or network?',
  tags: ['monitoring', 'nodes'],
  variables: [
    metricLabel({ name: 'node', label: 'Node', all: 'listed' }, 'instance', 'node_uname_info{job="node-exporter"}'),
  ],
  rows: [
    row('Overview', [
      stat(ready, { width: 8 }),
      stat(notReady, { width: 8 }),
      stat(pressed, { width: 8 }),
      table(overview, { by: 'instance', width: 24, height: 6 }),
    ]),
    row('CPU', curves([cpu, load, cpuPressure], { width: 8, links: LINKS })),
    row('Memory', curves([memory, memoryPressure, largestPods], { width: 8, links: LINKS })),
    row('Disk', [
      ...curves([disk, inodes, diskPressure], { width: 8, links: LINKS }),
      ...curves([diskThroughput, diskBusy], { width: 12, links: LINKS }),
    ]),
    row('Network', curves([network, networkTrouble], { width: 12, links: LINKS })),
  ],
});
