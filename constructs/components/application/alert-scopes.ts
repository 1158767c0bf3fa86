import type { Identity } from '../../kit/labels.ts';
import { like, oneOf, optional, type Read, record, shape } from '../../kit/read.ts';
import { type AlertMatch, type AlertScope, scopeAlertProblems, scopeProblems } from '../../kit/rules/alert-scope.ts';
import type { AlertOverride } from '../../kit/rules/rule-choice.ts';
import type { Alert, Severity } from '../../kit/rules/rule-group.ts';
import { isDnsLabel } from '../../kit/validators.ts';

/** Labels, a severity and thresholds for the alerts of an application. */
export interface ApplicationAlerts {
  /** Labels of all alerts about it, its Deployment and its pods: `{ team: 'shop' }`. @default - none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Severity of all alerts about it, its Deployment and its pods: `warning` wakes nobody. @default - each its own. */
  readonly severity?: Severity;
  /** Alert -> its threshold or severity for this application: `{ ApplicationErrors: { above: 0.01 } }`. @default - none. */
  readonly override?: Readonly<Record<string, Omit<AlertOverride, 'for'>>>;
}

const OVERRIDE = shape<Omit<AlertOverride, 'for'>>(
  { above: optional(like(0.1)), below: optional(like(0.1)), severity: optional(oneOf('critical', 'warning', 'none')) },
  { above: 0.01 },
);

/** Reads settings of an application's alerts. */
export const APPLICATION_ALERTS: Read<ApplicationAlerts> = shape<ApplicationAlerts>(
  {
    labels: optional(record(like('shop'))),
    severity: optional(oneOf('critical', 'warning', 'none')),
    override: optional(record(OVERRIDE)),
  },
  { labels: { team: 'shop' } },
);

/** The problems of an application's scopes. */
export function alertScopeProblems(scopes: readonly PropScope[], alerts: readonly Alert[]): string[] {
  return scopes.flatMap(({ prop, scope }) => [
    ...scopeProblems(prop, scope),
    ...scopeAlertProblems(prop, scope, alerts),
  ]);
}

/** A scope, and the prop that it comes from. */
export interface PropScope {
  readonly prop: string;
  readonly scope: AlertScope;
}

/** Where the alerts of one application differ from others. */
export function alertScopes(
  { namespace, app }: Pick<Identity, 'namespace' | 'app'>,
  { labels = {}, severity, override = {} }: ApplicationAlerts,
): readonly PropScope[] {
  // A pod of a Deployment is named by it, its ReplicaSet's hash, and five characters more.
  const pods = (name: string) => new RegExp(`${name}-[0-9a-z]{1,10}-[0-9a-z]{5}`);
  const about: readonly AlertMatch[] = [
    ...[{ app }, { deployment: app }, { container: app }],
    // Another name is reported by the settings.
    ...(isDnsLabel(app) ? [{ pod: pods(app) }] : []),
  ];
  const whole = Object.keys(labels).length > 0 || severity !== undefined;
  return [
    ...(whole ? about : []).map((match) => ({
      prop: 'alerts',
      scope: { match: { namespace, ...match }, labels, ...(severity && { severity }) },
    })),
    ...Object.entries(override).map(([alertname, change]) => ({
      prop: `alerts.override.${alertname}`,
      scope: { match: { alertname, namespace, app }, ...change },
    })),
  ];
}
