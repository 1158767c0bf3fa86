import { metricsTable } from '../../constructs/index.ts';
import { seriesOf } from '../../constructs/kit/catalogue.ts';

test('a table has one metric a line', () => {
  const table = metricsTable(`
# recorded from example.com/shop:1
jobs:done_total counter onEvent
latency_seconds{method,path} histogram always le=1e-05,0.5,10
lost_total{reason} counter onEvent from example/shop v1.2.3 pkg/lost.go:12
queue_length gauge always
`);
  expect(table).toEqual({
    'jobs:done_total': { type: 'counter', labels: [], appears: 'onEvent' },
    latency_seconds: { type: 'histogram', labels: ['method', 'path'], appears: 'always', buckets: [0.00001, 0.5, 10] },
    lost_total: {
      type: 'counter',
      labels: ['reason'],
      appears: 'onEvent',
      source: 'example/shop v1.2.3 pkg/lost.go:12',
    },
    queue_length: { type: 'gauge', labels: [], appears: 'always' },
  });
  expect([...seriesOf(table).keys()]).toContain('latency_seconds_bucket');
});

test('a line of a table overrides what is shared', () => {
  const one = metricsTable('a gauge always\nb gauge always');
  const other = metricsTable('c gauge always');
  const all = metricsTable('b{x} gauge onEvent', one, other);
  expect(all).toEqual({ ...one, ...other, b: { type: 'gauge', labels: ['x'], appears: 'onEvent' } });
  expect(one.b).toEqual({ type: 'gauge', labels: [], appears: 'always' });
});

test.each([
  'a',
  'a speed always',
  'a gauge sometimes',
  'a{} gauge always',
  'a{b, c} gauge always',
  'a  gauge always',
  'a gauge always ',
  'a histogram always le=one',
  '1a gauge always',
])('a line of another form is refused: %j', (line) => {
  expect(() => metricsTable(`b gauge always\n${line}`)).toThrow(
    new Error(
      `metrics table: a line ("${line}") must be 'NAME{LABEL,...} TYPE APPEARS [le=BOUND,...] [from SOURCE]' with the type ` +
        'counter, gauge, histogram, summary or unknown, and always or onEvent; ' +
        "for example 'http_requests_total{method,status} counter always'",
    ),
  );
});

test('a name that is there twice is refused', () => {
  expect(() => metricsTable('a gauge always\na counter always')).toThrow(
    new Error("metrics table: 'a' must have one line, and has two"),
  );
});
