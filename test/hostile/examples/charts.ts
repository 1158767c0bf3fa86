import {
  LogsChart,
  type LogsChartProps,
  type LokiProps,
  MetricsChart,
  type MetricsChartProps,
  NamespacesChart,
  type NamespacesChartProps,
  type PrometheusProps,
} from '../../../constructs/index.ts';
import { apart, beside, endpoint, group, inLogs, installation } from './parts.ts';
import { type Example, example } from './whole.ts';

/** What the charts have beside the props of their components. */

type OfLogs = Omit<LogsChartProps, Exclude<keyof LokiProps, 'guard'> | 'collector' | 'alerts'>;
type OfMetrics = Omit<MetricsChartProps, keyof PrometheusProps | 'nodeExporter' | 'kubeStateMetrics' | 'alerts'>;

export const charts: Readonly<Record<string, Example>> = {
  namespaces: example<NamespacesChartProps>(
    { installation, restricted: ['own'], node: 'nodes', existing: ['theirs'] },
    (app, id, { restricted: [first = ''], node, ...props }) =>
      new NamespacesChart(app, id, {
        ...props,
        restricted: [apart(first, 'own', id)],
        node: apart(node, 'nodes', id),
      }),
  ),
  'chart of metrics': beside<OfMetrics>(
    { nodeNamespace: 'nodes', series: 'all', without: ['coredns'], alsoKeep: ['kube_pod_info'], moreRules: [group] },
    (app, id, bare, of) => {
      const nodeNamespace = apart(of.nodeNamespace, 'nodes', id);
      new MetricsChart(app, id, { rules: [], ...bare, ...of, nodeNamespace });
    },
  ),
  'chart of logs': beside<OfLogs>({ nodeNamespace: 'nodes', moreRules: [inLogs], guard: true }, (app, id, bare, of) => {
    const nodeNamespace = apart(of.nodeNamespace, 'nodes', id);
    new LogsChart(app, id, { alertmanager: endpoint('alertmanager'), rules: [], ...bare, ...of, nodeNamespace });
  }),
};
