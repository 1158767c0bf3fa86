/** The alerts that the faults cause, so that they come within seconds: how long each must hold is shortened. */
import { Duration } from 'cdk8s';
import type { AlertChoice } from '../../../constructs/kit/rules/rule-choice.ts';
import type { Alert, RuleGroup } from '../../../constructs/kit/rules/rule-group.ts';
import { type LogAlert, logRules, type MetricAlert, metricRules } from '../../../constructs/stack/content.ts';

const SOON = { for: Duration.seconds(15) };

const AT_ONCE = { for: Duration.seconds(0) };

export const metricAlerts = {
  override: {
    // Until a node that has stopped counts as lost, its Alloy is missing.
    AlloyDown: { for: Duration.seconds(90) },
    ApplicationDown: SOON,
    ApplicationErrors: SOON,
    ApplicationSlow: SOON,
    ContainerImagePullFailing: SOON,
    ContainerOomKilled: SOON,
    LogErrorBurst: AT_ONCE,
    LokiDown: SOON,
    NodeNotReady: SOON,
    NodesNotReady: SOON,
    PodCrashLooping: SOON,
    PodUnschedulable: SOON,
    PrometheusConfigReloadFailed: SOON,
  },
} as const satisfies AlertChoice<MetricAlert>;

export const logAlerts = {
  override: { LogDiskFull: AT_ONCE },
} as const satisfies AlertChoice<LogAlert>;

/** What counts lines looks back for three minutes instead of ten, so that it ends that soon. */
export const soonerMetricRules: readonly RuleGroup[] = metricRules.map((group) => sooner(group, ['LogErrorBurst']));

/** They are evaluated each minute instead of each ten, too. */
export const soonerLogRules: readonly RuleGroup[] = logRules.map((group) => ({
  ...sooner(group, Object.keys(logAlerts.override)),
  interval: Duration.minutes(1),
}));

function sooner({ alerts = [], ...group }: RuleGroup, names: readonly string[]): RuleGroup {
  const shorter = (alert: Alert) => ({ ...alert, expr: alert.expr.replaceAll(/\b10m\b/g, '3m') });
  return { ...group, alerts: alerts.map((alert) => (names.includes(alert.name) ? shorter(alert) : alert)) };
}
