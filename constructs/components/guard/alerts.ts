import { Duration } from 'cdk8s';
import { events } from '../../kit/rules/events.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';

/** Does somebody ask for what he may not have? */
export const guard = {
  name: 'guard',
  needs: ['guard'],
  alerts: [
    {
      name: 'GuardRefusesRequests',
      summary: 'A part of the stack asked Loki or Alertmanager for something that it never needs.',
      description:
        'On the port {{ $labels.server }} of {{ $labels.app }} in {{ $labels.namespace }}, {{ $value | humanize }} requests were refused within 10 minutes. Only the pods that the network policies name reach it.',
      expr: `sum by (namespace, app, server) (
${events('caddy_http_request_duration_seconds_count{job="guard", handler="static_response", code="403"}', '10m')}
)`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard: { uid: 'logs' },
    },
  ],
} as const satisfies RuleGroup;
