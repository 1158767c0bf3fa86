/** Images of the components, each pinned. A new version is a change of one line here. */
export const IMAGES = {
  prometheus: 'prom/prometheus:v3.14.0',
  alertmanager: 'prom/alertmanager:v0.34.0',
  loki: 'grafana/loki:3.7.6',
  grafana: 'grafana/grafana:12.4.12',
  kubeStateMetrics: 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
  alloy: 'grafana/alloy:v1.18.1',
  nodeExporter: 'prom/node-exporter:v1.12.1',
} as const;
