import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';
const TELEMETRY = 'job="kube-state-metrics-telemetry"';

const dashboard: Alert['dashboard'] = { uid: 'stack' };

/** Does Prometheus learn of the objects of the cluster? */
export const kubeStateMetrics = {
  name: 'kube-state-metrics',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'KubeStateMetricsDown',
      summary: 'Nobody watches the objects of the cluster.',
      description:
        'No pod of the job {{ $labels.job }} has answered for 15 minutes. Alerts over pods, workloads and nodes are silent.',
      expr: `sum by (job) (up{${STATE}}) == 0
or sum by (job) (absent(up{${STATE}}))`,
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Can it read what it watches? */
export const kubeStateMetricsTelemetry = {
  name: 'kube-state-metrics-telemetry',
  needs: ['kube-state-metrics-telemetry'],
  alerts: [
    {
      name: 'KubeStateMetricsCannotRead',
      summary: 'Metrics about some objects of the cluster are old or missing.',
      description:
        '{{ $value | humanizePercentage }} of the requests of {{ $labels.pod }} for {{ $labels.resource }} fail.',
      expr: ['list', 'watch']
        .map(
          (verb) =>
            // Three within the time: a single one is tried again.
            `(sum by (namespace, job, pod, resource) (rate(kube_state_metrics_${verb}_total{${TELEMETRY}, result="error"}[15m])) > 3 / 900)
/ sum by (namespace, job, pod, resource) (rate(kube_state_metrics_${verb}_total{${TELEMETRY}}[15m]))`,
        )
        .map((share) => `(${share} > 0.1)`)
        .join('\nor '),
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
