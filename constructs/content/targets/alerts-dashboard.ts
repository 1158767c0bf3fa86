import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, stat, table, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { logsOfComponent } from '../lib/component.ts';
import { ERRORS_OF_ALL } from '../lib/links.ts';
import { firing } from '../lib/queries.ts';
import { firingNow } from '../lib/signals.ts';

const ALERTMANAGER = 'job="alertmanager"';

const active: Signal = {
  title: 'Alerts that fire',
  description: 'Alerts over metrics that fire now, without the Watchdog. The table below leads to the runbook of each.',
  unit: 'short',
  queries: [{ expr: firing(), legend: 'firing' }],
  thresholds: { red: 1 },
};

const pending: Signal = {
  title: 'Alerts that may fire soon',
  description: 'Alerts whose condition holds, but not yet for long enough. Nothing to do yet, but worth a look.',
  unit: 'short',
  queries: [{ expr: 'count(ALERTS{alertstate="pending"}) or vector(0)', legend: 'pending' }],
  thresholds: { yellow: 1, red: 20 },
};

const arrived: Signal = {
  title: 'At Alertmanager',
  description:
    'Alerts that are active there, those over logs and the Watchdog included. Zero means that alerts do not arrive.',
  unit: 'short',
  queries: [{ expr: `sum(alertmanager_alerts{${ALERTMANAGER}, state="active"})`, legend: 'active' }],
};

const quiet: Signal = {
  title: 'Silenced or inhibited',
  description: 'Alerts of which nobody is told, for now. A silence that stays for weeks hides something: end it.',
  unit: 'short',
  queries: [{ expr: `sum(alertmanager_alerts{${ALERTMANAGER}, state="suppressed"})`, legend: 'suppressed' }],
};

const byNamespace: Signal = {
  title: 'By namespace',
  description: 'Where alerts fire. A line without a name stands for what has no namespace, such as nodes.',
  unit: 'short',
  queries: [{ expr: firing({ by: 'namespace' }), legend: '{{namespace}}' }],
};

const overTime: Signal = {
  title: 'Alerts over time',
  description: 'When which alert fired. One that comes and goes wants a longer "for", or a repair that lasts.',
  unit: 'short',
  queries: [{ expr: firing({ by: 'alertname' }), legend: '{{alertname}}' }],
  links: [ERRORS_OF_ALL],
};

const bySeverity: Signal = {
  title: 'By severity over time',
  description: 'Critical ones wake people: they should be rare. If they are not, change the alerts or the system.',
  unit: 'short',
  queries: [{ expr: firing({ by: 'severity' }), legend: '{{severity}}' }],
  links: [ERRORS_OF_ALL],
  colors: { critical: 'red', warning: 'yellow' },
};

const notifications: Signal = {
  title: 'Notifications',
  description: 'Messages per second to each kind of receiver. None while alerts fire: look at the dashboard Grafana.',
  unit: 'cps',
  queries: [
    {
      expr: `sum by (integration) (rate(alertmanager_notifications_total{${ALERTMANAGER}}[$__rate_interval]))`,
      legend: '{{integration}}',
    },
  ],
  links: [logsOfComponent('alertmanager')],
};

export const alerts = dashboard({
  uid: 'alerts',
  title: 'Alerts',
  description: 'What fires now, what fired before, and does anybody get told about it?',
  tags: ['monitoring', 'alerts'],
  rows: [
    row(
      'Now',
      [active, pending, arrived, quiet].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Which and where', [table(firingNow, { by: 'severity', width: 16 }), barGauge(byNamespace, { width: 8 })]),
    row('Over time', [
      timeSeries(overTime, { width: 24, shape: 'bars' }),
      timeSeries(bySeverity, { width: 12, shape: 'bars' }),
      timeSeries(notifications, { width: 12 }),
    ]),
  ],
});
