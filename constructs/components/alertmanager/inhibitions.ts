import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** Alerts about alertmanager that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'AlertmanagerDown',
    effects: ['PrometheusAlertsNotDelivered', 'PrometheusNotificationQueueFilling'],
    equal: [],
  },
];
