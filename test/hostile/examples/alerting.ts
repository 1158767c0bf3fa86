import { Chart, Duration } from 'cdk8s';
import {
  type AlertChoice,
  Alertmanager,
  type AlertmanagerProps,
  type AlertRoute,
  type AlertScope,
  type EmailReceiver,
  guard,
  Loki,
  MetricsChart,
  type OpsgenieReceiver,
  type PagerdutyReceiver,
  Prometheus,
  Receiver,
  type SlackReceiver,
  type TeamsReceiver,
  type TelegramReceiver,
  type WebhookReceiver,
} from '../../../constructs/index.ts';
import {
  another,
  apart,
  beside,
  chosen,
  endpoint,
  group,
  inhibition,
  inLogs,
  nobody,
  outside,
  secret,
  stored,
} from './parts.ts';
import { type Example, example, inChart, type Whole } from './whole.ts';

/** Alerts, and who hears of them. */

const route: Whole<AlertRoute> = {
  name: 'team',
  match: { kkey: ['shop', 'shop-*'] },
  critical: nobody,
  warning: nobody,
};

const scope: Whole<AlertScope> = {
  match: { kkey: 'dev-*' },
  labels: { kkey: 'shop' },
  severity: 'warning',
  // Another example has them: a threshold is for one alert.
  above: undefined as never,
  below: undefined as never,
};

const ofOneAlert = { alertname: 'ShopDown', kkey: 'shop' } as const;
const threshold: Whole<Pick<AlertScope, 'match' | 'above'>> = { match: ofOneAlert, above: 3 };

const alertmanager: Whole<AlertmanagerProps> = {
  ...stored,
  critical: nobody,
  warning: nobody,
  deadMansSwitch: nobody,
  routes: [route],
  scopes: [scope],
  inhibitions: [inhibition],
  maintenance: [
    { name: 'night', from: '22:00', to: '06:00', days: ['friday'], timeZone: 'Europe/Berlin', mutes: 'all' },
  ],
  groupWait: Duration.seconds(30),
  groupInterval: Duration.minutes(5),
  repeatInterval: Duration.hours(4),
  warningRepeatInterval: Duration.hours(12),
  guard,
  url: 'https://alerts.example.com',
};

/** By a receiver of a kind. */
const receiver = <Props>(props: Whole<Props>, make: (props: Props) => Receiver) =>
  beside<Props>(props, (app, id, bare, of) => {
    new Alertmanager(new Chart(app, id), 'part', { ...bare, critical: make(of) });
  });

/** By a scope, with those who apply it to their alerts. */
const scoped = <Props extends AlertScope>(props: Whole<Props>) =>
  beside<Props>(props, (app, id, bare, of) => {
    new Alertmanager(new Chart(app, id), 'part', { ...bare, critical: nobody, scopes: [of] });
    const others = another(app, id);
    const to = { ...bare, alertmanager: endpoint('alertmanager') };
    new Prometheus(others, 'prometheus', { ...to, rules: [{ ...group, needs: [] }] });
    new Loki(others, 'loki', { ...to, rules: [inLogs] });
  });

const choice: Whole<AlertChoice> = {
  disable: ['ShopDown'],
  override: { kkey: { for: Duration.minutes(1), above: 1, below: undefined as never, severity: 'warning' } },
};

export const alerting: Readonly<Record<string, Example>> = {
  alertmanager: example<AlertmanagerProps>(alertmanager, inChart(Alertmanager)),
  'scope of alerts': scoped<AlertScope>(scope),
  'threshold of one alert': scoped<Pick<AlertScope, 'match' | 'above'>>(threshold),
  'choice of alerts': beside<AlertChoice>(choice, (app, id, bare, alerts) => {
    new MetricsChart(app, id, {
      ...bare,
      nodeNamespace: apart('nodes', 'nodes', id),
      rules: [chosen],
      alerts: alerts as never,
    });
  }),
  slack: receiver<SlackReceiver>({ channel: '#on-call', urlFrom: secret, at: outside('https') }, Receiver.slack),
  email: receiver<EmailReceiver>(
    {
      ...{ to: ['a@example.com', 'c@example.com'], from: 'b@example.com', smarthost: 'smtp.example.com:587' },
      ...{ username: 'b', passwordFrom: secret, requireTls: false, at: endpoint('smtp') },
    },
    Receiver.email,
  ),
  'email over the internet': receiver<Pick<EmailReceiver, 'to' | 'from' | 'smarthost'>>(
    { to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' },
    Receiver.email,
  ),
  webhook: receiver<WebhookReceiver>({ urlFrom: secret, at: outside('https') }, Receiver.webhook),
  'webhook inside': receiver<WebhookReceiver>({ endpoint: endpoint('webhook') }, Receiver.webhook),
  pagerduty: receiver<PagerdutyReceiver>({ routingKeyFrom: secret }, Receiver.pagerduty),
  opsgenie: receiver<OpsgenieReceiver>({ apiKeyFrom: secret, region: 'eu' }, Receiver.opsgenie),
  teams: receiver<TeamsReceiver>({ urlFrom: secret, at: outside('https') }, Receiver.teams),
  telegram: receiver<TelegramReceiver>({ chat: -1, tokenFrom: secret }, Receiver.telegram),
  none: receiver<{ readonly because: string }>({ because: 'nobody listens in a test' }, Receiver.none),
};
