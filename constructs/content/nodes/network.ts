import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const NODE = 'job="node-exporter"';

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'instance' } };

const perSecond = (metric: string) => `rate(node_network_${metric}_total{${NODE}, device!="lo"}[5m])`;

/** Share of packets with a problem, above a minimum rate of packets: of an idle interface it says nothing. */
const share = (
  problem: string,
  moreThan: number,
) => `sum by (instance, device) (${perSecond(`receive_${problem}`)} + ${perSecond(`transmit_${problem}`)})
/ (sum by (instance, device) (${perSecond('receive_packets')} + ${perSecond('transmit_packets')}) > ${moreThan})`;

/** Does a node's network work without loss? */
export const nodesNetwork = {
  name: 'nodes-network',
  needs: ['node-exporter'],
  alerts: [
    {
      name: 'NodeNetworkErrors',
      summary: 'A network interface of a node damages packets.',
      description:
        '{{ $value | humanizePercentage }} of the packets of {{ $labels.device }} on the node {{ $labels.instance }} have errors.',
      expr: share('errs', 1),
      above: 0.01,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeNetworkDrops',
      summary: 'A network interface of a node drops packets.',
      description:
        '{{ $labels.device }} on the node {{ $labels.instance }} drops {{ $value | humanizePercentage }} of its packets.',
      // An interface with hardly any traffic receives mostly unwanted packets.
      expr: share('drop', 10),
      above: 0.05,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'NodeConntrackNearlyFull',
      summary: 'A node can track almost no more connections, and will drop new ones.',
      description:
        '{{ $value | humanizePercentage }} of the connection table of the node {{ $labels.instance }} is in use.',
      expr: `max by (instance) (node_nf_conntrack_entries{${NODE}} / (node_nf_conntrack_entries_limit{${NODE}} > 0))`,
      above: 0.8,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
