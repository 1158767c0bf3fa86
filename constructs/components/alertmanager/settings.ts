import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { GUARD } from '../../kit/guard.ts';
import { optional, type Shape } from '../../kit/read.ts';
import { ALERT_SCOPES, scopeProblems } from '../../kit/rules/alert-scope.ts';
import { INHIBITIONS, inhibitionProblems } from '../../kit/rules/inhibition.ts';
import { secretProblems } from '../../kit/secret-ref.ts';
import * as kit from '../../kit/settings.ts';
import { seconds } from '../../kit/units.ts';
import * as urls from '../../kit/urls.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import { MAINTENANCE, maintenanceProblems } from './maintenance.ts';
import type { AlertmanagerProps } from './props.ts';
import { RECEIVER, Receiver } from './receiver.ts';
import { ROUTES, receiversOf, routeProblems } from './routes.ts';

/** The release that this project is tested with. */
export const IMAGE = 'docker.io/prom/alertmanager:v0.34.0';

export type Settings = kit.Settings<AlertmanagerProps, ReturnType<typeof defaults>>;

function defaults({ critical = Receiver.none({ because: 'it is missing' }) }: Partial<AlertmanagerProps>) {
  return {
    name: 'alertmanager',
    image: IMAGE,
    warning: critical,
    routes: [],
    scopes: [],
    inhibitions: [],
    maintenance: [],
    groupWait: Duration.seconds(30),
    groupInterval: Duration.minutes(5),
    repeatInterval: Duration.hours(4),
    warningRepeatInterval: Duration.hours(12),
    storage: Size.gibibytes(1),
    memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
    cpu: Cpu.millis(10),
    url: 'http://localhost:9093',
  };
}

const SHAPE: Shape<AlertmanagerProps> = {
  critical: RECEIVER,
  warning: RECEIVER,
  deadMansSwitch: optional(RECEIVER),
  routes: ROUTES,
  scopes: ALERT_SCOPES,
  inhibitions: INHIBITIONS,
  maintenance: MAINTENANCE,
  guard: GUARD,
};

/** How Alertmanager reads its props. */
export const alertmanagerSettings = kit.readerOf<AlertmanagerProps, ReturnType<typeof defaults>>({
  defaults,
  shape: SHAPE,
  problems,
});

export function receivers({ critical, warning, deadMansSwitch, routes }: Settings): Receiver[] {
  const routed = routes.flatMap((route) => receiversOf(route).map(([, receiver]) => receiver));
  return [...new Set([critical, warning, deadMansSwitch, ...routed])].filter((receiver) => receiver !== undefined);
}

function receiverProblems({ kind, problems, secrets }: Receiver): string[] {
  return [...problems, ...secrets.flatMap((from) => secretProblems(from).map((problem) => `${kind}: ${problem}`))];
}

const LATE = 'nobody hears of an alert before; for example Duration.minutes(5)';

function problems(settings: Settings): string[] {
  const { groupWait, groupInterval, inhibitions, maintenance, routes, scopes, url } = settings;
  return [
    ...receivers(settings).flatMap(receiverProblems),
    ...validators.between('groupWait', groupWait, Duration.seconds(0), Duration.days(1), LATE),
    ...validators.between('groupInterval', groupInterval, Duration.seconds(1), Duration.days(1), LATE),
    ...(['repeatInterval', 'warningRepeatInterval'] as const).flatMap((prop) => [
      ...validators.unless(
        Number.isFinite(seconds(settings[prop])),
        `'${prop}' (${human(settings[prop])}) must be a length of time; for example Duration.hours(4)`,
      ),
      ...validators.unless(
        !(seconds(settings[prop]) < seconds(groupInterval)),
        `'${prop}' (${human(settings[prop])}) must be at least 'groupInterval' (${human(groupInterval)}), ` +
          'because groups are looked at only that often; for example Duration.hours(4)',
      ),
    ]),
    ...routeProblems(routes),
    ...scopes.flatMap((scope, index) => scopeProblems(`scopes[${index}]`, scope)),
    ...inhibitionProblems(inhibitions).map((problem) => `'inhibitions': ${problem}`),
    ...maintenanceProblems(maintenance).map((problem) => `'maintenance': ${problem}`),
    ...urls.httpUrl('url', url),
  ];
}
