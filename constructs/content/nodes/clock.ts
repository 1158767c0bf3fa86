import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { latched } from '../lib/latched.ts';

const NODE = 'job="node-exporter"';

const dashboard: Alert['dashboard'] = { uid: 'nodes', choose: { node: 'instance' } };

/** Is a node's clock synchronized? Both are silent where it was never synchronized. */
export const clock = {
  name: 'clock',
  needs: ['node-exporter'],
  alerts: [
    {
      name: 'ClockSkewed',
      summary: 'The clock of a node is wrong.',
      description: 'The clock of the node {{ $labels.instance }} is off by {{ $value | humanizeDuration }}.',
      expr: `max by (instance) (abs(node_timex_offset_seconds{${NODE}}))
# Without NTP the offset means nothing.
and on (instance) node_timex_sync_status{${NODE}} == 1`,
      above: 0.05,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ClockNotSynchronizing',
      summary: 'The clock of a node is no longer set by a time server.',
      description: 'The clock of the node {{ $labels.instance }} was synchronized, and is not now.',
      expr: `max by (instance) (node_timex_sync_status{${NODE}}) == 0
and on (instance) (max_over_time(node_timex_sync_status{${NODE}}[7d]) == 1 or ${latched('ClockNotSynchronizing')})`,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
