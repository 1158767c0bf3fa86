import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'alertmanager', namespace: 'monitoring', pod: 'alertmanager-a' };
const SLACK = { ...POD, integration: 'slack', receiver_name: 'warning' };
const EMAIL = { ...POD, integration: 'email', receiver_name: 'warning' };
const PAGER = { ...POD, integration: 'pagerduty', receiver_name: 'critical' };

const DOWN = {
  labels: { job: 'alertmanager' },
  description:
    'No pod of the job alertmanager has answered for 15 minutes. This alert is seen at Prometheus only, unless there is another Alertmanager.',
};

export const alertmanager: TopicCases = {
  alerts: [
    {
      alert: 'AlertmanagerDown',
      when: 'it runs',
      series: { [series('up', POD)]: '1x30' },
      at: '22m',
      fires: [],
    },
    {
      alert: 'AlertmanagerDown',
      when: 'its pod does not answer, and then is gone',
      series: { [series('up', POD)]: '1x5 0x5 stale' },
      at: '22m',
      fires: [DOWN],
    },
    {
      alert: 'AlertmanagerDown',
      when: 'it never was there',
      series: {},
      at: '16m',
      fires: [DOWN],
    },
    {
      alert: 'AlertmanagerDown',
      when: 'its pod is replaced within ten minutes',
      series: {
        [series('up', POD)]: '1x5 0x5 stale',
        [series('up', { ...POD, pod: 'alertmanager-b' })]: '_x10 0x5 1x30',
      },
      at: '14m',
      fires: [],
    },
    {
      alert: 'AlertmanagerNotificationsFailing',
      when: 'half of what goes to Slack fails, for two reasons',
      series: {
        [series('alertmanager_notifications_failed_total', { ...SLACK, reason: 'serverError' })]: '0+1x40',
        [series('alertmanager_notifications_failed_total', { ...SLACK, reason: 'clientError' })]: '0+1x40',
        [series('alertmanager_notifications_total', SLACK)]: '0+4x40',
        [series('alertmanager_notifications_failed_total', { ...EMAIL, reason: 'serverError' })]: '0x40',
        [series('alertmanager_notifications_total', EMAIL)]: '0+4x40',
      },
      at: '30m',
      fires: [
        {
          labels: { namespace: 'monitoring', job: 'alertmanager', integration: 'slack', receiver_name: 'warning' },
          description:
            '60 notifications by slack to the receiver warning failed within half an hour, after all retries.',
        },
      ],
    },
    {
      alert: 'AlertmanagerNotificationsFailing',
      when: 'a single one does not get through, beside many that do',
      series: {
        [series('alertmanager_notifications_failed_total', { ...PAGER, reason: 'serverError' })]: '_x40 1x20',
        [series('alertmanager_notifications_failed_total', { ...SLACK, reason: 'serverError' })]: '0x60',
        [series('alertmanager_notifications_total', SLACK)]: '0+20x60',
      },
      at: '50m',
      fires: [
        {
          labels: { namespace: 'monitoring', job: 'alertmanager', integration: 'pagerduty', receiver_name: 'critical' },
          description:
            '1 notifications by pagerduty to the receiver critical failed within half an hour, after all retries.',
        },
      ],
    },
    {
      alert: 'AlertmanagerNotificationsFailing',
      when: 'one failed an hour ago, and another receiver is not used',
      series: {
        [series('alertmanager_notifications_failed_total', { ...SLACK, reason: 'serverError' })]: '0x5 1x100',
        [series('alertmanager_notifications_total', SLACK)]: '0+20x100',
        [series('alertmanager_notifications_failed_total', { ...EMAIL, reason: 'serverError' })]: '0x100',
        [series('alertmanager_notifications_total', EMAIL)]: '0x100',
      },
      at: '70m',
      fires: [],
    },
    {
      alert: 'AlertmanagerConfigReloadFailed',
      when: 'it refuses a configuration, and a scrape of it fails',
      series: { [series('alertmanager_config_last_reload_successful', POD)]: '1x5 0x8 _x2 0x20' },
      at: '22m',
      fires: [
        {
          labels: POD,
          description:
            'Alertmanager alertmanager-a could not load its configuration. A restart would not come up again.',
        },
      ],
    },
    {
      alert: 'AlertmanagerConfigReloadFailed',
      when: 'the mistake is repaired within ten minutes',
      series: { [series('alertmanager_config_last_reload_successful', POD)]: '1x5 0x9 1x20' },
      at: '14m',
      fires: [],
    },
    {
      alert: 'AlertmanagerStateNotSaved',
      when: 'neither silences nor what was sent can be written',
      series: {
        [series('alertmanager_silences_maintenance_errors_total', POD)]: '0+0.1x100',
        [series('alertmanager_nflog_maintenance_errors_total', POD)]: '0+0.2x100',
      },
      at: '80m',
      fires: [
        {
          labels: { ...POD, state: 'silences' },
          description:
            'Alertmanager alertmanager-a failed 6 times within an hour to save its silences. A restart would forget them.',
        },
        {
          labels: { ...POD, state: 'sent notifications' },
          description:
            'Alertmanager alertmanager-a failed 12 times within an hour to save its sent notifications. A restart would forget them.',
        },
      ],
    },
    {
      alert: 'AlertmanagerStateNotSaved',
      when: 'it failed once, more than an hour ago',
      series: {
        [series('alertmanager_silences_maintenance_errors_total', POD)]: '0 1x100',
        [series('alertmanager_nflog_maintenance_errors_total', POD)]: '0 1x100',
      },
      at: '80m',
      fires: [],
    },
    {
      alert: 'AlertmanagerRejectsAlerts',
      when: 'somebody sends alerts that it cannot read',
      series: {
        [series('alertmanager_alerts_invalid_total', { ...POD, version: 'v2' })]: '0+2x40',
        [series('alertmanager_alerts_invalid_total', { ...POD, version: 'v1' })]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'Alertmanager alertmanager-a rejected 30 alerts within 15 minutes. Whoever sent them believes that they arrived.',
        },
      ],
    },
    {
      alert: 'AlertmanagerRejectsAlerts',
      when: 'it took all alerts of the last 20 minutes',
      series: { [series('alertmanager_alerts_invalid_total', { ...POD, version: 'v2' })]: '0 3x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'AlertmanagerManySilences',
      when: 'thirty silences are active for more than a day',
      series: {
        [series('alertmanager_silences', { ...POD, state: 'active' })]: '30x1600',
        [series('alertmanager_silences', { ...POD, state: 'expired' })]: '90x1600',
      },
      at: '1520m',
      fires: [
        {
          labels: { ...POD, state: 'active' },
          description: '30 silences have been active at Alertmanager alertmanager-a for a day.',
        },
      ],
    },
    {
      alert: 'AlertmanagerManySilences',
      when: 'they were set for one night',
      series: { [series('alertmanager_silences', { ...POD, state: 'active' })]: '2x1000 30x600' },
      at: '1520m',
      fires: [],
    },
  ],
};
