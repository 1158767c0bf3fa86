import { nearest } from '../../query/nearest.ts';
import { regexProblem } from '../../query/regex.ts';
import { like, list, optional, type Read, record, shape } from '../read.ts';
import { isWritable } from '../text.ts';
import { matches, unless } from '../validators.ts';
import { isPlain, shown } from '../values.ts';
import { thresholdOf } from './rule-choice.ts';
import { type Alert, type RuleGroup, SEVERITIES, type Severity, type Threshold } from './rule-group.ts';

/** A value of a label: text in which `*` stands for any characters, as in `dev-*`, or a regular expression for the whole value. */
export type LabelMatch = string | RegExp;

/** Label -> value, or several values of which one must match. All labels must match. `alertname` is the name of the alert. */
export type AlertMatch = Readonly<Record<string, LabelMatch | readonly LabelMatch[]>>;

/** Labels, a severity or a threshold for some alerts: those of a namespace, for example. */
export interface AlertScope {
  /** The alerts. A threshold needs `alertname`, and values without `*`. */
  readonly match: AlertMatch;
  /** Labels that the alerts get, by which `routes` choose a receiver: `{ team: 'shop' }`. @default - none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Their severity. Those of the severity `none`, such as the Watchdog, keep it. @default - each its own. */
  readonly severity?: Severity;
  /** Threshold above which the alert fires, if it has one. @default - the alert's own. */
  readonly above?: number;
  /** Threshold below which the alert fires, if it has one. @default - the alert's own. */
  readonly below?: number;
}

const MATCH: Read<AlertMatch> = record((prop, value, problems) => {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isValid = all.length > 0 && all.every((one) => one instanceof RegExp || (isWritable(one) && one !== ''));
  if (!isValid) {
    problems.push(
      `'${prop}' (${shown(value)}) must be text without control characters, or a list of texts; for example "dev-*"`,
    );
  }
  return isValid ? (value as LabelMatch | readonly LabelMatch[]) : '*';
});

/** Reads what matches alerts: at least one label. */
export const ALERT_MATCH: Read<AlertMatch> = (prop, value, problems) => {
  if (isPlain(value) && Object.keys(value).length > 0) return MATCH(prop, value, problems);
  problems.push(`'${prop}' (${shown(value)}) must have at least one label; for example { namespace: 'dev-*' }`);
  return { namespace: '*' };
};

/** Reads scopes of alerts. */
export const ALERT_SCOPES: Read<readonly AlertScope[]> = list(
  shape<AlertScope>(
    {
      match: ALERT_MATCH,
      labels: optional(record(like('shop'))),
      above: optional(like(0.1)),
      below: optional(like(0.1)),
    },
    { match: { namespace: 'dev-*' }, severity: 'warning' },
  ),
);

/** Prometheus' syntax of label names. */
const LABEL = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Labels that say what an alert is about: links, inhibitions and texts depend on them. */
const OWN = ['alertname', 'severity', 'cluster', 'namespace', 'app', 'node', 'pod', 'container', 'job', 'instance'];

/** The problems of a match. */
export function matchProblems(prop: string, match: AlertMatch): string[] {
  return Object.entries(match).flatMap(([label, values]) => [
    ...nameProblems(prop, label),
    ...[values].flat().flatMap((value) => {
      const problem = value instanceof RegExp ? (flagProblem(value) ?? regexProblem(value.source)) : undefined;
      return problem === undefined ? [] : [`'${prop}.${label}' (${value}): ${problem}`];
    }),
  ]);
}

/** Programs read the pattern alone. */
function flagProblem({ flags }: RegExp): string | undefined {
  return /[^iu]/.test(flags)
    ? `the flags ${flags} must be i or none: a pattern is for the whole value, of one line`
    : undefined;
}

/** The problems of a scope. */
export function scopeProblems(prop: string, { match, labels = {}, severity, above, below }: AlertScope): string[] {
  const hasThreshold = above !== undefined || below !== undefined;
  const isExact = Object.values(match).every((value) => typeof value === 'string' && !value.includes('*'));
  return [
    ...matchProblems(`${prop}.match`, match),
    ...Object.keys(labels).flatMap((label) => [
      ...nameProblems(`${prop}.labels`, label),
      ...unless(
        !OWN.includes(label),
        `'${prop}.labels' ("${label}") must be other labels than ${OWN.join(', ')}, which say what an alert is about; for example "team"`,
      ),
    ]),
    ...unless(
      severity === undefined || SEVERITIES.includes(severity),
      `'${prop}.severity' (${shown(severity)}) must be 'critical', 'warning' or 'none'`,
    ),
    ...unless(
      severity !== undefined || hasThreshold || Object.keys(labels).length > 0,
      `'${prop}' must change something: give 'labels', 'severity', 'above' or 'below', or leave it out`,
    ),
    ...unless(
      !hasThreshold || (isExact && match.alertname !== undefined && Object.keys(match).length > 1),
      `'${prop}.match' must name one alert and whole values if it changes a threshold; ` +
        "for example { alertname: 'ApplicationErrors', namespace: 'shop', app: 'api' }",
    ),
  ];
}

/** Reports scopes that look like typos, or change a threshold that an alert lacks. Alerts of one's own are unknown here. */
export function scopeAlertProblems(
  prop: string,
  { match: { alertname }, above, below }: AlertScope,
  alerts: readonly Alert[],
): string[] {
  if (typeof alertname !== 'string' || alertname.includes('*')) return [];
  const alert = alerts.find(({ name }) => name === alertname);
  const meant = alert
    ? undefined
    : nearest(
        alertname,
        alerts.map(({ name }) => name),
      );
  const isMissing = (given: number | undefined, own: number | undefined) => given !== undefined && own === undefined;
  return [
    ...unless(meant === undefined, `'${prop}' ("${alertname}") must name an alert that exists; did you mean ${meant}?`),
    ...unless(
      !alert || !(isMissing(above, alert.above) || isMissing(below, alert.below)),
      `'${prop}' (${shown(above ?? below)}) must replace a threshold that ${alertname} has: ${alert && thresholdOf(alert)}`,
    ),
  ];
}

function nameProblems(prop: string, label: string): string[] {
  return unless(
    matches(LABEL, label),
    `'${prop}' (${shown(label)}) must be names of labels: letters, digits and '_'; for example "team"`,
  );
}

/** The regular expression, anchored by its reader, of the values that a label may have. */
export function valueRegex(values: LabelMatch | readonly LabelMatch[]): string {
  const regexes = [values]
    .flat()
    .map((value) =>
      value instanceof RegExp
        ? `(?${value.ignoreCase ? 'i' : ''}:${value.source})`
        : value.split('*').map(escaped).join('.*'),
    );
  return regexes.length === 1 ? (regexes[0] ?? '') : `(?:${regexes.join('|')})`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

/** Rule groups with the thresholds of some scopes. Later scopes win. */
export function scopedRules(groups: readonly RuleGroup[], scopes: readonly AlertScope[]): readonly RuleGroup[] {
  const withThreshold = scopes.filter(({ above, below }) => above !== undefined || below !== undefined).reverse();
  if (withThreshold.length === 0) return groups;
  return groups.map((group) => ({
    ...group,
    ...(group.alerts && { alerts: group.alerts.map((alert) => scoped(alert, withThreshold)) }),
  }));
}

function scoped(alert: Alert, scopes: readonly AlertScope[]): Alert {
  const thresholds = scopes.flatMap(({ match, above, below }): Threshold[] => {
    const { alertname, ...labels } = match;
    const value = alert.above === undefined ? below : above;
    return alertname === alert.name && value !== undefined
      ? [{ labels: labels as Readonly<Record<string, string>>, value }]
      : [];
  });
  return thresholds.length > 0 ? { ...alert, thresholds } : alert;
}

/** Between the values of labels in a relabelling: what Prometheus uses by default. */
const SEPARATOR = ';';

/**
 * The labels and severities of some scopes, as Prometheus and Loki's ruler apply them to alerts that they send. Later scopes
 * win.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alert_relabel_configs
 */
export function alertRelabelConfigs(scopes: readonly AlertScope[]): object[] {
  return scopes.flatMap(({ match, labels = {}, severity }) => {
    const values = Object.values(match).map(valueRegex);
    const relabel = (target: string, value: string, among: readonly [label: string, regex: string][] = []) => ({
      source_labels: [...Object.keys(match), ...among.map(([label]) => label)],
      regex: [...values, ...among.map(([, regex]) => regex)].join(SEPARATOR),
      target_label: target,
      // Otherwise it would refer to a group of the regular expression.
      replacement: value.replaceAll('$', '$$$$'),
    });
    return [
      ...Object.entries(labels).map(([label, value]) => relabel(label, value)),
      ...(severity === undefined ? [] : [relabel('severity', severity, [['severity', '(?:critical|warning)']])]),
    ];
  });
}
