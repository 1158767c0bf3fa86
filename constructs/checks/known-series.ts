import { familiesOf, type Series, seriesNamed, seriesOf } from '../kit/catalogue.ts';
import type { DroppedValues, JobRecord } from '../kit/scrape/job.ts';
import { targetLabels } from '../kit/scrape/targets.ts';
import { seconds } from '../kit/units.ts';
import { groupBy } from '../query/group-by.ts';
import { type PromExpr, type PromSelector, parsePromql } from '../query/promql.ts';
import { type LabelSet, outputLabels } from '../query/promql-facts.ts';
import type { QueryRecord } from '../query/query.ts';
import { takes } from '../query/query-matcher.ts';
import { matchesRegex } from '../query/regex.ts';
import { type Kind, kindsOf } from './kinds.ts';

/** Series of one name that are there to be asked for, and where they come from. */
export interface KnownSeries {
  readonly name: string;
  /** Value of the label `job`. @default - a rule records them. */
  readonly job?: string;
  /** Seconds between two samples. @default - as often as rules are evaluated. */
  readonly interval?: number;
  readonly labels: LabelSet;
  /** How their values go on. None is unknown: their target gives no type, or what their rule asks for is unknown. */
  readonly kinds: readonly Kind[];
  /** @default - a rule records them. */
  readonly type?: string;
  /** Those of them that are not stored. @default - all are. */
  readonly dropped?: DroppedValues;
}

/** All series of an installation, by name. */
export interface SeriesByName {
  /** Those of a name. None is an empty list. */
  readonly get: (name: string) => readonly KnownSeries[];
  /** All names. */
  readonly keys: () => ReadonlySet<string>;
  /** What selectors were found to take: many checks ask of the same ones. */
  readonly taken: Map<PromSelector, Taken>;
  /** The labels that expressions were found to have. */
  readonly results: Map<PromExpr, LabelSet>;
}

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

/** The series that jobs expose and rules record. Most are never asked for: each is looked up when it is. */
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
      // A record that reads itself, even by way of others, asks for this name again.
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
  // What a target says under the name of a label that its job adds is kept under another one.
  const renamed = (label: string) =>
    added.includes(label) && record.discovery !== 'about-others' ? `exported_${label}` : label;
  return {
    job: record.job,
    interval: seconds(record.scrapeInterval),
    name,
    type,
    // Of a metric without a type nobody knows.
    kinds: type === 'unknown' ? [] : [counts ? 'counter' : 'gauge'],
    ...(dropValues && drops(dropValues.series, name) && { dropped: dropValues }),
    labels: new Set([...added, ...labels.map(renamed)]),
  };
}

function drops(drop: string | undefined, name: string): boolean {
  return drop !== undefined && matchesRegex(drop, name);
}

/** What a selector takes. */
interface Taken {
  readonly series: readonly KnownSeries[];
  labels?: LabelSet;
}

function taken(known: SeriesByName, selector: PromSelector): Taken {
  const found = known.taken.get(selector) ?? { series: find(known, selector) };
  known.taken.set(selector, found);
  return found;
}

/** The series that a selector may take, as far as its name and its matchers of `job` say. */
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

/** How the values of an expression's result may go on. None is unknown. */
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
