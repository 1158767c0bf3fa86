import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { metricRules } from '../alerts/index.ts';
import { KubeStateMetrics } from '../kube-state-metrics.ts';
import { NodeExporter } from '../node-exporter.ts';
import { Prometheus, type PrometheusProps } from '../prometheus.ts';
import { apiserver, cadvisor, coredns, kubelet } from '../scrape/kubernetes.ts';

/** Properties for `MetricsChart`. */
export interface MetricsChartProps extends PrometheusProps {
  /** Namespace for what looks at the nodes themselves. */
  readonly nodeNamespace: string;
}

/** Prometheus and what it learns of Kubernetes and the nodes. */
export class MetricsChart extends Chart {
  readonly prometheus: Prometheus;

  constructor(scope: Construct, id: string, { nodeNamespace, ...props }: MetricsChartProps) {
    super(scope, id);
    const { installation, namespace, rules = metricRules } = props;
    const kubeStateMetrics = new KubeStateMetrics(this, 'kube-state-metrics', { installation, namespace });
    const nodeExporter = new NodeExporter(this, 'node-exporter', { installation, namespace: nodeNamespace });
    this.prometheus = new Prometheus(this, 'prometheus', { ...props, rules });
    this.prometheus.addScrape(kubeStateMetrics.metrics, kubeStateMetrics.telemetry, nodeExporter.metrics);
    this.prometheus.addScrape(kubelet, cadvisor, coredns(installation), apiserver(installation));
  }
}
