import { type PromExpr, parsePromql } from '../../constructs/query/promql.ts';
import { outputLabels, promqlFacts } from '../../constructs/query/promql-facts.ts';
import { placeIn } from '../../constructs/query/query-text.ts';

function read(text: string): PromExpr {
  const { expr, problems } = parsePromql(text);
  expect(problems).toEqual([]);
  return expr!;
}

const names = (labels: readonly { readonly name: string }[]) => labels.map(({ name }) => name).join(' ');

describe('what a query asks for', () => {
  test('selectors with their place, range and function', () => {
    const text =
      'histogram_quantile(0.9, sum by (le) (rate({__name__="a_bucket", job="x"}[5m] offset 1h)))\n' +
      '  > on() b @ end() or max_over_time(c[1h:1m]) + count(d[$__range:])';
    const uses = promqlFacts(parsePromql(text).expr!).selectors.map(({ selector, func }) => {
      const { name, matchers, range, offset, at } = selector;
      const { line, column: place } = placeIn(text, selector.from);
      return [name, names(matchers.map(({ label }) => ({ name: label }))), { range, offset, at }, func, line, place];
    });
    const none = { range: undefined, offset: undefined, at: undefined };
    expect(uses).toEqual([
      ['a_bucket', 'job', { ...none, range: 300, offset: 3600 }, 'rate', 1, 43],
      ['b', '', { ...none, at: 'end' }, undefined, 2, 10],
      ['c', '', none, 'max_over_time', 2, 37],
      ['d', '', none, 'count', 2, 55],
    ]);
  });

  test('a range may be a variable', () => {
    expect(promqlFacts(read('rate(a[$__rate_interval])')).selectors[0]?.selector.range).toEqual({
      variable: '__rate_interval',
    });
  });

  test('subqueries of more than a selector, and who takes them', () => {
    const text = 'rate((sum(a))[1h:]) + max_over_time(b[1h:]) + avg_over_time((c / d)[5m:] offset 1h)';
    const uses = promqlFacts(read(text)).subqueries.map(({ func, subquery }) => [func, subquery.expr.kind]);
    expect(uses).toEqual([
      ['rate', 'aggregation'],
      ['avg_over_time', 'binary'],
    ]);
  });

  test('what an operator takes has no function of its own', () => {
    expect(promqlFacts(read('sum(a / b)')).selectors.map(({ func }) => func)).toEqual([undefined, undefined]);
  });

  test.each<[string, [string, string, ...string[]][]]>([
    ['sum(a)', []],
    ['sum by (x, y) (rate(a[5m]))', [['by', 'x y', 'rate(a[5m])']]],
    ['sum without (x) (a)', [['without', 'x', 'a']]],
    ['a + on(x) b', [['on', 'x', 'a', 'b']]],
    ['a + ignoring(x) b', [['ignoring', 'x', 'a', 'b']]],
    [
      'a * on(x) group_left(y) b',
      [
        ['on', 'x', 'a', 'b'],
        ['group_left', 'y', 'b'],
      ],
    ],
    [
      'a * on(x) group_right(y) b',
      [
        ['on', 'x', 'a', 'b'],
        ['group_right', 'y', 'a'],
      ],
    ],
    ['a * on(x) group_left b', [['on', 'x', 'a', 'b']]],
    ['label_replace(a, "x", "$1", "y", "(.*)")', [['label_replace', 'y', 'a']]],
    ['label_join(a, "x", "-", "y", "z")', [['label_join', 'y z', 'a']]],
  ])('the labels that are read: %s', (text, expected) => {
    const uses = promqlFacts(read(text)).labels.map(({ kind, labels, of }) => [
      kind,
      names(labels),
      ...of.map(({ from, to }) => text.slice(from, to)),
    ]);
    expect(uses).toEqual(expected);
  });

  test('the labels that are made, with their place', () => {
    const text = 'label_replace(a, "x", "$1", "y", "(.*)") + label_join(a, "z", "-", "y") + count_values("v", a)';
    expect(promqlFacts(read(text)).made.map(({ name, from, to }) => [name, text.slice(from, to)])).toEqual([
      ['x', '"x"'],
      ['z', '"z"'],
      ['v', '"v"'],
    ]);
  });
});

describe('the labels that a result may have', () => {
  const LABELS: Readonly<Record<string, readonly string[]>> = {
    a: ['job', 'instance', 'x'],
    b: ['job', 'instance', 'y'],
    a_bucket: ['job', 'le'],
  };

  const labelsOf = (text: string) => {
    const labels = outputLabels(read(text), ({ name = '' }) => (LABELS[name] ? new Set(LABELS[name]) : 'unknown'));
    return labels === 'unknown' ? labels : [...labels].sort().join(' ');
  };

  test.each<[string, string]>([
    ['1', ''],
    ['time()', ''],
    ['scalar(a)', ''],
    ['vector(1)', ''],
    ['hour()', ''],
    ['a', 'instance job x'],
    ['-a', 'instance job x'],
    ['rate(a[5m])', 'instance job x'],
    ['max_over_time(a[1h:1m])', 'instance job x'],
    ['clamp_max(a, 1)', 'instance job x'],
    ['quantile_over_time(0.9, a[1h])', 'instance job x'],
    ['histogram_quantile(0.9, a_bucket)', 'job'],
    ['histogram_fraction(0, 1, a_bucket)', 'job'],
    ['label_replace(a, "z", "$1", "x", "(.*)")', 'instance job x z'],
    ['label_join(a, "z", "-", "x")', 'instance job x z'],
    ['absent(a{job="1", x=~"2", y="", z="3"})', 'job z'],
    ['absent_over_time(a{job="1"}[5m])', 'job'],
    ['absent(sum(a))', ''],
    ['sum(a)', ''],
    ['sum by (job, nothing) (a)', 'job'],
    ['sum without (job) (a)', 'instance x'],
    ['topk by (job) (3, a)', 'instance job x'],
    ['count_values("z", a)', 'z'],
    ['count_values by (job) ("z", a)', 'job z'],
    ['a + 1', 'instance job x'],
    ['1 - a', 'instance job x'],
    ['a > bool scalar(b)', 'instance job x'],
    ['a + b', 'instance job'],
    ['a + ignoring(x, y, instance) b', 'job'],
    ['a > on(job, x) b', 'job'],
    ['a * on(job) group_left(y, nothing) b', 'instance job x y'],
    ['a * on(job) group_left(x) b', 'instance job'],
    ['a * on(job) group_right(x) b', 'instance job x y'],
    ['a and on(job) b', 'instance job x'],
    ['a unless b', 'instance job x'],
    ['a or b', 'instance job x y'],
  ])('%s: %s', (text, expected) => {
    expect(labelsOf(text)).toBe(expected);
  });

  test.each<[string, string]>([
    ['elsewhere', 'unknown'],
    ['sum without (job) (elsewhere)', 'unknown'],
    ['label_replace(elsewhere, "z", "$1", "x", "(.*)")', 'unknown'],
    ['label_replace(a, "$label", "$1", "x", "(.*)")', 'unknown'],
    ['a or elsewhere', 'unknown'],
    ['$x', 'unknown'],
    ['absent($x)', 'unknown'],
    ['sum(elsewhere)', ''],
    ['sum by (job, z) (elsewhere)', 'job z'],
    ['sum by ($label) (elsewhere)', 'unknown'],
    ['sum by ($label) (a)', 'instance job x'],
    ['a + elsewhere', 'instance job x'],
    ['elsewhere + on(job, z) elsewhere', 'job z'],
    ['a > $x', 'instance job x'],
    ['a and elsewhere', 'instance job x'],
    ['a * on(job) group_left(z) elsewhere', 'instance job x z'],
  ])('where something is unknown: %s: %s', (text, expected) => {
    expect(labelsOf(text)).toBe(expected);
  });
});
