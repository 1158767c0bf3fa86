import { App } from 'cdk8s';
import {
  AlertsChart,
  DashboardsChart,
  type DashboardsChartProps,
  LogsChart,
  MetricsChart,
  type Model,
  model,
  NamespacesChart,
  Receiver,
} from '../../constructs/index.ts';
import { installation } from './render.ts';

/** The whole stack with a guard in front of Loki and Alertmanager. */
export function guardedModel(grafana: Pick<DashboardsChartProps, 'silences'> = {}): Model {
  const app = new App();
  const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };
  new NamespacesChart(app, '00-namespaces', { installation, restricted: ['monitoring'], node: 'monitoring-node' });
  const { alertmanager } = new AlertsChart(app, '10-alerts', {
    ...{ ...shared, guard: true },
    critical: Receiver.none({ because: 'nobody listens in a test' }),
  });
  const { prometheus } = new MetricsChart(app, '20-metrics', { ...shared, alertmanager: alertmanager.api });
  const { loki, alloy } = new LogsChart(app, '30-logs', { ...shared, alertmanager: alertmanager.api, guard: true });
  const dashboards = new DashboardsChart(app, '40-dashboards', {
    ...{ ...shared, ...grafana, prometheus: prometheus.api },
    ...{ loki: loki.api, alertmanager: alertmanager.api },
  });
  prometheus.addScrape(alertmanager.metrics, loki.metrics, alloy.metrics, dashboards.grafana.metrics);
  prometheus.addScrape(alertmanager.guard, loki.guard);
  return model(app);
}

/** Requests that nobody may make of Loki: what stops, changes or tells too much, as it is written and in disguise. */
export const FORBIDDEN_OF_LOKI: readonly string[] = [
  ...[
    '/ingester/shutdown',
    '/ingester/prepare_shutdown',
    '/flush',
    '/log_level',
    '/debug/pprof/heap',
    '/config',
    '/ring',
  ],
  ...['/loki/api/v1/delete', '/loki/api/v1/cache/generation_numbers', '/loki/api/v1/rules', '/otlp/v1/logs', '/'],
  ...['//ingester/shutdown', '/./ingester/shutdown', '/%69ngester/shutdown', '/INGESTER/SHUTDOWN'],
  ...['/loki/api/v1/push/../../../../ingester/shutdown', '/loki/api/v1/query/../../../../ingester/shutdown'],
  ...['/loki/api/v1/label/..%2f..%2f..%2f..%2fingester%2fshutdown/values', '/loki/api/v1/label/../delete/values'],
  ...[
    '/loki/api/v1/label/%2e%2e/delete/values',
    '/loki/api/v1/query_range/../delete',
    '/loki/api/v1/query%2f..%2fdelete',
  ],
  ...[
    '/loki/api/v1/query;/../delete',
    '/ingester/shutdown?/loki/api/v1/push',
    '/ingester/shutdown?x=/loki/api/v1/query',
  ],
];
