import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Alertmanager } from '../../components/alertmanager/alertmanager.ts';
import type { AlertmanagerProps } from '../../components/alertmanager/props.ts';
import { guard } from '../../components/guard/guard.ts';
import { settingsOf } from '../../kit/settings.ts';
import { Wiring } from '../../kit/wiring.ts';
import { CONTENT, inhibitions } from '../content.ts';

/** Properties for `AlertsChart`. */
export interface AlertsChartProps extends Omit<AlertmanagerProps, 'guard'> {
  /**
   * Whether a proxy in front of Alertmanager lets each caller do only what it needs: Prometheus and Loki send alerts, Grafana
   * reads, and silences are for those who may open a port-forward. Without it, whoever reaches Alertmanager may silence all.
   *
   * @default false
   */
  readonly guard?: boolean;
}

/** Alertmanager, by default with the inhibitions among the built-in alerts. */
export class AlertsChart extends Chart {
  /** Connect clients to its `api`, and Prometheus to its `metrics`. */
  readonly alertmanager: Alertmanager;

  constructor(scope: Construct, id: string, props: AlertsChartProps) {
    super(scope, id);
    Wiring.of(this).addContent(CONTENT);
    const { guard: isGuarded, ...own } = settingsOf(this, props, { defaults: () => ({ guard: false }) });
    this.alertmanager = new Alertmanager(this, 'alertmanager', { inhibitions, ...own, ...(isGuarded && { guard }) });
  }
}
