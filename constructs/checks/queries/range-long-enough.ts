import type { Check } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** Samples that a range should hold: two are needed, and scrapes are missed. */
const LEAST = 4;

/** A range with too few samples in it. */
export const rangeLongEnough: Check = {
  id: 'range-long-enough',
  title: 'Every range holds at least four scrapes.',
  because: 'A range needs two samples: with fewer than four, one missed scrape makes a gap, and alerts resolve.',
  example: {
    change: 'a query looks back half a minute',
    plant: asks({ expr: 'rate(prometheus_http_requests_total[30s])' }),
  },
  find: ({ promql, series }) =>
    promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? []).flatMap(({ selector }) => {
        const { range } = selector;
        const intervals = seriesFor(series, selector).flatMap(({ interval }) => interval ?? []);
        const slowest = Math.max(0, ...intervals);
        if (typeof range !== 'number' || range >= LEAST * slowest) return [];
        return [
          {
            ...placeOf(record, selector),
            value: `${range} seconds`,
            why: `what is asked for is scraped every ${slowest} seconds`,
            remedy: `look back at least ${LEAST * slowest} seconds, or scrape at least every ${range / LEAST} seconds`,
          },
        ];
      }),
    ),
};
