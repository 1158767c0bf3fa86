import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';

const dashboard: Alert['dashboard'] = { uid: 'namespace', choose: { namespace: 'namespace' } };

const budget = (metric: string) =>
  `max by (namespace, poddisruptionbudget) (kube_poddisruptionbudget_status_${metric}{${STATE}})`;

const autoscaler = (metric: string) =>
  `max by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_${metric}{${STATE}})`;

/** Can pods be evicted, and can autoscalers work? */
export const scaling = {
  name: 'scaling',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'DisruptionBudgetBlocks',
      summary: 'A disruption budget lets no pod be moved, so its nodes cannot be drained.',
      description:
        'The budget {{ $labels.poddisruptionbudget }} in {{ $labels.namespace }} allows no disruption, although all {{ $value }} pods that it asks for are healthy.',
      // If pods are not healthy, allowing no disruption is correct, and the pods have alerts of their own. That a single pod must
      // stay, or that there is none, is meant so.
      expr: `${budget('desired_healthy')} > 0
and on (namespace, poddisruptionbudget) ${budget('pod_disruptions_allowed')} == 0
and on (namespace, poddisruptionbudget) ${budget('current_healthy')} >= ${budget('expected_pods')}
and on (namespace, poddisruptionbudget) ${budget('expected_pods')} > 1`,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'DisruptionBudgetUnmet',
      summary: 'Fewer pods are healthy than a disruption budget asks for.',
      description:
        'The budget {{ $labels.poddisruptionbudget }} in {{ $labels.namespace }} has lacked {{ $value }} healthy pods for half an hour.',
      // Scaled to nothing, it asks for nobody.
      expr: `${budget('desired_healthy')} - ${budget('current_healthy')}
and on (namespace, poddisruptionbudget) ${budget('expected_pods')} > 0`,
      above: 0,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AutoscalerAtLimit',
      summary: 'An autoscaler has reached its highest number of pods.',
      description:
        'The autoscaler {{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} has run all of its {{ $value }} pods for half an hour. More load makes them slow.',
      expr: `${autoscaler('status_current_replicas')} >= ${autoscaler('spec_max_replicas')}
# Where both bounds are the same, it never scales.
and on (namespace, horizontalpodautoscaler) ${autoscaler('spec_max_replicas')} > ${autoscaler('spec_min_replicas')}`,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AutoscalerReplicasMismatch',
      summary: 'An autoscaler does not get the number of pods that it wants.',
      description:
        'The autoscaler {{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} has {{ $value }} pods, has wanted another number of them for half an hour, and nothing moves.',
      expr: `${autoscaler('status_current_replicas')} != ${autoscaler('status_desired_replicas')}
and on (namespace, horizontalpodautoscaler) ${autoscaler('status_current_replicas')} > 0
unless on (namespace, horizontalpodautoscaler) changes(kube_horizontalpodautoscaler_status_current_replicas{${STATE}}[15m]) > 0
# The pods cannot be made, and DeploymentReplicasMissing says so.
unless on (namespace, horizontalpodautoscaler) (
  label_replace(kube_horizontalpodautoscaler_info{${STATE}, scaletargetref_kind="Deployment"}, "deployment", "$1", "scaletargetref_name", "(.+)")
  and on (namespace, deployment) (
    kube_deployment_spec_replicas{${STATE}} - on (namespace, deployment, instance) kube_deployment_status_replicas{${STATE}} > 0
  )
)`,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AutoscalerCannotScale',
      summary: 'An autoscaler cannot tell how many pods are needed, or cannot change their number.',
      description:
        'The condition {{ $labels.condition }} of the autoscaler {{ $labels.horizontalpodautoscaler }} in {{ $labels.namespace }} is false.',
      expr: `max by (namespace, horizontalpodautoscaler, condition) (
  kube_horizontalpodautoscaler_status_condition{${STATE}, condition=~"AbleToScale|ScalingActive", status="false"}
) == 1
# Scaled to nothing by hand, it rests.
and on (namespace, horizontalpodautoscaler) ${autoscaler('status_current_replicas')} > 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
