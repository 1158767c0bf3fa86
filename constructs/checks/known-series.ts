import { familiesOf, type Series, seriesNamed, seriesOf } from '../kit/catalogue.ts';
import type { DroppedValues, JobRecord } from '../kit/scrape/job.ts';
import { honorsLabels, targetLabels } from '../kit/scrape/targets.ts';
import { seconds } from '../kit/units.ts';
import { groupBy } from '../query/group-by.ts';
import { type PromExpr, type PromSelector, parsePromql } from '../query/promql.ts';
import { type LabelSet, outputLabels } from '../query/promql-facts.ts';
import type { QueryRecord } from '../query/query.ts';
import { takes } from '../query/query-matcher.ts';
import { matchesRegex } from '../query/regex.ts';
import { type Kind, kindsOf } from './kinds.ts';

/** The queryable series of one name, and their source. */
export interface KnownSeries {
  readonly name: string;
  /** Value of the label `job`. @default - recorded by a rule. */
  readonly job?: string;
  /** Seconds between two samples. @default - the evaluation interval. */
  readonly interval?: number;
  readonly labels: LabelSet;
  /** The kinds of their values. Empty is unknown: the target exposes no type, or the rule reads unknown series. */
  readonly kinds: readonly Kind[];
  /** @default - recorded by a rule. */
  readonly type?: string;
  /** Those of them that are not stored. @default - all are stored. */
  readonly dropped?: DroppedValues;
}

/** All series of an installation, by name. */
export interface SeriesByName {
  /** The series of a name; empty if there are none. */
  readonly get: (name: string) => readonly KnownSeries[];
  /** All names. */
  readonly keys: () => ReadonlySet<string>;
  /** Cache of the series that selectors match: many checks look up the same ones. */
  readonly taken: Map<PromSelector, Taken>;
  /** Cache of the labels of expressions. */
  readonly results: Map<PromExpr, LabelSet>;
}

/**
 * The series that Prometheus itself writes for each target.
 *
 * @see https://prometheus.io/docs/concepts/jobs_instances/#automatically-generated-labels-and-time-series
 */
const OF_EVERY_TARGET = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  // With `extra_scrape_metrics`.
  'scrape_body_size_bytes',
  'scrape_sample_limit',
  'scrape_timeout_seconds',
];

/** The series that Prometheus itself writes for each alert: with all labels of the alert's series. */
const OF_EVERY_ALERT = ['ALERTS', 'ALERTS_FOR_STATE'];

/** The series that jobs expose and rules record. Each is computed on first use: most are never read. */
export function knownSeries(jobs: readonly JobRecord[], queries: readonly QueryRecord[]): SeriesByName {
  const all = new Map<string, readonly KnownSeries[]>();
  const records = groupBy(queries, ({ records }) => records);
  const exposedBy = [...groupBy(jobs, ({ exposes }) => exposes)].map(([exposes = {}, jobs]) => ({ exposes, jobs }));
  const findNamed = (name: string): KnownSeries[] => {
    const families = familiesOf(name);
    return [
      ...exposedBy.flatMap(({ exposes, jobs }) => {
        const series = seriesNamed(exposes, name, families);
        return series ? jobs.filter(({ drop }) => !drops(drop, name)).map((job) => ofTarget(job, name, series)) : [];
      }),
      ...(OF_EVERY_TARGET.includes(name) ? jobs.map((job) => ofTarget(job, name, ABOUT_TARGET)) : []),
      ...(OF_EVERY_ALERT.includes(name) ? [ofNobodyKnows(name, ['gauge'])] : []),
      ...(records.get(name) ?? []).map((record) => ofRule(known, name, record)),
    ];
  };
  const known: SeriesByName = {
    get: (name) => {
      const found = all.get(name);
      if (found) return found;
      // A recording rule that reads itself, directly or through others, leads back to this name.
      all.set(name, [ofNobodyKnows(name)]);
      const series = findNamed(name);
      all.set(name, series);
      return series;
    },
    keys: () =>
      new Set([
        ...jobs.flatMap(({ exposes = {}, drop }) => [...seriesOf(exposes).keys()].filter((name) => !drops(drop, name))),
        ...(jobs.length > 0 ? OF_EVERY_TARGET : []),
        ...OF_EVERY_ALERT,
        ...[...records.keys()].flatMap((name) => name ?? []),
      ]),
    taken: new Map(),
    results: new Map(),
  };
  return known;
}

function ofNobodyKnows(name: string, kinds: readonly Kind[] = []): KnownSeries {
  return { name, labels: 'unknown', kinds };
}

function ofRule(known: SeriesByName, name: string, { expr }: QueryRecord): KnownSeries {
  const parsed = parsePromql(expr, { variables: false }).expr;
  return parsed
    ? { name, labels: resultLabels(known, parsed), kinds: resultKinds(known, parsed) }
    : ofNobodyKnows(name);
}

const ABOUT_TARGET = { type: 'gauge', counts: false, labels: [] } as const;

function ofTarget(
  record: JobRecord,
  name: string,
  { type, counts, labels }: Omit<Series, 'family' | 'appears'>,
): KnownSeries {
  const added = targetLabels(record);
  const { dropValues } = record;
  // With `honor_labels: false`, a target's label that collides with one of the job is renamed to `exported_…`.
  const renamed = (label: string) => (added.includes(label) && !honorsLabels(record) ? `exported_${label}` : label);
  return {
    job: record.job,
    interval: seconds(record.scrapeInterval),
    name,
    type,
    // Without a type in the catalogue, the kind is unknown.
    kinds: type === 'unknown' ? [] : [counts ? 'counter' : 'gauge'],
    ...(dropValues && drops(dropValues.series, name) && { dropped: dropValues }),
    labels: new Set([...added, ...labels.map(renamed)]),
  };
}

function drops(drop: string | undefined, name: string): boolean {
  return drop !== undefined && matchesRegex(drop, name);
}

/** The series that a selector matches. */
interface Taken {
  readonly series: readonly KnownSeries[];
  labels?: LabelSet;
}

function taken(known: SeriesByName, selector: PromSelector): Taken {
  const found = known.taken.get(selector) ?? { series: find(known, selector) };
  known.taken.set(selector, found);
  return found;
}

/** The candidates of a selector, by its name and its matchers of `job`. */
export function seriesFor(known: SeriesByName, selector: PromSelector): readonly KnownSeries[] {
  return taken(known, selector).series;
}

function find(known: SeriesByName, { name, matchers }: PromSelector): readonly KnownSeries[] {
  const ofJobs = matchers.filter(({ label, value }) => label === 'job' && !value.includes('$'));
  const series = known.get(name ?? '');
  if (ofJobs.length === 0) return series;
  return series.filter(({ job }) => job === undefined || ofJobs.every((matcher) => takes(matcher, job)));
}

/** The labels that the series of a selector may have. */
export function labelsOf(known: SeriesByName, selector: PromSelector): LabelSet {
  const found = taken(known, selector);
  found.labels ??= together(found.series);
  return found.labels;
}

/** The labels that the result of an expression may have. */
export function resultLabels(known: SeriesByName, expr: PromExpr): LabelSet {
  return outputLabels(expr, (selector) => labelsOf(known, selector), known.results);
}

/** The possible kinds of an expression's values. Empty is unknown. */
export function resultKinds(known: SeriesByName, expr: PromExpr): readonly Kind[] {
  return kindsOf(expr, (selector) => seriesFor(known, selector).flatMap(({ kinds }) => kinds));
}

function together(series: readonly KnownSeries[]): LabelSet {
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
