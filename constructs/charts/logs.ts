import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { logRules } from '../alerts/logs.ts';
import { Alloy } from '../alloy.ts';
import { Loki, type LokiProps } from '../loki.ts';

/** Properties for `LogsChart`. */
export interface LogsChartProps extends LokiProps {
  /** Namespace for what looks at the nodes themselves. */
  readonly nodeNamespace: string;
}

/** Loki, and Alloy on every node. */
export class LogsChart extends Chart {
  readonly loki: Loki;
  readonly alloy: Alloy;

  constructor(scope: Construct, id: string, { nodeNamespace, ...props }: LogsChartProps) {
    super(scope, id);
    const { installation, alertmanager, rules = alertmanager && logRules } = props;
    this.loki = new Loki(this, 'loki', { ...props, rules });
    this.alloy = new Alloy(this, 'alloy', { installation, namespace: nodeNamespace, loki: this.loki.api });
  }
}
