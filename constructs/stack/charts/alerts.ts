import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alertmanager, type AlertmanagerProps } from '../../components/alertmanager/alertmanager.ts';
import { budgets } from '../../components/application/slo.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import { Wiring } from '../../kit/wiring.ts';
import { inhibitions } from '../inhibitions.ts';
import { logRules, metricRules } from '../rules.ts';

/** Alertmanager, which is told by default which of the alerts that come explain others. */
export class AlertsChart extends Chart {
  readonly alertmanager: Alertmanager;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    this.alertmanager = new Alertmanager(this, 'alertmanager', { inhibitions, ...props });
    // Inhibitions may name them, although an installation may leave them out.
    const groups: readonly RuleGroup[] = [...metricRules, ...logRules, budgets];
    Wiring.of(this).addAlertNames(groups.flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)));
  }
}
