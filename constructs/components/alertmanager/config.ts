import type { Mount } from '../../kit/mounts.ts';
import { type Inhibition, inhibitRules } from '../../kit/rules/inhibition.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';
import { promDuration } from '../../kit/units.ts';
import { type MaintenanceWindow, timeInterval } from './maintenance.ts';
import type { Receiver } from './receiver.ts';
import { matchers, receiversOf } from './routes.ts';
import type { Settings } from './settings.ts';

export const CONFIG = '/etc/alertmanager/config';
const SECRETS = '/etc/alertmanager/secrets';

/**
 * The first route that matches decides, from top to bottom. The root may not be muted, so warnings have a route as well.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
export function configuration(settings: Settings, added: readonly Inhibition[]): object {
  const { critical, warning, deadMansSwitch, routes, groupWait, groupInterval, maintenance } = settings;
  const { repeatInterval, warningRepeatInterval } = settings;
  const mutedBy = (windows: readonly MaintenanceWindow[]) =>
    windows.length > 0 && { mute_time_intervals: windows.map(({ name }) => name) };
  const bySeverity = (forCritical: string, forOthers: string, matched: readonly string[] = []) => [
    {
      receiver: forCritical,
      matchers: [...matched, 'severity="critical"'],
      repeat_interval: promDuration(repeatInterval),
      ...mutedBy(maintenance.filter(({ mutes }) => mutes === 'all')),
    },
    { receiver: forOthers, ...(matched.length > 0 && { matchers: matched }), ...mutedBy(maintenance) },
  ];
  return {
    templates: [`${CONFIG}/*.tmpl`],
    ...(maintenance.length > 0 && { time_intervals: maintenance.map(timeInterval) }),
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'namespace', 'alertname'],
      group_wait: promDuration(groupWait),
      group_interval: promDuration(groupInterval),
      repeat_interval: promDuration(warningRepeatInterval),
      routes: [
        ...(deadMansSwitch ? [SWITCH_ROUTE] : []),
        { receiver: 'nobody', matchers: ['severity="none"'] },
        // A receiver that is broken cannot tell that it is.
        ...(warning === critical ? [] : [{ receiver: 'warning', matchers: [NOT_NOTIFYING], continue: true }]),
        ...routes.flatMap((route) => {
          const [[forCritical], [forOthers]] = receiversOf(route);
          return bySeverity(forCritical, forOthers, matchers(route.match));
        }),
        ...bySeverity('critical', 'warning'),
      ],
    },
    inhibit_rules: inhibitRules([...settings.inhibitions, ...added]),
    receivers: [
      { name: 'nobody' },
      { name: 'warning', ...warning.config(secretFile) },
      { name: 'critical', ...critical.config(secretFile) },
      ...routes.flatMap(receiversOf).map(([name, receiver]) => ({ name, ...receiver.config(secretFile) })),
      ...(deadMansSwitch ? [{ name: SWITCH_ROUTE.receiver, ...deadMansSwitch.config(secretFile) }] : []),
    ],
  };
}

const NOT_NOTIFYING = 'alertname="AlertmanagerNotificationsFailing"';

/** A minute after the Watchdog fires, and then every five: whoever waits for it may miss two. */
const SWITCH_ROUTE = {
  receiver: 'dead-mans-switch',
  matchers: ['alertname="Watchdog"'],
  group_wait: '0s',
  group_interval: '1m',
  repeat_interval: '5m',
};

function secretFile({ secret, key }: SecretRef): string {
  return `${SECRETS}/${secret}/${key}`;
}

export function secretMounts(all: readonly Receiver[]): Mount[] {
  const names = new Set(all.flatMap(({ secrets }) => secrets.map(({ secret }) => secret)));
  return [...names].map((secret) => ({ kind: 'secret', path: `${SECRETS}/${secret}`, secret }));
}
