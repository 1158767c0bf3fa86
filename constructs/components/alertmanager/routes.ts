import { list, optional, type Read, shape } from '../../kit/read.ts';
import { ALERT_MATCH, type AlertMatch, matchProblems, valueRegex } from '../../kit/rules/alert-scope.ts';
import { isLabelValue, repeated, unless } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import { RECEIVER, Receiver } from './receiver.ts';

/** Who gets some alerts instead of the receivers of all others. */
export interface AlertRoute {
  /** Unique; its receivers are called `<name>-critical` and `<name>-warning`. */
  readonly name: string;
  /** The alerts: `{ team: 'shop' }` or `{ namespace: ['shop', 'shop-*'] }`. */
  readonly match: AlertMatch;
  /** Who gets the critical ones. */
  readonly critical: Receiver;
  /** Who gets all others. @default - as `critical`. */
  readonly warning?: Receiver;
}

const NOBODY = Receiver.none({ because: 'it is missing' });

/** Reads routes. */
export const ROUTES: Read<readonly AlertRoute[]> = list(
  shape<AlertRoute>(
    { match: ALERT_MATCH, critical: RECEIVER, warning: optional(RECEIVER) },
    { name: 'shop', match: { team: 'shop' }, critical: NOBODY },
  ),
);

/** The problems of some routes. */
export function routeProblems(routes: readonly AlertRoute[]): string[] {
  const twice = repeated(routes.map(({ name }) => name));
  return [
    ...routes.flatMap(({ name, match }, index) => [
      ...unless(
        isLabelValue(name),
        `'routes[${index}].name' (${shown(name)}) must be letters, digits, '-', '_' and '.'; for example "shop"`,
      ),
      ...matchProblems(`routes[${index}].match`, match),
      ...unless(
        match.severity === undefined,
        `'routes[${index}].match' ("severity") must be another label: each route has a receiver for critical alerts and one for others`,
      ),
    ]),
    ...unless(twice.length === 0, `'routes' has more than one named ${twice.join(', ')}; give each its own name`),
  ];
}

/** The receivers of a route, by name. */
export function receiversOf({
  name,
  critical,
  warning = critical,
}: AlertRoute): readonly [readonly [string, Receiver], readonly [string, Receiver]] {
  return [
    [`${name}-critical`, critical],
    [`${name}-warning`, warning],
  ];
}

/** Matchers in Alertmanager's syntax. */
export function matchers(match: AlertMatch): string[] {
  return Object.entries(match).map(([label, value]) => `${label}=~${JSON.stringify(valueRegex(value))}`);
}
