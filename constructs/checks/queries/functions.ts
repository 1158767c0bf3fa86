import type { Check } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** Functions that know that a counter begins again at 0. */
const OF_COUNTERS = ['rate', 'irate', 'increase', 'resets'];

/** Functions for which a restart is a fall like any other. */
const OF_GAUGES = ['delta', 'idelta', 'deriv', 'predict_linear', 'double_exponential_smoothing'];

/** A function over series of the wrong kind. */
export const functionFits: Check = {
  id: 'function-fits',
  title: "'rate' and 'increase' take counters, 'delta', 'deriv' and 'predict_linear' take gauges.",
  because: 'The rate of a gauge takes each fall for a restart, and gives numbers that mean nothing.',
  example: {
    change: 'a query takes the rate of a gauge',
    plant: asks({ expr: 'rate(up[5m])' }),
  },
  find: ({ promql, series }) =>
    promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? []).flatMap(({ selector, func = '' }) => {
        const wanted = OF_COUNTERS.includes(func) ? true : OF_GAUGES.includes(func) ? false : undefined;
        const known = seriesFor(series, selector).flatMap(({ counts }) => counts ?? []);
        if (wanted === undefined || known.length === 0 || known.includes(wanted)) return [];
        return [
          {
            ...placeOf(record, selector),
            value: `${func}(${selector.name})`,
            why: wanted ? 'it is a gauge: it falls without a restart' : 'it is a counter: it falls at a restart',
            remedy: wanted ? "use 'delta' or 'deriv'" : "use 'rate' or 'increase'",
          },
        ];
      }),
    ),
};
