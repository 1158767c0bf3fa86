import type { Catalogue } from '../kit/catalogue.ts';

/** Metrics that content reads, each with the labels that it needs. */
export type MetricNeeds = Readonly<Record<string, readonly string[]>>;

/** A job and its known metrics. */
export interface Exposing {
  readonly exposes?: Catalogue;
}

/** Whether one of some jobs exposes all of it. Of a job without `exposes`, nothing is known. */
export function isExposed(needs: MetricNeeds, jobs: readonly Exposing[]): boolean {
  return jobs.some(({ exposes = {} }) =>
    Object.entries(needs).every(
      // An inherited name such as `constructor` is no metric.
      ([name, labels]) =>
        labels.length === 0 ||
        (Object.hasOwn(exposes, name) && labels.every((label) => exposes[name]?.labels.includes(label))),
    ),
  );
}
