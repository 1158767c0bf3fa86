import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alertmanager } from '../../components/alertmanager/alertmanager.ts';
import type { AlertmanagerProps } from '../../components/alertmanager/props.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT, inhibitions } from '../content.ts';

/** Alertmanager, by default with the inhibitions among the built-in alerts. */
export class AlertsChart extends Chart {
  /** Connect clients to its `api`, and Prometheus to its `metrics`. */
  readonly alertmanager: Alertmanager;

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    this.alertmanager = new Alertmanager(this, 'alertmanager', { inhibitions, ...props });
  }
}
