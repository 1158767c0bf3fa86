import type { Duration } from 'cdk8s';
import { nearest } from '../../query/nearest.ts';
import type { QueryRecord } from '../../query/query.ts';
import type { Catalogue } from '../catalogue.ts';
import { type Exposing, isExposed, type MetricNeeds } from '../metric-needs.ts';
import { promDuration } from '../units.ts';
import { shown } from '../values.ts';
import { groupQueries } from './written-rules.ts';

/** Severity of an alert: `critical` pages, `warning` is for working hours, `none` is for machines. */
export type Severity = 'critical' | 'warning' | 'none';

/** All severities. */
export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'none'];

/** One alert over metrics, as data. */
export interface Alert {
  /** Unique, in CamelCase, its component first. */
  readonly name: string;
  /** One sentence without template values. */
  readonly summary: string;
  /** What happens and where, with labels and values as `{{ $labels.pod }}`. */
  readonly description: string;
  /** PromQL. The alert fires for each series in the result, or each whose value is above or below the threshold. */
  readonly expr: string;
  /** Threshold: fires above it. Separate from the expression, so that it can be overridden. @default - none. */
  readonly above?: number;
  /** Threshold: fires below it. @default - none. */
  readonly below?: number;
  /** Thresholds of series that have some labels, such as `{ namespace: 'shop', app: 'api' }`. @default - none. */
  readonly thresholds?: readonly Threshold[];
  /** How long the expression must hold. */
  readonly for: Duration;
  /** The label `severity`, by which Alertmanager routes it. */
  readonly severity: Severity;
  /** The dashboard that shows it. @default - none: the alert has no link. */
  readonly dashboard?: DashboardRef;
  /** Its variant for installations where no job exposes some metrics. @default - the same. */
  readonly without?: {
    /** The metrics that `expr` needs. */
    readonly metrics: MetricNeeds;
    /** PromQL that replaces it. */
    readonly expr: string;
  };
}

/** The threshold of series that have some labels; of several for the same series, the first. */
export interface Threshold {
  /** Labels of the expression's result. */
  readonly labels: Readonly<Record<string, string>>;
  /** Replaces `above` or `below` of the alert. */
  readonly value: number;
}

/** A dashboard with values for some of its variables. */
export interface DashboardRef {
  /** `uid` of the dashboard. */
  readonly uid: string;
  /** Variable -> the alert's label with its value. @default - no values. */
  readonly choose?: Readonly<Record<string, string>>;
}

/** A recording rule, as data. */
export interface RecordingRule {
  /** Name of the recorded series: `level:metric:operations`. */
  readonly record: string;
  /** PromQL. */
  readonly expr: string;
}

/** A rule group. Its rules are evaluated in sequence: recording rules first. */
export interface RuleGroup {
  /** Name of the group and of its file. */
  readonly name: string;
  /** Time between two evaluations. @default - that of Prometheus, or of the ruler of Loki. */
  readonly interval?: Duration;
  /** Recording rules. @default - none. */
  readonly records?: readonly RecordingRule[];
  /** Alerts. @default - none. */
  readonly alerts?: readonly Alert[];
  /** Names of the jobs that it reads. If one of them is not scraped, the whole group is left out. @default - none. */
  readonly needs?: readonly string[];
  /** Metrics that it reads, of any job. If no job exposes them, the whole group is left out. @default - none. */
  readonly needsMetrics?: MetricNeeds;
}

/** Base URLs for the links of alerts. */
export interface AlertLinks {
  /** Base URL of the pages of `docs/runbooks`. @default - alerts have no link to a runbook. */
  readonly runbooksUrl?: string;
  /** URL of Grafana. @default - alerts have no link to a dashboard. */
  readonly grafanaUrl?: string;
}

/** The expression of an alert with its threshold. */
export function alertExpr({
  expr,
  above,
  below,
  thresholds = [],
}: Pick<Alert, 'expr' | 'above' | 'below' | 'thresholds'>): string {
  if (above !== undefined) return withThresholds(expr, '>', above, thresholds);
  if (below !== undefined) return withThresholds(expr, '<', below, thresholds);
  return expr;
}

/** Series with a threshold of their own are compared with a series that has their labels and its value. */
function withThresholds(expr: string, op: string, threshold: number, others: readonly Threshold[]): string {
  const [first, ...rest] = others;
  if (!first) return `(${expr}) ${op} ${threshold}`;
  const labels = Object.entries(first.labels);
  const on = labels.map(([label]) => label).join(', ');
  const series = (value: number) =>
    labels.reduce(
      (vector, [label, text]) => `label_replace(${vector}, "${label}", ${quoted(text)}, "", "")`,
      `vector(${value})`,
    );
  return `(${expr}) ${op} on (${on}) group_left () ${series(first.value)}
or (${withThresholds(expr, op, threshold, rest)}) unless on (${on}) ${series(first.value)}`;
}

/** As the replacement of `label_replace`, where `$1` would be a group. */
function quoted(text: string): string {
  return JSON.stringify(text.replaceAll('$', '$$$$'));
}

/** A group with other queries. */
export function withQueries(group: RuleGroup, written: (expr: string) => string): RuleGroup {
  const { records = [], alerts = [] } = group;
  return {
    ...group,
    records: records.map((record) => ({ ...record, expr: written(record.expr) })),
    alerts: alerts.map((alert) => ({ ...alert, expr: written(alert.expr) })),
  };
}

/** A group as Prometheus reads it. */
export function ruleGroup({ name, interval, records = [], alerts = [] }: RuleGroup, links: AlertLinks = {}): object {
  return {
    name,
    ...(interval && { interval: promDuration(interval) }),
    rules: [
      ...records.map(({ record, expr }) => ({ record, expr })),
      ...alerts.map((alert) => ({
        alert: alert.name,
        expr: alertExpr(alert),
        for: promDuration(alert.for),
        labels: { severity: alert.severity },
        annotations: annotations(alert, links),
      })),
    ],
  };
}

/** The annotations of an alert. */
export function annotations(alert: Alert, { runbooksUrl, grafanaUrl }: AlertLinks): Record<string, string> {
  const { name, summary, description, dashboard } = alert;
  return {
    summary,
    description,
    ...(runbooksUrl && { runbook_url: `${runbooksUrl}/${name}.md` }),
    ...(grafanaUrl && dashboard && { dashboard_url: `${grafanaUrl}${dashboardPath(dashboard)}` }),
  };
}

function dashboardPath({ uid, choose = {} }: DashboardRef): string {
  const choices = Object.entries(choose).map(
    ([variable, label]) => `var-${variable}={{ $labels.${label} | urlquery }}`,
  );
  return `/d/${uid}${choices.length > 0 ? `?${choices.join('&')}` : ''}`;
}

/** The queries of some rule groups, before they are rendered. */
export function ruleQueries(
  path: string,
  language: QueryRecord['language'],
  groups: readonly RuleGroup[],
): QueryRecord[] {
  return groupQueries(
    path,
    language,
    groups.map(({ name, records = [], alerts = [] }) => ({
      name,
      rules: [...records, ...alerts.map((alert) => ({ alert: alert.name, expr: alertExpr(alert) }))],
    })),
  );
}

/** The groups whose jobs are all scraped, and whose metrics some job exposes. */
export function groupsFor(
  jobs: readonly ({ readonly job: string } & Exposing)[],
  groups: readonly RuleGroup[],
): RuleGroup[] {
  const names = new Set(jobs.map(({ job }) => job));
  const areThere = (metrics?: MetricNeeds) => metrics === undefined || isExposed(metrics, jobs);
  return groups
    .filter(({ needs = [], needsMetrics }) => needs.every((job) => names.has(job)) && areThere(needsMetrics))
    .map((group) => {
      const { alerts } = group;
      if (!alerts?.some(({ without }) => !areThere(without?.metrics))) return group;
      return {
        ...group,
        alerts: alerts.map((alert) => (areThere(alert.without?.metrics) ? alert : { ...alert, ...alert.without })),
      };
    });
}

/**
 * Reports `needs` of groups that look like typos: such a group would be left out silently.
 *
 * @param content content of the stack: a known job that is not scraped, or a known metric that no job exposes, is no typo.
 */
export function needProblems(
  groups: readonly RuleGroup[],
  jobs: readonly ({ readonly job: string } & Exposing)[],
  content: readonly { readonly jobs?: Readonly<Record<string, Catalogue>>; readonly rules?: readonly RuleGroup[] }[],
): string[] {
  const names = new Set([...content.flatMap((one) => Object.keys(one.jobs ?? {})), ...jobs.map(({ job }) => job)]);
  const needed = content.flatMap(({ rules = [] }) =>
    rules.flatMap(({ needsMetrics = {} }) => Object.keys(needsMetrics)),
  );
  const metrics = new Set([...needed, ...jobs.flatMap(({ exposes = {} }) => Object.keys(exposes))]);
  const typos = (prop: string, wanted: readonly string[], known: ReadonlySet<string>) =>
    wanted.flatMap((name) => {
      const meant = known.has(name) ? undefined : nearest(name, known);
      return meant
        ? [`${prop} (${shown(name)}) must name what there is, or its rules are left out; did you mean ${meant}?`]
        : [];
    });
  return groups.flatMap(({ name, needs = [], needsMetrics = {} }) => [
    ...typos(`'needs' of the group '${name}'`, needs, names),
    ...typos(`'needsMetrics' of the group '${name}'`, Object.keys(needsMetrics), metrics),
  ]);
}
