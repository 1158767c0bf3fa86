/** What targets were seen to expose. `npm run catalogue` writes these files. */
export { alertmanager } from './alertmanager.ts';
export { alloy } from './alloy.ts';
export { apiserver } from './apiserver.ts';
export { cadvisor } from './cadvisor.ts';
export { coredns } from './coredns.ts';
export { grafana } from './grafana.ts';
export { kubeStateMetrics } from './kube-state-metrics.ts';
export { kubeStateMetricsTelemetry } from './kube-state-metrics-telemetry.ts';
export { kubelet } from './kubelet.ts';
export { loki } from './loki.ts';
export { nodeExporter } from './node-exporter.ts';
export { prometheus } from './prometheus.ts';
