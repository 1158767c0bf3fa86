import type { Component } from '../../kit/component.ts';
import { kubeStateMetrics as rules, kubeStateMetricsTelemetry as telemetryRules } from './alerts.ts';
import { IMAGE } from './kube-state-metrics.ts';
import { metrics } from './metrics/kube-state-metrics.ts';
import { metrics as telemetryMetrics } from './metrics/kube-state-metrics-telemetry.ts';

/** kube-state-metrics, with all that the stack brings for it. Its first job is about the objects of the cluster. */
export const kubeStateMetrics = {
  name: 'kube-state-metrics',
  job: 'kube-state-metrics-telemetry',
  image: IMAGE,
  jobs: { 'kube-state-metrics': metrics, 'kube-state-metrics-telemetry': telemetryMetrics },
  rules: [rules, telemetryRules],
} as const satisfies Component;
