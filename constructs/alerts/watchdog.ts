import { Duration } from 'cdk8s';
import type { Alert } from '../lib/alert.ts';

/** Always fires: where it stops arriving, alerting is broken. */
export const watchdog: Alert = {
  name: 'Watchdog',
  summary: 'Alerting works.',
  description:
    'This alert always fires. If {{ $labels.alertname }} stops arriving, alerts are not evaluated or not sent.',
  expr: 'vector(1)',
  for: Duration.seconds(0),
  severity: 'none',
};
