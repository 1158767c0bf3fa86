import { seriesOf } from '../lib/catalogue.ts';
import { type PromSelector, parsePromql } from '../lib/promql.ts';
import { type LabelSet, outputLabels } from '../lib/promql-facts.ts';
import type { QueryRecord } from '../lib/query.ts';
import { takes } from '../lib/query-matcher.ts';
import { seconds } from '../lib/units.ts';
import type { JobRecord } from '../scrape/job.ts';
import { targetLabels } from '../scrape/targets.ts';

/** Series of one name that are there to be asked for, and where they come from. */
export interface KnownSeries {
  readonly name: string;
  /** Value of the label `job`. @default - a rule records them. */
  readonly job?: string;
  /** Seconds between two samples. @default - as often as rules are evaluated. */
  readonly interval?: number;
  readonly labels: LabelSet;
  /** Whether they only ever rise. @default - unknown: a rule records them, or their target gives no type. */
  readonly counts?: boolean;
  /** @default - a rule records them. */
  readonly type?: string;
}

/** All series of an installation, by name. */
export type SeriesByName = ReadonlyMap<string, readonly KnownSeries[]>;

/**
 * What Prometheus itself writes about each target.
 *
 * @see https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series
 */
const OF_EVERY_TARGET = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
];

/** What Prometheus itself writes about each alert: with all labels of its series. */
const OF_EVERY_ALERT = ['ALERTS', 'ALERTS_FOR_STATE'];

/** The series that jobs expose and rules record. */
export function knownSeries(jobs: readonly JobRecord[], queries: readonly QueryRecord[]): SeriesByName {
  const all = new Map<string, KnownSeries[]>();
  const add = (series: KnownSeries) => {
    const others = all.get(series.name);
    if (others) others.push(series);
    else all.set(series.name, [series]);
  };
  for (const job of jobs) for (const series of ofJob(job)) add(series);
  for (const name of OF_EVERY_ALERT) add({ name, labels: 'unknown', counts: false });
  for (const { records: name, expr } of queries) {
    if (name === undefined) continue;
    const parsed = parsePromql(expr, { variables: false }).expr;
    add({ name, labels: parsed ? outputLabels(parsed, (selector) => labelsOf(all, selector)) : 'unknown' });
  }
  return all;
}

function ofJob(record: JobRecord): KnownSeries[] {
  const { job, exposes = {}, drop, interval } = record;
  const added = targetLabels(record);
  const common = { job, interval: seconds(interval) };
  const dropped = drop === undefined ? undefined : new RegExp(`^(?:${drop})$`);
  // What a target says under the name of a label that its job adds is kept under another one.
  const renamed = (label: string) =>
    added.includes(label) && record.discovery !== 'about-others' ? `exported_${label}` : label;
  const sets = new Map<string, LabelSet>();
  const setOf = (labels: readonly string[]) => {
    const key = labels.join();
    const set = sets.get(key) ?? new Set([...added, ...labels.map(renamed)]);
    sets.set(key, set);
    return set;
  };
  return [
    ...[...seriesOf(exposes)]
      .filter(([name]) => !dropped?.test(name))
      .map(([name, { labels, counts, type }]) => ({
        ...common,
        ...{ name, type },
        // Of a metric without a type nobody knows.
        ...(type !== 'unknown' && { counts }),
        labels: setOf(labels),
      })),
    ...OF_EVERY_TARGET.map((name) => ({ ...common, name, counts: false, type: 'gauge', labels: setOf([]) })),
  ];
}

/** The series that a selector may take, as far as its name and its matchers of `job` say. */
export function seriesFor(known: SeriesByName, { name, matchers }: PromSelector): readonly KnownSeries[] {
  const ofJobs = matchers.filter(({ label, value }) => label === 'job' && !value.includes('$'));
  return (known.get(name ?? '') ?? []).filter(
    ({ job }) => job === undefined || ofJobs.every((matcher) => takes(matcher, job)),
  );
}

/** The labels that the series of a selector may have. */
export function labelsOf(known: SeriesByName, selector: PromSelector): LabelSet {
  const series = seriesFor(known, selector);
  const [first, ...others] = series;
  if (first === undefined) return 'unknown';
  if (others.length === 0) return first.labels;
  const all = new Set<string>();
  for (const { labels } of series) {
    if (labels === 'unknown') return 'unknown';
    for (const label of labels) all.add(label);
  }
  return all;
}
