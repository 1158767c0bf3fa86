import type { PromExpr } from '../../query/promql.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Kind } from '../kinds.ts';
import { resultKinds } from '../known-series.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** Functions that handle counter resets. */
const OF_COUNTERS = ['rate', 'irate', 'increase', 'resets'];

/** Functions for which a counter reset is an ordinary drop. */
const OF_GAUGES = ['delta', 'idelta', 'deriv', 'predict_linear', 'double_exponential_smoothing'];

/** A function over series of the wrong type. */
export const functionFits: Check = {
  id: 'function-fits',
  title: "'rate' and 'increase' are applied to single counters, 'delta', 'deriv' and 'predict_linear' to gauges.",
  because:
    'The rate of a gauge, or of summed counters, counts every drop as a counter reset: the result is meaningless.',
  example: {
    change: 'a query takes the rate of a gauge',
    plant: asks({ expr: 'rate(up[5m])' }),
  },
  find: ({ promql, series }) =>
    promql.flatMap(({ record, facts }) =>
      [
        ...(facts?.selectors ?? []).map(({ selector, func }) => ({ func, of: selector as PromExpr })),
        ...(facts?.subqueries ?? []).map(({ subquery, func }) => ({ func, of: subquery as PromExpr })),
      ].flatMap(({ func = '', of }) => {
        if (!OF_COUNTERS.includes(func) && !OF_GAUGES.includes(func)) return [];
        const problem = misfit(func, resultKinds(series, of));
        const what = of.kind === 'selector' ? of.name : record.expr.slice(of.from, of.to);
        return problem ? [{ ...placeOf(record, of), value: `${func}(${what})`, ...problem }] : [];
      }),
    ),
};

function misfit(func: string, kinds: readonly Kind[]): Pick<Contradiction, 'why' | 'remedy'> | undefined {
  if (kinds.length === 0) return undefined;
  if (OF_GAUGES.includes(func)) {
    if (kinds.some((kind) => kind !== 'counter')) return undefined;
    return { why: 'it is a counter: it falls at a restart', remedy: "use 'rate' or 'increase'" };
  }
  if (kinds.includes('counter')) return undefined;
  if (kinds.includes('gauge')) {
    return { why: 'it is a gauge: it falls without a restart', remedy: "use 'delta' or 'deriv'" };
  }
  return {
    why: 'it is made of several counters: it falls by a part when one of them restarts',
    remedy: `take '${func}' of each first, then put them together`,
  };
}
