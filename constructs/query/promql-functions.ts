/** The type of an expression. `any` is that of a variable: it is known only after interpolation. */
export type PromType = 'scalar' | 'string' | 'instant vector' | 'range vector' | 'any';

/** The signature of a function. */
export interface PromFunction {
  readonly takes: readonly PromType[];
  /** Fewest arguments. */
  readonly least: number;
  /** Most arguments; those beyond `takes` have the type of its last one. */
  readonly most: number;
  readonly gives: PromType;
}

type Signature = readonly [takes: string, gives: string, names: string];

/**
 * `v` instant vector, `m` range vector, `s` scalar, `t` string; optional behind a `?`, `*` repeats the last.
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

function byName(signatures: readonly Signature[]): ReadonlyMap<string, PromFunction> {
  return new Map(
    signatures.flatMap(([takes, gives, names]) =>
      names.split(' ').map((name) => [name, functionOf(takes, gives)] as const),
    ),
  );
}

/** The functions of Prometheus by name, without the experimental ones. */
export const PROM_FUNCTIONS = byName(SIGNATURES);

/** The aggregations of Prometheus by name, without the experimental ones. */
export const AGGREGATIONS = byName([
  ['v', 'v', 'avg count group max min stddev stdvar sum'],
  ['sv', 'v', 'bottomk quantile topk'],
  ['tv', 'v', 'count_values'],
]);
