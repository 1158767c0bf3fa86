import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { dashboards } from '../dashboards/index.ts';
import { Grafana, type GrafanaProps } from '../grafana.ts';

/** Properties for `DashboardsChart`. */
export type DashboardsChartProps = Omit<GrafanaProps, 'dashboards'> & Partial<Pick<GrafanaProps, 'dashboards'>>;

/** Grafana with its data sources and dashboards. */
export class DashboardsChart extends Chart {
  readonly grafana: Grafana;

  constructor(scope: Construct, id: string, props: DashboardsChartProps) {
    super(scope, id);
    this.grafana = new Grafana(this, 'grafana', { dashboards, ...props });
  }
}
