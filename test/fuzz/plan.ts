import { type App, Chart } from 'cdk8s';
import { apiserver, cadvisor, coredns, kubelet } from '../../constructs/content/kubernetes/jobs.ts';
import {
  type AlertmanagerProps,
  AlertsChart,
  Alloy,
  type AlloyProps,
  type ApplicationProps,
  ApplicationsChart,
  annotatedPods,
  type Dashboard,
  DashboardsChart,
  type GrafanaProps,
  type Installation,
  KubeStateMetrics,
  type KubeStateMetricsProps,
  LogsChart,
  Loki,
  type LokiProps,
  MetricsChart,
  NamespacesChart,
  NodeExporter,
  type NodeExporterProps,
  Prometheus,
  type PrometheusProps,
} from '../../constructs/index.ts';
import type { AnnotatedPods } from '../../constructs/kit/scrape/annotated-pods.ts';

/** What a random installation sets of a component; what all share, or one gives to another, comes with `build`. */
type Own<Props> = Omit<Partial<Props>, 'installation' | 'namespace' | 'alertmanager' | 'prometheus' | 'loki'>;

/** The values of one whole installation. */
export interface Plan {
  readonly installation: Installation;
  readonly namespace: string;
  readonly nodeNamespace: string;
  /** Namespaces beside those that something runs in. */
  readonly moreNamespaces: readonly string[];
  /** Metrics and logs by their charts: what these set of the parts about nodes and objects stays at its default. */
  readonly byCharts: boolean;
  readonly alertmanager: Own<AlertmanagerProps> & Pick<AlertmanagerProps, 'critical'>;
  readonly prometheus: Own<PrometheusProps>;
  readonly kubeStateMetrics: Own<KubeStateMetricsProps>;
  readonly nodeExporter: Own<NodeExporterProps>;
  readonly loki: Own<LokiProps>;
  readonly alloy: Own<AlloyProps>;
  readonly grafana: Own<GrafanaProps> & { readonly dashboards: readonly Dashboard[] };
  readonly applications: readonly Omit<ApplicationProps, 'installation'>[];
  readonly annotated?: AnnotatedPods;
}

/** Builds an installation, as main.ts does. */
export function build(app: App, plan: Plan): void {
  const { installation, namespace, nodeNamespace, moreNamespaces, annotated } = plan;
  const shared = { installation, namespace };
  const others = new Set([
    ...plan.applications.map((application) => application.namespace),
    ...(annotated?.namespaces ?? []),
  ]);
  new NamespacesChart(app, '00-namespaces', {
    installation,
    restricted: [namespace, ...others, ...moreNamespaces],
    node: nodeNamespace,
  });
  const { alertmanager } = new AlertsChart(app, '10-alerts', { ...shared, ...plan.alertmanager, guard: false });
  const prometheus = metrics(app, plan, { ...shared, ...plan.prometheus, alertmanager: alertmanager.api });
  const { loki, alloy } = logs(app, plan, { ...shared, ...plan.loki, alertmanager: alertmanager.api });
  const { grafana } = new DashboardsChart(app, '40-dashboards', {
    ...shared,
    ...plan.grafana,
    prometheus: prometheus.api,
    loki: loki.api,
    alertmanager: alertmanager.api,
  });
  const { applications } = new ApplicationsChart(
    app,
    '50-applications',
    plan.applications.map((props) => ({ installation, ...props })),
  );
  prometheus.addScrape(alertmanager.metrics, loki.metrics, alloy.metrics, grafana.metrics);
  prometheus.addScrape(...applications.map((application) => application.metrics));
  prometheus.addScrape(...(annotated ? annotatedPods(annotated) : []));
  prometheus.addRules(...applications.flatMap(({ rules }) => rules));
}

function metrics(app: App, plan: Plan, props: PrometheusProps): Prometheus {
  const { installation, namespace, nodeNamespace } = plan;
  if (plan.byCharts) return new MetricsChart(app, '20-metrics', { ...props, nodeNamespace }).prometheus;
  const chart = new Chart(app, '20-metrics');
  const objects = new KubeStateMetrics(chart, 'kube-state-metrics', {
    ...{ installation, namespace },
    ...plan.kubeStateMetrics,
  });
  const nodes = new NodeExporter(chart, 'node-exporter', {
    ...{ installation, namespace: nodeNamespace },
    ...plan.nodeExporter,
  });
  const prometheus = new Prometheus(chart, 'prometheus', props);
  prometheus.addScrape(objects.metrics, objects.telemetry, nodes.metrics);
  prometheus.addScrape(kubelet, cadvisor, coredns(installation), apiserver(installation));
  return prometheus;
}

function logs(app: App, plan: Plan, props: LokiProps): { loki: Loki; alloy: Alloy } {
  const { installation, nodeNamespace } = plan;
  if (plan.byCharts) return new LogsChart(app, '30-logs', { ...props, nodeNamespace, guard: false });
  const chart = new Chart(app, '30-logs');
  const loki = new Loki(chart, 'loki', props);
  const alloy = new Alloy(chart, 'alloy', {
    ...{ installation, namespace: nodeNamespace, loki: loki.api },
    ...plan.alloy,
  });
  return { loki, alloy };
}
