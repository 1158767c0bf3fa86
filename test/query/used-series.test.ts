import type { QueryRecord } from '../../constructs/query/query.ts';
import { seriesRead } from '../../constructs/query/used-series.ts';

const query = (expr: string, language: QueryRecord['language'] = 'promql'): QueryRecord => ({
  ...{ path: 'p', asker: 'a', kind: 'panel', within: 'w' },
  language,
  expr,
});

test.each([
  ['a name', 'rate(errors_total[5m]) / requests_total', ['errors_total', 'requests_total']],
  [
    'buckets, not the family',
    'histogram_quantile(0.9, sum by (le) (rate(took_seconds_bucket[5m])))',
    ['took_seconds_bucket'],
  ],
  ['a pattern', 'count({__name__=~"took_.+_.+|took_total", job="a"})', ['took_seconds_bucket', 'took_total']],
  ['what is subtracted, compared and left out', 'a - b > c unless d', ['a', 'b', 'c', 'd']],
])('what a query reads: %s', (_, expr, names) => {
  const all = [
    'a',
    'b',
    'c',
    'd',
    'e',
    'errors_total',
    'requests_total',
    'took_seconds',
    'took_seconds_bucket',
    'took_total',
  ];
  expect(all.filter(seriesRead([query(expr)]))).toEqual(names);
});

test('queries of logs, and those that can not be read, read no series', () => {
  const isRead = seriesRead([query('{app="a"} |= "b"', 'logql'), query('sum(a')]);
  expect([isRead('a'), isRead('app'), isRead('b')]).toEqual([false, false, false]);
});
