/** One metric that a target exposes, under the name of its family. */
export interface Metric {
  /** A histogram has the series `<name>_bucket`, `<name>_sum` and `<name>_count`, a summary `<name>`, `<name>_sum` and `<name>_count`. */
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'unknown';
  /** Labels that the target itself gives, without those that its job adds; sorted, without `le` and `quantile`. */
  readonly labels: readonly string[];
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
  const series = SERIES.get(catalogue) ?? allSeries(catalogue);
  SERIES.set(catalogue, series);
  return series;
}

function allSeries(catalogue: Catalogue): ReadonlyMap<string, Series> {
  const all = new Map<string, Series>();
  for (const [family, { type, labels, appears }] of Object.entries(catalogue)) {
    const add = (name: string, counts: boolean, own: readonly string[] = []) =>
      all.set(name, { family, type, counts, labels: [...labels, ...own], appears });
    if (type === 'histogram' || type === 'summary') {
      add(`${family}_sum`, true);
      add(`${family}_count`, true);
    }
    if (type === 'histogram') add(`${family}_bucket`, true, ['le']);
    else if (type === 'summary') add(family, false, ['quantile']);
    else add(family, type === 'counter');
  }
  return all;
}
