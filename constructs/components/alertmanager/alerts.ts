import { Duration } from 'cdk8s';
import { events } from '../../kit/rules/events.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const ALERTMANAGER = 'job="alertmanager"';

const dashboard: Alert['dashboard'] = { uid: 'grafana' };

/** Does Alertmanager tell people what it is told? */
export const alertmanager = {
  name: 'alertmanager',
  needs: ['alertmanager'],
  alerts: [
    {
      name: 'AlertmanagerDown',
      summary: 'No Alertmanager answers, so nobody is told of any alert.',
      description:
        'No pod of the job {{ $labels.job }} has answered for 15 minutes. This alert is seen at Prometheus only, unless there is another Alertmanager.',
      expr: `sum by (job) (up{${ALERTMANAGER}}) == 0
or sum by (job) (absent(up{${ALERTMANAGER}}))`,
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'AlertmanagerNotificationsFailing',
      summary: 'Notifications do not reach people.',
      description:
        '{{ $value | humanize }} notifications by {{ $labels.integration }} to the receiver {{ $labels.receiver_name }} failed within half an hour, after all retries.',
      // Each counts, however many others arrive: it may be the one that should wake somebody. It is told over both receivers.
      expr: `sum by (namespace, job, integration, receiver_name) (
${events(`alertmanager_notifications_failed_total{${ALERTMANAGER}}`, '30m')}
)`,
      above: 0,
      for: Duration.minutes(1),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'AlertmanagerConfigReloadFailed',
      summary: 'Alertmanager runs an old configuration, because it refuses the new one.',
      description:
        'Alertmanager {{ $labels.pod }} could not load its configuration. A restart would not come up again.',
      expr: `max_over_time(alertmanager_config_last_reload_successful{${ALERTMANAGER}}[5m]) == 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlertmanagerStateNotSaved',
      summary: 'Alertmanager cannot save its silences or what it has sent.',
      description:
        'Alertmanager {{ $labels.pod }} failed {{ $value | humanize }} times within an hour to save its {{ $labels.state }}. A restart would forget them.',
      // Each is saved every 15 minutes.
      expr: `label_replace(increase(alertmanager_silences_maintenance_errors_total{${ALERTMANAGER}}[1h]), "state", "silences", "", "")
or label_replace(increase(alertmanager_nflog_maintenance_errors_total{${ALERTMANAGER}}[1h]), "state", "sent notifications", "", "")`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlertmanagerRejectsAlerts',
      summary: 'Alertmanager is sent alerts that it cannot read.',
      description:
        'Alertmanager {{ $labels.pod }} rejected {{ $value | humanize }} alerts within 15 minutes. Whoever sent them believes that they arrived.',
      expr: `sum by (namespace, job, pod) (increase(alertmanager_alerts_invalid_total{${ALERTMANAGER}}[15m]))`,
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlertmanagerManySilences',
      summary: 'So many silences are active that they may hide what matters.',
      description: '{{ $value }} silences have been active at Alertmanager {{ $labels.pod }} for a day.',
      expr: `min_over_time(alertmanager_silences{${ALERTMANAGER}, state="active"}[1d])`,
      above: 20,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
