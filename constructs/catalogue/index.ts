import { metrics as alertmanager } from '../components/alertmanager/metrics.ts';
import { metrics as alloy } from '../components/alloy/metrics.ts';
import { metrics as grafana } from '../components/grafana/metrics.ts';
import { metrics as kubeStateMetrics } from '../components/kube-state-metrics/metrics.ts';
import { telemetryMetrics as kubeStateMetricsTelemetry } from '../components/kube-state-metrics/telemetry-metrics.ts';
import { metrics as loki } from '../components/loki/metrics.ts';
import { metrics as nodeExporter } from '../components/node-exporter/metrics.ts';
import { metrics as prometheus } from '../components/prometheus/metrics.ts';
import { metrics as apiserver } from '../content/apiserver/metrics.ts';
import { metrics as cadvisor } from '../content/cadvisor/metrics.ts';
import { metrics as coredns } from '../content/coredns/metrics.ts';
import { metrics as kubelet } from '../content/kubelet/metrics.ts';
import type { Catalogue } from '../kit/catalogue.ts';
import type { JOB } from '../matchers.ts';

/** What each job exposes. */
export const CATALOGUE = {
  prometheus,
  alertmanager,
  loki,
  grafana,
  alloy,
  nodeExporter,
  kubeStateMetrics,
  kubeStateMetricsTelemetry,
  kubelet,
  cadvisor,
  coredns,
  apiserver,
} as const satisfies Record<keyof typeof JOB, Catalogue>;
