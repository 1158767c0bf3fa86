import { Duration } from 'cdk8s';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';

/** Always fires: if its notifications stop, alerting is broken. */
export const watchdog = {
  name: 'watchdog',
  alerts: [
    {
      name: 'Watchdog',
      summary: 'Alerting works.',
      description: 'This alert always fires. If Watchdog stops arriving, alerts are not evaluated or not sent.',
      expr: 'vector(1)',
      for: Duration.seconds(0),
      severity: 'none',
    },
  ],
} as const satisfies RuleGroup;
