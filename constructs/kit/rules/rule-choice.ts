import type { Duration } from 'cdk8s';
import { nearest } from '../../query/nearest.ts';
import type { QueryRecord } from '../../query/query.ts';
import { seriesRead } from '../../query/used-series.ts';
import { kind, list, optional, type Read, record, shape } from '../read.ts';
import { isDuration, isPlain, shown } from '../values.ts';
import { type Alert, type RuleGroup, ruleQueries, SEVERITIES, type Severity } from './rule-group.ts';

/** The alerts of a group whose content is known to the type checker. */
export type AlertsOf<Group extends RuleGroup> = Group extends { readonly alerts: readonly (infer One extends Alert)[] }
  ? One
  : never;

/** Disables and overrides built-in alerts. `One` is the union of their types. */
export interface AlertChoice<One extends Alert = Alert> {
  /**
   * Names of alerts that are disabled, together with recording rules that only they read.
   *
   * @default - none.
   */
  readonly disable?: readonly One['name'][];

  /**
   * Overrides by name of the alert: `for`, `severity`, and its threshold, `above` or `below`.
   *
   * @default - nothing.
   */
  readonly override?: { readonly [Each in One as Each['name']]?: OverrideOf<Each> };
}

/** Overrides of one built-in alert. */
export interface AlertOverride {
  /** How long the expression must hold. @default - the alert's own. */
  readonly for?: Duration;
  /** Threshold above which it fires, if it has one. @default - the alert's own. */
  readonly above?: number;
  /** Threshold below which it fires, if it has one. @default - the alert's own. */
  readonly below?: number;
  /** Severity. @default - the alert's own. */
  readonly severity?: Severity;
}

/** The direction of a threshold can't be changed: description and expression depend on it. */
type OverrideOf<One extends Alert> = Pick<AlertOverride, 'for' | 'severity' | Extract<keyof One, 'above' | 'below'>>;

/** Overrides of alerts. Names and values are validated by `choiceProblems`. */
export function alertChoice<One extends Alert>(): Read<AlertChoice<One>> {
  const change: Read<AlertOverride> = kind(isPlain, 'an object; for example { for: Duration.minutes(30) }', {});
  const choice = shape<AlertChoice>(
    { disable: optional(list((_, name) => String(name))), override: optional(record(change)) },
    { disable: ['LokiDown'] },
  );
  return choice as Read<AlertChoice<One>>;
}

/**
 * Applies overrides to groups. Invalid ones are ignored: `choiceProblems` reports them.
 *
 * @param others queries elsewhere that may read the recorded series.
 */
export function chosenRules(
  groups: readonly RuleGroup[],
  choice: AlertChoice = {},
  others: () => readonly QueryRecord[] = () => [],
): readonly RuleGroup[] {
  const { disable = [], override = {} } = choice;
  const changed = (alert: Alert): Alert => {
    const change = override[alert.name] ?? {};
    return overrideProblems(alert, change).length > 0 ? alert : { ...alert, ...given(change) };
  };
  const chosen = groups.map((group) => ({
    ...group,
    alerts: (group.alerts ?? []).filter(({ name }) => !disable.includes(name)).map(changed),
  }));
  return disable.length > 0 ? withoutUnread(groups, chosen, others()) : chosen;
}

function given(change: AlertOverride): AlertOverride {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}

/** Removes the recording rules that only disabled alerts read, those that only these read, and empty groups. */
function withoutUnread(
  before: readonly RuleGroup[],
  groups: readonly RuleGroup[],
  others: readonly QueryRecord[],
): readonly RuleGroup[] {
  const wasRead = seriesRead(ruleQueries('', 'promql', before));
  const isRead = seriesRead([...ruleQueries('', 'promql', groups), ...others]);
  const isKept = ({ record }: { readonly record: string }) => isRead(record) || !wasRead(record);
  const recorded = (some: readonly RuleGroup[]) => some.flatMap(({ records = [] }) => records);
  if (!recorded(groups).every(isKept)) {
    const kept = groups.map((group) => ({ ...group, records: (group.records ?? []).filter(isKept) }));
    return withoutUnread(before, kept, others);
  }
  return groups.filter(({ records = [], alerts = [] }) => records.length + alerts.length > 0);
}

/** The problems of overrides of some groups. */
export function choiceProblems(groups: readonly RuleGroup[], choice: AlertChoice = {}): string[] {
  const { disable = [], override = {} } = choice;
  const alerts = new Map(groups.flatMap(({ alerts = [] }) => alerts).map((alert) => [alert.name, alert]));
  const missing = (prop: string, name: string) => {
    const meant = nearest(name, alerts.keys());
    const remedy = meant ? `did you mean ${meant}?` : 'the pages in docs/runbooks have the names of the alerts';
    return `'alerts.${prop}' (${name}) names no alert of this chart; ${remedy}`;
  };
  return [
    ...disable.filter((name) => !alerts.has(name)).map((name) => missing('disable', name)),
    ...Object.entries(override).flatMap(([name, change = {}]) => {
      const alert = alerts.get(name);
      if (!alert) return [missing('override', name)];
      if (disable.includes(name)) return [`'alerts.override' (${name}) is in 'alerts.disable' too; keep one of both`];
      return overrideProblems(alert, change).map((problem) => `'alerts.override.${name}.${problem}`);
    }),
  ];
}

/** Each begins with the invalid name, and its value. */
function overrideProblems(alert: Alert, change: AlertOverride): string[] {
  return Object.entries(given(change)).flatMap(([what, value]: [string, unknown]) => {
    const problem = overrideProblem(alert, what, value);
    return problem === undefined ? [] : [`${what}' (${shown(value)}) ${problem}`];
  });
}

function overrideProblem(alert: Alert, what: string, value: unknown): string | undefined {
  switch (what) {
    case 'for':
      return isDuration(value) ? undefined : 'must be a Duration; for example Duration.minutes(30)';
    case 'severity':
      return SEVERITIES.some((severity) => severity === value) ? undefined : "must be 'critical', 'warning' or 'none'";
    case 'above':
    case 'below':
      if (alert[what] === undefined) return `replaces nothing, because ${thresholdOf(alert)}`;
      return Number.isFinite(value) ? undefined : 'must be a number';
    default:
      return "can't be changed; what can is 'for', 'severity', 'above' and 'below'";
  }
}

/** What threshold an alert has, and what to do. */
export function thresholdOf({ above, below }: Alert): string {
  if (above !== undefined) return `the alert fires above its threshold (${above}); give 'above'`;
  if (below !== undefined) return `the alert fires below its threshold (${below}); give 'below'`;
  return 'the alert has no threshold; leave it out';
}
