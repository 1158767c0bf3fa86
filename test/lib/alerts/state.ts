import type { SeriesValues } from './case.ts';
import { type Labels, series } from './series.ts';

/** A series of kube-state-metrics, as two of them expose it while one replaces the other. */
export function state(metric: string, labels: Labels, values: string): SeriesValues {
  return Object.fromEntries(
    ['10.0.0.1:8080', '10.0.0.2:8080'].map((instance) => [
      series(metric, { job: 'kube-state-metrics', instance, ...labels }),
      values,
    ]),
  );
}
