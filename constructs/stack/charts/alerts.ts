import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alertmanager, type AlertmanagerProps } from '../../components/alertmanager/alertmanager.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT, inhibitions } from '../content.ts';

/** Alertmanager, which is told by default which of the alerts that come explain others. */
export class AlertsChart extends Chart {
  readonly alertmanager: Alertmanager;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    this.alertmanager = new Alertmanager(this, 'alertmanager', { inhibitions, ...props });
  }
}
