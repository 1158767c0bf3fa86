// The public API: everything that an installation, or a component of your own, is made of.

// The app and the charts.
export type { Accept } from './checks/accept.ts';
export { Contradictions, type Finding } from './checks/finding.ts';
export { VerifiedApp, type VerifiedAppProps } from './checks/verified-app.ts';
// The components.
export { Alertmanager } from './components/alertmanager/alertmanager.ts';
export type { MaintenanceWindow } from './components/alertmanager/maintenance.ts';
export type { AlertmanagerProps } from './components/alertmanager/props.ts';
export {
  type EmailReceiver,
  type OpsgenieReceiver,
  type PagerdutyReceiver,
  Receiver,
  type SlackReceiver,
  type TeamsReceiver,
  type TelegramReceiver,
  type WebhookReceiver,
} from './components/alertmanager/receiver.ts';
export type { AlertRoute } from './components/alertmanager/routes.ts';
export { Alloy } from './components/alloy/alloy.ts';
export type { AlloyProps } from './components/alloy/props.ts';
export type { ApplicationAlerts } from './components/application/alert-scopes.ts';
export { Application } from './components/application/application.ts';
export type { Healthcheck } from './components/application/healthcheck.ts';
export type { ApplicationMetrics, ApplicationPort, ApplicationProps } from './components/application/props.ts';
export type { ServiceLevel } from './components/application/slo.ts';
export { Grafana } from './components/grafana/grafana.ts';
export type { GrafanaProps } from './components/grafana/props.ts';
export { guard } from './components/guard/guard.ts';
export { KubeStateMetrics, type KubeStateMetricsProps } from './components/kube-state-metrics/kube-state-metrics.ts';
export { Loki } from './components/loki/loki.ts';
export type { LokiProps } from './components/loki/props.ts';
export { NodeExporter, type NodeExporterProps } from './components/node-exporter/node-exporter.ts';
export { Prometheus } from './components/prometheus/prometheus.ts';
export type { PrometheusProps } from './components/prometheus/props.ts';
// The kit: what components are made of.
export { type Catalogue, type Metric, metricsTable } from './kit/catalogue.ts';
export { InvalidInput, type Problem } from './kit/check.ts';
export type { AddedComponent, Component, Content } from './kit/component.ts';
export { ConfigFiles, type ConfigFilesProps } from './kit/config-files.ts';
export {
  type Dashboard,
  type DashboardProps,
  dashboard,
  type Row,
  row,
} from './kit/dashboards/dashboard.ts';
export type { DataLink } from './kit/dashboards/dashboard-json.ts';
export { barGauge, stat, table, timeSeries } from './kit/dashboards/dashboard-panel.ts';
export type { Query, Signal } from './kit/dashboards/dashboard-signal.ts';
export { type Cidrs, door, type Endpoint, external, type Pods, type TransportPort } from './kit/endpoint.ts';
export type { Call, Door, Doors, Guard, GuardContainer, Guarded } from './kit/guard.ts';
export type { Cluster, ClusterDns, Installation, Nodes } from './kit/installation.ts';
export { type Identity, metadataOf } from './kit/labels.ts';
export type { Memory } from './kit/memory.ts';
export type { MetricNeeds } from './kit/metric-needs.ts';
export { type Model, model } from './kit/model.ts';
export type { Mount } from './kit/mounts.ts';
export { Namespace, type NamespaceProps } from './kit/namespace.ts';
export type { ContainerSettings, HttpCheck, Probe, Probes, RunAs } from './kit/pod.ts';
export type { PrometheusApi } from './kit/prometheus-api.ts';
export type { AlertMatch, AlertScope, LabelMatch } from './kit/rules/alert-scope.ts';
export type { Inhibition } from './kit/rules/inhibition.ts';
export type { AlertChoice, AlertOverride } from './kit/rules/rule-choice.ts';
export type { Alert, DashboardRef, RecordingRule, RuleGroup, Severity, Threshold } from './kit/rules/rule-group.ts';
export { type AnnotatedPods, annotatedPods } from './kit/scrape/annotated-pods.ts';
export type { Discovery, DroppedValues, ScrapeJob, ScrapeLimits, ScrapeSettings } from './kit/scrape/job.ts';
export type { SecretRef } from './kit/secret-ref.ts';
export { Wiring } from './kit/wiring.ts';
export { Workload, type WorkloadProps } from './kit/workload.ts';
export { AlertsChart, type AlertsChartProps } from './stack/charts/alerts.ts';
export { ApplicationsChart } from './stack/charts/applications.ts';
export { ComponentsChart, type ComponentsChartProps } from './stack/charts/components.ts';
export { DashboardsChart, type DashboardsChartProps } from './stack/charts/dashboards.ts';
export { LogsChart, type LogsChartProps } from './stack/charts/logs.ts';
export { MetricsChart, type MetricsChartProps } from './stack/charts/metrics.ts';
export { NamespacesChart, type NamespacesChartProps } from './stack/charts/namespaces.ts';
// What the stack brings, to choose from.
export { dashboards, inhibitions, logRules, metricRules } from './stack/content.ts';
