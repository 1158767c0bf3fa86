import { alertmanager } from '../components/alertmanager/index.ts';
import { alloy } from '../components/alloy/index.ts';
import { application } from '../components/application/index.ts';
import { grafana } from '../components/grafana/index.ts';
import { kubeStateMetrics } from '../components/kube-state-metrics/index.ts';
import { loki } from '../components/loki/index.ts';
import { nodeExporter } from '../components/node-exporter/index.ts';
import { prometheus } from '../components/prometheus/index.ts';
import type { Component } from '../kit/component.ts';

/** The components of the stack. What the stack knows of any of them is derived from this list. */
export const COMPONENTS = [
  prometheus,
  alertmanager,
  loki,
  grafana,
  alloy,
  kubeStateMetrics,
  nodeExporter,
  application,
] as const satisfies readonly Component[];
