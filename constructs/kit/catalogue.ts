/** One metric that a target exposes, under the name of its family. */
export interface Metric {
  /** A histogram has the series `<name>_bucket`, `<name>_sum` and `<name>_count`, a summary `<name>`, `<name>_sum` and `<name>_count`. */
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  /** Labels that the target itself gives, without those that its job adds; sorted, without `le` and `quantile`. */
  readonly labels: readonly string[];
  /** Of a histogram: the bounds of its buckets, the values of `le` without `+Inf`, from small to large. @default - unknown. */
  readonly buckets?: readonly number[];
  /** Whether it is there from the start or only after something has happened, such as an error. */
  readonly appears: 'always' | 'onEvent';
  /** What the target says about it; the unit is in its name or here. */
  readonly help: string;
}

/** What a target exposes: family -> metric. */
export type Catalogue = Readonly<Record<string, Metric>>;

/** What a series is called: its family, and whether it only ever rises. */
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

/** The families that a series may be of, by its name. */
export function familiesOf(name: string): readonly string[] {
  const [family = name] = /^.+(?=_(?:sum|count|bucket)$)/.exec(name) ?? [];
  return family === name ? [name] : [family, name];
}

/** The series of one name, given its families. Quicker than all of a catalogue, where few are asked for. */
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
