import { type PromBinary, type PromExpr, type PromSelector, promType } from '../query/promql.ts';

/**
 * How values evolve: a counter rises until it resets to 0, a gauge goes up and down. Summed counters drop by a part when one
 * of them resets, which `rate()` cannot correct.
 */
export type Kind = 'counter' | 'gauge' | 'counters together';

/** The kinds of the series that a selector matches: several where jobs expose the same name. */
export type KindsOf = (selector: PromSelector) => readonly Kind[];

/** Functions that return the series of their argument unchanged. */
const PRESERVING = named(
  'label_replace label_join last_over_time max_over_time max min topk bottomk limitk limit_ratio',
);

/** Aggregations that combine many series into one. */
const SUMMING = named('sum avg quantile');

/** Results that behave as gauges, whatever their input. */
const GAUGE_LIKE = named(
  'rate irate increase delta idelta deriv predict_linear double_exponential_smoothing changes resets ' +
    'histogram_quantile histogram_fraction count count_values count_over_time group absent stddev stdvar',
);

const COMPARES = named('== != > < >= <=');

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

/** The possible kinds of an expression's values. Empty: unknown. */
export function kindsOf(expr: PromExpr, ofSelector: KindsOf): readonly Kind[] {
  const kindsOfPart = (part: PromExpr) => kindsOf(part, ofSelector);
  switch (expr.kind) {
    case 'selector':
      return ofSelector(expr);
    case 'subquery':
      return kindsOfPart(expr.expr);
    case 'aggregation':
      return ofFunction(expr.op, expr.expr, kindsOfPart);
    case 'call':
      return ofFunction(expr.func, expr.args[0], kindsOfPart);
    case 'binary':
      return ofBinary(expr, kindsOfPart);
    default:
      return [];
  }
}

type OfPart = (part: PromExpr) => readonly Kind[];

function ofFunction(name: string, argument: PromExpr | undefined, ofPart: OfPart): readonly Kind[] {
  if (GAUGE_LIKE.has(name)) return ['gauge'];
  if (argument === undefined) return [];
  if (PRESERVING.has(name)) return ofPart(argument);
  if (!SUMMING.has(name)) return [];
  const kinds = ofPart(argument);
  return kinds.length > 0 && kinds.every((kind) => kind === 'gauge') ? kinds : ['counters together'];
}

function ofBinary({ op, bool, left, right }: PromBinary, ofPart: OfPart): readonly Kind[] {
  if (op === 'and' || op === 'unless') return ofPart(left);
  if (op === 'or') {
    const both = [ofPart(left), ofPart(right)];
    return both.every((kinds) => kinds.length > 0) ? both.flat() : [];
  }
  if (COMPARES.has(op)) return bool ? ['gauge'] : ofPart(promType(left) === 'scalar' ? right : left);
  // A counter stays a counter in another unit.
  if (right.kind === 'number' && (op === '*' || op === '/')) return ofPart(left);
  if (left.kind === 'number' && op === '*') return ofPart(right);
  return op === '/' && promType(right) === 'instant vector' ? ['gauge'] : [];
}
