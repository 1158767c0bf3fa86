import type { SeriesValues } from './case.ts';
import { type Labels, series } from './series.ts';

/** A series of the node-exporter on a node. */
export function onNode(instance: string, metric: string, values: string, labels: Labels = {}): SeriesValues {
  const target = { job: 'node-exporter', instance, node: instance, pod: `exporter-${instance}` };
  return { [series(metric, { ...target, ...labels })]: values };
}
