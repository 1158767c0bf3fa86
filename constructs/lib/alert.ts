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
  /** PromQL. The alert fires for each series that it returns. */
  readonly expr: string;
  /** How long the expression must hold. */
  readonly for: Duration;
  readonly severity: Severity;
}

/** A group of alerts, as Prometheus reads it. */
export function alertGroup(name: string, alerts: readonly Alert[], runbooks?: string): object {
  return {
    name,
    rules: alerts.map(({ name: alert, summary, description, expr, for: duration, severity }) => ({
      alert,
      expr,
      for: promDuration(duration),
      labels: { severity },
      annotations: { summary, description, ...(runbooks && { runbook_url: `${runbooks}/${alert}.md` }) },
    })),
  };
}
