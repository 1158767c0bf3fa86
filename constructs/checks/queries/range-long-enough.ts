import type { Check } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** Least scrapes in a range for functions that compare samples: they need two, and scrapes may be missed. */
const COMPARED = 4;

/** The same for functions that need one sample, such as `last_over_time`: one scrape may be missed. */
const LOOKED_UP = 2;

/** A range that holds too few samples. */
export const rangeLongEnough: Check = {
  id: 'range-long-enough',
  title: 'Every range holds at least four scrapes, or two for a function that needs only one sample.',
  because:
    'A function such as `rate` needs two samples, one such as `max_over_time` needs one: with fewer scrapes in the range, a missed one leaves a gap, and alerts resolve.',
  example: {
    change: 'a query looks back half a minute',
    plant: asks({ expr: 'rate(prometheus_http_requests_total[30s])' }),
  },
  find: ({ promql, series }) =>
    promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? []).flatMap(({ selector, func = '' }) => {
        const { range } = selector;
        const intervals = seriesFor(series, selector).flatMap(({ interval }) => interval ?? []);
        const slowest = Math.max(0, ...intervals);
        const least = func.endsWith('_over_time') ? LOOKED_UP : COMPARED;
        if (typeof range !== 'number' || range >= least * slowest) return [];
        return [
          {
            ...placeOf(record, selector),
            value: `${range} seconds`,
            why: `what is asked for is scraped every ${slowest} seconds`,
            remedy: `look back at least ${least * slowest} seconds, or scrape at least every ${range / least} seconds`,
          },
        ];
      }),
    ),
};
