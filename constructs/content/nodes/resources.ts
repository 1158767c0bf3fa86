import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { latched } from '../lib/latched.ts';

const NODE = 'job="node-exporter"';

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'instance' } };

/** Does a node have enough CPU and memory? */
export const nodesResources = {
  name: 'nodes-resources',
  needs: ['node-exporter'],
  records: [
    {
      record: 'instance:node_cpu_utilization:ratio_rate5m',
      // A processor that waits for a disk is idle.
      expr: `1 - avg by (instance) (sum by (instance, cpu) (rate(node_cpu_seconds_total{${NODE}, mode=~"idle|iowait"}[5m])))`,
    },
    {
      record: 'instance:node_memory_utilization:ratio',
      expr: `1 - max by (instance) (node_memory_MemAvailable_bytes{${NODE}}) / max by (instance) (node_memory_MemTotal_bytes{${NODE}})`,
    },
  ],
  alerts: [
    {
      name: 'NodeMemoryNearlyFull',
      summary: 'A node has almost no memory left.',
      description: '{{ $value | humanizePercentage }} of the memory of the node {{ $labels.instance }} is in use.',
      expr: 'instance:node_memory_utilization:ratio',
      above: 0.95,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeMemoryStalls',
      summary: 'Everything on a node waits for memory.',
      description:
        'On the node {{ $labels.instance }}, all work stands still {{ $value | humanizePercentage }} of the time, because pages are moved between memory and disk.',
      // Swapping and major page faults alone may be harmless: stall time is what users notice.
      expr: `max by (instance) (rate(node_pressure_memory_stalled_seconds_total{${NODE}}[5m]))`,
      above: 0.1,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeOutOfMemory',
      summary: 'A node ran out of memory, and its kernel killed a process.',
      description:
        'The kernel of the node {{ $labels.instance }} killed {{ $value | humanize }} processes within 10 minutes.',
      // If the node had memory left, a container hit its own limit: ContainerOomKilled.
      expr: `max by (instance) (round(increase(node_vmstat_oom_kill{${NODE}}[10m])))
and on (instance) max_over_time(instance:node_memory_utilization:ratio[10m]) > 0.9`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeCpuSaturated',
      summary: 'The processors of a node have had no pause for half an hour.',
      description: 'The node {{ $labels.instance }} uses {{ $value | humanizePercentage }} of its processors.',
      expr: 'instance:node_cpu_utilization:ratio_rate5m',
      above: 0.95,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeFileDescriptorsNearlyUsed',
      summary: 'A node can open almost no more files.',
      description:
        '{{ $value | humanizePercentage }} of the file descriptors of the node {{ $labels.instance }} are in use.',
      expr: `max by (instance) (node_filefd_allocated{${NODE}} / node_filefd_maximum{${NODE}})`,
      above: 0.8,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeExporterCollectorFailing',
      summary: 'Some metrics of a node are missing.',
      description: 'On the node {{ $labels.instance }}, node-exporter can no longer read {{ $labels.collector }}.',
      // A collector for absent hardware never succeeds.
      expr: `max by (instance, collector) (node_scrape_collector_success{${NODE}}) == 0
and on (instance, collector) (
  max_over_time(node_scrape_collector_success{${NODE}}[1d]) == 1
  or ${latched('NodeExporterCollectorFailing')}
)`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
