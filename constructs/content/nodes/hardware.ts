import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const NODE = 'job="node-exporter"';

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'instance' } };

/** Do disks and interfaces work that stand in for each other? Most machines have none. */
export const nodesHardware = {
  name: 'nodes-hardware',
  needs: ['node-exporter'],
  alerts: [
    {
      name: 'NodeRaidDegraded',
      summary: 'A RAID array of a node lacks a disk.',
      description:
        'The array {{ $labels.device }} of the node {{ $labels.instance }} has {{ $value }} failed or missing disks.',
      expr: `max by (instance, device) (
  node_md_disks_required{${NODE}}
  - on (instance, device) sum by (instance, device) (node_md_disks{${NODE}, state="active"})
) > 0
or max by (instance, device) (node_md_disks{${NODE}, state="failed"})`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeBondingDegraded',
      summary: 'A bonded network interface of a node lacks a link.',
      description: '{{ $value }} links of {{ $labels.master }} on the node {{ $labels.instance }} are down.',
      expr: `max by (instance, master) (node_bonding_slaves{${NODE}} - node_bonding_active{${NODE}})`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
