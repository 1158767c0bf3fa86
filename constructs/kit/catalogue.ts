import { shown } from './values.ts';
/** One metric that a target exposes, under the name of its family. */
export interface Metric {
  /** A histogram has the series `<name>_bucket`, `<name>_sum` and `<name>_count`, a summary `<name>`, `<name>_sum` and `<name>_count`. */
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  /** Labels that the target itself sets, without those that its job adds; sorted, without `le` and `quantile`. */
  readonly labels: readonly string[];
  /** Of a histogram: the upper bounds of its buckets, in the unit of the metric, ascending, without `+Inf`. @default - unknown. */
  readonly buckets?: readonly number[];
  /** `always`: from the start; otherwise only after an event, such as an error. */
  readonly appears: 'always' | 'onEvent';
  /** Help text of the target, for documentation only. @default - none. */
  readonly help?: string;
  /** Of a metric that could not be recorded in full: repository, version and file that define it. @default - recorded. */
  readonly source?: string;
}

/** What a target exposes: family -> metric. */
export type Catalogue = Readonly<Record<string, Metric>>;

const LINE =
  /^([a-zA-Z_:][\w:]*)(?:\{([\w,]+)\})? (counter|gauge|histogram|summary|unknown) (always|onEvent)(?: le=([-+.,\de]+))?(?: from (\S.*))?$/;

/**
 * Parses a catalogue table, one metric a line: `NAME{LABEL,LABEL} TYPE APPEARS`, then `le=BOUND,BOUND` where its buckets are
 * known, and `from SOURCE` where it was written by hand. Lines that start with `#` are comments.
 *
 * @param shared metrics that the target exposes besides, such as `goMetrics`; a line of the table overrides them.
 * @example metricsTable('http_request_duration_seconds{method,path} histogram always le=0.1,0.5,1')
 * @throws Error for an invalid line, and for a duplicate name.
 */
export function metricsTable(table: string, ...shared: readonly Catalogue[]): Catalogue {
  // Object spread is ten times slower for objects of hundreds of properties.
  const all: Record<string, Metric> = Object.assign({}, ...shared);
  for (const line of table.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [, name = '', labels, type, appears, buckets, source] = LINE.exec(line) ?? refuse(line);
    if (Object.hasOwn(all, name) && !shared.some((one) => one[name] === all[name])) {
      throw new Error(`metrics table: '${name}' must have one line, and has two`);
    }
    all[name] = {
      type: type as Metric['type'],
      labels: labels?.split(',') ?? [],
      appears: appears as Metric['appears'],
      ...(buckets && { buckets: buckets.split(',').map(Number) }),
      ...(source && { source }),
    };
  }
  return all;
}

function refuse(line: string): never {
  throw new Error(
    `metrics table: a line (${shown(line.slice(0, 200))}) must be 'NAME{LABEL,...} TYPE APPEARS [le=BOUND,...] [from SOURCE]' with ` +
      'the type counter, gauge, histogram, summary or unknown, and always or onEvent; ' +
      "for example 'http_requests_total{method,status} counter always'",
  );
}

/** The labels and kind of a series, and its family. */
export interface Series {
  readonly family: string;
  readonly type: Metric['type'];
  /** Counters, and the buckets, sums and counts of histograms and summaries. */
  readonly counts: boolean;
  readonly labels: readonly string[];
  readonly appears: Metric['appears'];
}

const SERIES = new WeakMap<Catalogue, ReadonlyMap<string, Series>>();

/** The series of a catalogue, by name. */
export function seriesOf(catalogue: Catalogue): ReadonlyMap<string, Series> {
  const series =
    SERIES.get(catalogue) ?? new Map(Object.keys(catalogue).flatMap((family) => entriesOf(catalogue, family)));
  SERIES.set(catalogue, series);
  return series;
}

/** The possible families of a series, by its name. */
export function familiesOf(name: string): readonly string[] {
  const [family = name] = /^.+(?=_(?:sum|count|bucket)$)/.exec(name) ?? [];
  return family === name ? [name] : [family, name];
}

/** The series of one name, given its families. Faster than all of a catalogue, where few are needed. */
export function seriesNamed(catalogue: Catalogue, name: string, families: readonly string[]): Series | undefined {
  for (const family of families) {
    if (!Object.hasOwn(catalogue, family)) continue;
    const entry = entriesOf(catalogue, family).find(([series]) => series === name);
    if (entry) return entry[1];
  }
  return undefined;
}

function entriesOf(catalogue: Catalogue, family: string): (readonly [string, Series])[] {
  const { type, labels, appears } = catalogue[family]!;
  const entry = (name: string, counts: boolean, own: readonly string[] = []) =>
    [name, { family, type, counts, labels: own.length > 0 ? [...labels, ...own] : labels, appears }] as const;
  const totals = [entry(`${family}_sum`, true), entry(`${family}_count`, true)];
  if (type === 'histogram') return [...totals, entry(`${family}_bucket`, true, ['le'])];
  if (type === 'summary') return [...totals, entry(family, false, ['quantile'])];
  return [entry(family, type === 'counter')];
}
