import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Alertmanager } from '../../components/alertmanager/alertmanager.ts';
import type { Grafana } from '../../components/grafana/grafana.ts';
import type { Prometheus } from '../../components/prometheus/prometheus.ts';
import { childId } from '../../kit/child-id.ts';
import type { AddedComponent } from '../../kit/component.ts';
import type { Installation } from '../../kit/installation.ts';
import { Wiring } from '../../kit/wiring.ts';

/** Properties for `ComponentsChart`. */
export interface ComponentsChartProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all objects. */
  readonly namespace: string;

  /** The components to create. */
  readonly components: readonly AddedComponent[];

  /** Scrapes the components and evaluates their rules. */
  readonly prometheus: Prometheus;

  /**
   * Shows their dashboards.
   *
   * @default - not shown.
   */
  readonly grafana?: Grafana;

  /**
   * Applies their inhibitions.
   *
   * @default - not applied.
   */
  readonly alertmanager?: Alertmanager;
}

/** Your own components, each connected to the stack. */
export class ComponentsChart extends Chart {
  constructor(scope: Construct, id: string, props: ComponentsChartProps) {
    super(scope, id);
    const { installation, namespace, components, prometheus, grafana, alertmanager } = props;
    Wiring.of(this).addContent(components);
    for (const { name, create, rules = [], inhibitions = [], dashboards = [] } of components) {
      prometheus.addScrape(...[create(new Construct(this, childId(this, name)), { installation, namespace })].flat());
      prometheus.addRules(...rules);
      grafana?.addDashboards(...dashboards);
      alertmanager?.addInhibitions(...inhibitions);
    }
  }
}
