import { type PromBinary, type PromExpr, type PromSelector, promType } from '../query/promql.ts';

/**
 * How values go on: a counter rises until it starts again at 0, a gauge goes up and down. Counters that are put together
 * fall by a part when one of them starts again, which no function knows.
 */
export type Kind = 'counter' | 'gauge' | 'counters together';

/** The kinds of what a selector takes: several, where jobs expose the same name. */
export type KindsOf = (selector: PromSelector) => readonly Kind[];

/** What gives the series of its argument, as they are. */
const PASSING = named('label_replace label_join last_over_time max_over_time max min topk bottomk limitk limit_ratio');

/** What makes one value of those of many series. */
const TOGETHER = named('sum avg quantile');

/** What goes up and down, whatever it is made of. */
const MOVING = named(
  'rate irate increase delta idelta deriv predict_linear double_exponential_smoothing changes resets ' +
    'histogram_quantile histogram_fraction count count_values count_over_time group absent stddev stdvar',
);

const COMPARES = named('== != > < >= <=');

function named(names: string): ReadonlySet<string> {
  return new Set(names.split(' '));
}

/** The kinds that the values of an expression may be of. None is: nobody knows. */
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
  if (MOVING.has(name)) return ['gauge'];
  if (argument === undefined) return [];
  if (PASSING.has(name)) return ofPart(argument);
  if (!TOGETHER.has(name)) return [];
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
  // In another unit a counter stays one.
  if (right.kind === 'number' && (op === '*' || op === '/')) return ofPart(left);
  if (left.kind === 'number' && op === '*') return ofPart(right);
  return op === '/' && promType(right) === 'instant vector' ? ['gauge'] : [];
}
