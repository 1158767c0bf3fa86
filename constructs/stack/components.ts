import { alertmanager } from '../components/alertmanager/index.ts';
import { alloy } from '../components/alloy/index.ts';
import { application } from '../components/application/index.ts';
import { grafana } from '../components/grafana/index.ts';
import { guard } from '../components/guard/index.ts';
import { kubeStateMetrics } from '../components/kube-state-metrics/index.ts';
import { loki } from '../components/loki/index.ts';
import { nodeExporter } from '../components/node-exporter/index.ts';
import { prometheus } from '../components/prometheus/index.ts';
import type { Component } from '../kit/component.ts';

const all = [
  prometheus,
  alertmanager,
  loki,
  grafana,
  alloy,
  kubeStateMetrics,
  nodeExporter,
  guard,
  application,
] as const satisfies readonly Component[];

/** One of the components; its content is known to the type checker. */
export type StackComponent = (typeof all)[number];

/** The components of the stack. Everything else about the set of components is derived from this list. */
export const COMPONENTS: readonly Component[] = all;

/** The components with a pinned image and pods of their own: programs of the stack itself. */
export const PROGRAMS = COMPONENTS.filter(({ image, beside }) => image !== undefined && !beside);
