import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Grafana } from '../../components/grafana/grafana.ts';
import type { GrafanaProps } from '../../components/grafana/props.ts';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import { like } from '../../kit/read.ts';
import { settingsOf } from '../../kit/settings.ts';
import { Wiring } from '../../kit/wiring.ts';
import * as content from '../content.ts';

/** Properties for `DashboardsChart`. */
export interface DashboardsChartProps extends Omit<GrafanaProps, 'dashboards'> {
  /**
   * Dashboards that replace the built-in ones.
   *
   * @default - the built-in ones: alerts link to them.
   */
  readonly dashboards?: readonly Dashboard[];

  /**
   * Your own dashboards, in addition to the built-in ones.
   *
   * @default - none.
   */
  readonly moreDashboards?: readonly Dashboard[];
}

/** Grafana with its data sources and dashboards. */
export class DashboardsChart extends Chart {
  /** Add further dashboards to it. */
  readonly grafana: Grafana;

  constructor(scope: Construct, id: string, props: DashboardsChartProps) {
    super(scope, id);
    Wiring.of(this).addContent(content.CONTENT);
    const defaults = () => ({ dashboards: content.dashboards, moreDashboards: [] });
    const lists = { dashboards: like<readonly Dashboard[]>([]), moreDashboards: like<readonly Dashboard[]>([]) };
    const { dashboards, moreDashboards, ...own } = settingsOf(this, props, { defaults, shape: lists });
    this.grafana = new Grafana(this, 'grafana', { ...own, dashboards: [...dashboards, ...moreDashboards] });
  }
}
