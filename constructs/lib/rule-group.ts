import type { Duration } from 'cdk8s';
import { promDuration } from './units.ts';

/** How urgent an alert is: `critical` wakes someone, `warning` is for the day, `none` is for machines. */
export type Severity = 'critical' | 'warning' | 'none';

/** One alert over metrics, as data. */
export interface Alert {
  /** Unique, in CamelCase, its component first. */
  readonly name: string;
  /** One sentence without template values. */
  readonly summary: string;
  /** What happens where, with labels and values as `{{ $labels.pod }}`. */
  readonly description: string;
  /** PromQL. The alert fires for each series that it returns, or whose value is above or below the threshold. */
  readonly expr: string;
  /** Threshold: fires above it. It stands apart from the expression, so that it can be changed by itself. */
  readonly above?: number;
  /** Threshold: fires below it. */
  readonly below?: number;
  /** How long the expression must hold. */
  readonly for: Duration;
  readonly severity: Severity;
}

/** One expression that is evaluated regularly and kept as a series of its own, as data. */
export interface RecordingRule {
  /** Name of the series: `level:metric:operations`. */
  readonly record: string;
  /** PromQL. */
  readonly expr: string;
}

/** Rules of one topic. They are evaluated one after the other, in this order: records first. */
export interface RuleGroup {
  /** The topic: name of the group and of its file. */
  readonly name: string;
  /** @default - none. */
  readonly records?: readonly RecordingRule[];
  /** @default - none. */
  readonly alerts?: readonly Alert[];
}

/** The expression of an alert with its threshold. */
export function alertExpr({ expr, above, below }: Pick<Alert, 'expr' | 'above' | 'below'>): string {
  if (above !== undefined) return `(${expr}) > ${above}`;
  if (below !== undefined) return `(${expr}) < ${below}`;
  return expr;
}

/** A group as Prometheus reads it. */
export function ruleGroup({ name, records = [], alerts = [] }: RuleGroup, runbooks?: string): object {
  return {
    name,
    rules: [
      ...records.map(({ record, expr }) => ({ record, expr })),
      ...alerts.map((alert) => ({
        alert: alert.name,
        expr: alertExpr(alert),
        for: promDuration(alert.for),
        labels: { severity: alert.severity },
        annotations: {
          summary: alert.summary,
          description: alert.description,
          ...(runbooks && { runbook_url: `${runbooks}/${alert.name}.md` }),
        },
      })),
    ],
  };
}
