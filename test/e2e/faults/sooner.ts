/** The alerts that the faults cause, so that they come within seconds: how long each must hold is shortened. */
import { Duration } from 'cdk8s';
import type { AlertChoice } from '../../../constructs/kit/rules/rule-choice.ts';
import type { RuleGroup } from '../../../constructs/kit/rules/rule-group.ts';
import { type LogAlert, logRules, type MetricAlert } from '../../../constructs/stack/content.ts';

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

/** They are evaluated each minute instead of each ten, and what the faults cause looks back for three, so that it ends that soon. */
export const soonerLogRules: readonly RuleGroup[] = logRules.map((group) => ({
  ...group,
  interval: Duration.minutes(1),
  alerts: group.alerts?.map((alert) =>
    alert.name in logAlerts.override ? { ...alert, expr: alert.expr.replaceAll('[10m]', '[3m]') } : alert,
  ),
}));
