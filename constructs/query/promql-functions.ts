/** What an expression gives. `any` is a variable, whose kind shows only when it is filled in. */
export type PromType = 'scalar' | 'string' | 'instant vector' | 'range vector' | 'any';

/** What a function takes and gives. */
export interface PromFunction {
  readonly takes: readonly PromType[];
  /** Fewest arguments. */
  readonly least: number;
  /** Most arguments; beyond `takes` they are as its last one. */
  readonly most: number;
  readonly gives: PromType;
}

type Signature = readonly [takes: string, gives: string, names: string];

/**
 * `v` instant vector, `m` range vector, `s` scalar, `t` text; behind a `?` what may be left out, `*` repeats the last.
 *
 * @see https://github.com/prometheus/prometheus/blob/v3.14.0/promql/parser/functions.go
 */
const SIGNATURES: readonly Signature[] = [
  ['', 's', 'pi time'],
  ['s', 'v', 'vector'],
  ['v', 's', 'scalar'],
  ['v', 'v', 'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh'],
  ['v', 'v', 'sort sort_desc sqrt tan tanh timestamp'],
  ['v', 'v', 'histogram_avg histogram_count histogram_stddev histogram_stdvar histogram_sum'],
  ['?v', 'v', 'day_of_month day_of_week day_of_year days_in_month hour minute month year'],
  ['v?s', 'v', 'round'],
  ['vs', 'v', 'clamp_max clamp_min'],
  ['vss', 'v', 'clamp'],
  ['sv', 'v', 'histogram_quantile'],
  ['ssv', 'v', 'histogram_fraction'],
  ['m', 'v', 'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase'],
  ['m', 'v', 'irate last_over_time max_over_time min_over_time present_over_time rate resets'],
  ['m', 'v', 'stddev_over_time stdvar_over_time sum_over_time'],
  ['ms', 'v', 'predict_linear'],
  ['sm', 'v', 'quantile_over_time'],
  ['vtttt', 'v', 'label_replace'],
  ['vtt?t*', 'v', 'label_join'],
];

/** Functions that only a Prometheus with experimental functions knows. */
export const EXPERIMENTAL_FUNCTIONS: readonly string[] = [
  ...[
    'double_exponential_smoothing',
    'end',
    'histogram_quantiles',
    'info',
    'mad_over_time',
    'max_of',
    'min_of',
    'range',
  ],
  ...['sort_by_label', 'sort_by_label_desc', 'start', 'start_timestamp', 'step', 'ts_of_first_over_time'],
  ...['ts_of_last_over_time', 'ts_of_max_over_time', 'ts_of_min_over_time'],
];

/** Aggregations, and what they take before the vector. */
export const AGGREGATIONS: Readonly<Record<string, PromType | undefined>> = {
  avg: undefined,
  bottomk: 'scalar',
  count: undefined,
  count_values: 'string',
  group: undefined,
  max: undefined,
  min: undefined,
  quantile: 'scalar',
  stddev: undefined,
  stdvar: undefined,
  sum: undefined,
  topk: 'scalar',
};

/** Aggregations that only a Prometheus with experimental functions knows. */
export const EXPERIMENTAL_AGGREGATIONS: readonly string[] = ['limitk', 'limit_ratio'];

const TYPES: Readonly<Record<string, PromType>> = { v: 'instant vector', m: 'range vector', s: 'scalar', t: 'string' };

function functionOf(takes: string, gives: string): PromFunction {
  const types = [...takes].flatMap((letter) => TYPES[letter] ?? []);
  const least = takes.includes('?') ? takes.indexOf('?') : types.length;
  return {
    takes: types,
    least,
    most: takes.endsWith('*') ? Number.POSITIVE_INFINITY : types.length,
    gives: TYPES[gives]!,
  };
}

/** The functions of Prometheus by name. */
export const PROM_FUNCTIONS: ReadonlyMap<string, PromFunction> = new Map(
  SIGNATURES.flatMap(([takes, gives, names]) =>
    names.split(' ').map((name) => [name, functionOf(takes, gives)] as const),
  ),
);
