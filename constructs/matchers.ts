import type { MetricNeeds } from './kit/metric-needs.ts';

/**
 * Names that queries, scrape jobs and data sources share: each is written here and nowhere else.
 */

/** `job` of each scrape job, the value of `app.kubernetes.io/name` where pods are scraped. */
export const JOB = {
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  loki: 'loki',
  grafana: 'grafana',
  alloy: 'alloy',
  nodeExporter: 'node-exporter',
  kubeStateMetrics: 'kube-state-metrics',
  kubeStateMetricsTelemetry: 'kube-state-metrics-telemetry',
  kubelet: 'kubelet',
  cadvisor: 'cadvisor',
  coredns: 'coredns',
  apiserver: 'apiserver',
} as const;

/** The jobs about the cluster itself that a cluster may be without. */
export const CLUSTER_JOBS = [JOB.kubelet, JOB.cadvisor, JOB.coredns, JOB.apiserver, JOB.nodeExporter] as const;

/** `verb` of the requests to the API server that end when their clients want: their durations are not stored. */
export const LONG_VERBS = 'WATCH|WATCHLIST|CONNECT';

/**
 * Identifiers of Grafana's data sources. Dashboards, links and bookmarks point here, so they never change.
 *
 * @see https://github.com/grafana/grafana/issues/110740
 */
export const DATASOURCE = {
  prometheus: 'prometheus',
  loki: 'loki',
  alertmanager: 'alertmanager',
} as const;

/** The labels of every log stream, and no others: the collector puts them there. `level` only where a line says it. */
export const STREAM_LABELS = ['cluster', 'namespace', 'pod', 'container', 'app', 'stream', 'level'] as const;

/** What an application exposes whose requests are watched: metric -> labels that rules and dashboards ask for. */
export const HTTP_METRICS: MetricNeeds = {
  http_requests_total: ['path', 'status'],
  http_request_duration_seconds: ['path'],
};
