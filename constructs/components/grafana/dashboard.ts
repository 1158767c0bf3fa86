import { component, logsOfComponent } from '../../content/lib/component.ts';
import { perSecond } from '../../content/lib/queries.ts';
import { curves } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';

const GRAFANA = 'job="grafana"';
const ALERTMANAGER = 'job="alertmanager"';

const up: Signal = {
  title: 'Grafana',
  description: 'Whether Grafana answers to Prometheus. If not, look at its logs below and describe its pod.',
  unit: 'short',
  queries: [{ expr: `min(up{${GRAFANA}})`, legend: 'up' }],
  words: { 0: 'down', 1: 'up' },
};

const alertmanagerUp: Signal = {
  title: 'Alertmanager',
  description: 'Whether Alertmanager answers to Prometheus. If not, no alert reaches anyone: describe its pod.',
  unit: 'short',
  queries: [{ expr: `min(up{${ALERTMANAGER}})`, legend: 'up' }],
  words: { 0: 'down', 1: 'up' },
};

const active: Signal = {
  title: 'Active alerts',
  description:
    'Alerts at Alertmanager, the Watchdog included. Zero means that alerts do not arrive: see the dashboard Prometheus.',
  unit: 'short',
  queries: [{ expr: `sum(alertmanager_alerts{${ALERTMANAGER}, state="active"})`, legend: 'alerts' }],
};

const silences: Signal = {
  title: 'Silences',
  description: 'Silences that hold now. One that stays for weeks hides something: end it, or change the alert.',
  unit: 'short',
  queries: [{ expr: `sum(alertmanager_silences{${ALERTMANAGER}, state="active"})`, legend: 'silences' }],
};

const requests: Signal = {
  title: 'Requests to Grafana by status',
  description: 'Requests per second by status code. 5xx: a data source or the database fails, and its logs say which.',
  unit: 'reqps',
  queries: [
    {
      expr: perSecond(`grafana_http_request_duration_seconds_count{${GRAFANA}}`, 'status_code'),
      legend: '{{status_code}}',
    },
  ],
};

const latency: Signal = {
  title: 'Latency of Grafana, 95th percentile',
  description: 'Nineteen of twenty requests are faster. Slow ones are mostly slow queries: see Prometheus and Loki.',
  unit: 's',
  queries: [
    {
      expr: `histogram_quantile(0.95, ${perSecond(`grafana_http_request_duration_seconds_bucket{${GRAFANA}}`, 'le')})`,
      legend: 'p95',
    },
  ],
};

const received: Signal = {
  title: 'Alerts received',
  description:
    'Alerts that Alertmanager receives per second. Prometheus and Loki repeat those that fire: never zero for long.',
  unit: 'cps',
  queries: [{ expr: perSecond(`alertmanager_alerts_received_total{${ALERTMANAGER}}`, 'status'), legend: '{{status}}' }],
};

const notifications: Signal = {
  title: 'Notifications by receiver',
  description:
    'Messages per second to each kind of receiver, and those that failed. Failed: an address or a secret is wrong, or the receiver is away.',
  unit: 'cps',
  queries: [
    { expr: perSecond(`alertmanager_notifications_total{${ALERTMANAGER}}`, 'integration'), legend: '{{integration}}' },
    {
      expr: perSecond(`alertmanager_notifications_failed_total{${ALERTMANAGER}}`, 'integration'),
      legend: '{{integration}} failed',
    },
  ],
};

export const grafana = dashboard({
  uid: 'grafana',
  title: 'Grafana and Alertmanager',
  description: 'Do dashboards answer, and do alerts reach someone?',
  tags: ['monitoring', 'grafana'],
  rows: [
    row(
      'Now',
      [up, alertmanagerUp, active, silences].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Grafana', curves([requests, latency], { width: 12, links: [logsOfComponent('grafana')] })),
    row('Alertmanager', curves([received, notifications], { width: 12, links: [logsOfComponent('alertmanager')] })),
    ...component('grafana'),
  ],
});
