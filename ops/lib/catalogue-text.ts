import type { Metric } from '../../constructs/kit/catalogue.ts';

/** A metric family in the text format. */
export interface Family {
  readonly type: Metric['type'];
  /** Names of the labels of its samples, without `le` and `quantile`. */
  readonly labels: ReadonlySet<string>;
  /** Bounds of the buckets of a histogram, without `+Inf`. */
  readonly buckets: ReadonlySet<number>;
}

/** The metrics of a target: family -> type, labels and buckets. Families without samples are left out. */
export type Exposition = ReadonlyMap<string, Family>;

const TYPES: Readonly<Record<string, Metric['type']>> = {
  counter: 'counter',
  gauge: 'gauge',
  histogram: 'histogram',
  summary: 'summary',
  untyped: 'unknown',
};

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?[ \t]+(\S+)(?:[ \t]+-?\d+)?$/;
const BOUND = /(?:^|,)\s*le="([^"]*)"/;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)="(?:[^"\\]|\\.)*"\s*(?:,|$)/y;

/** Labels of the parts of a histogram or summary. */
const OF_PARTS = ['le', 'quantile'];

/**
 * Parses the text exposition format.
 *
 * @throws Error with the number of the invalid line.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function parseExposition(text: string): Exposition {
  const types = new Map<string, Metric['type']>();
  const labels = new Map<string, Set<string>>();
  const buckets = new Map<string, Set<number>>();
  for (const [index, line] of text.split('\n').entries()) {
    const [, family, type = ''] = /^# TYPE (\S+) ?(.*)$/.exec(line) ?? [];
    if (family !== undefined) types.set(family, typeOf(type) ?? refuse(index, line));
    else if (line.trim() !== '' && !line.startsWith('#')) {
      const [, name = refuse(index, line), inner = ''] = SAMPLE.exec(line) ?? [];
      const of = familyOf(name, types);
      const all = labels.get(of) ?? new Set();
      labels.set(of, all);
      for (const label of labelNames(inner) ?? refuse(index, line)) if (!OF_PARTS.includes(label)) all.add(label);
      const bound = Number(BOUND.exec(inner)?.[1]);
      if (Number.isFinite(bound)) buckets.set(of, (buckets.get(of) ?? new Set()).add(bound));
    }
  }
  return new Map(
    [...labels].map(([family, names]) => [
      family,
      {
        type: types.get(family) ?? 'unknown',
        labels: names,
        buckets: buckets.get(family) ?? new Set(),
      },
    ]),
  );
}

/** Merges the targets of one job: the union of families, labels and buckets. */
export function mergeExpositions(expositions: readonly Exposition[]): Exposition {
  const merged = new Map<string, Family>();
  for (const [name, family] of expositions.flatMap((exposition) => [...exposition])) {
    const other = merged.get(name);
    merged.set(name, other ? merge(other, family) : family);
  }
  return merged;
}

function merge(one: Family, other: Family): Family {
  return {
    ...one,
    labels: new Set([...one.labels, ...other.labels]),
    buckets: new Set([...one.buckets, ...other.buckets]),
  };
}

/** The name of the family, without the suffix of a part of a histogram or summary. */
function familyOf(name: string, types: ReadonlyMap<string, Metric['type']>): string {
  const [, family = name, ending] = /^(.+)_(bucket|sum|count)$/.exec(name) ?? [];
  const type = types.get(family);
  return type === 'histogram' || (type === 'summary' && ending !== 'bucket') ? family : name;
}

function labelNames(inner: string): string[] | undefined {
  const names: string[] = [];
  LABEL.lastIndex = 0;
  for (let end = 0; end < inner.length; end = LABEL.lastIndex) {
    const name = LABEL.exec(inner)?.[1];
    if (name === undefined) return undefined;
    names.push(name);
  }
  return names;
}

function typeOf(word: string): Metric['type'] | undefined {
  return Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
}

function refuse(index: number, line: string): never {
  throw new Error(
    `line ${index + 1} (${line.slice(0, 100)}) must be '# TYPE NAME TYPE', another comment or ` +
      '\'NAME{LABEL="VALUE",...} NUMBER\'',
  );
}
