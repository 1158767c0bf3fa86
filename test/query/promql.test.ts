import { dashboardQueries } from '../../constructs/kit/dashboards/dashboard-queries.ts';
import { type PromExpr, parsePromql, promType, walkPromql } from '../../constructs/query/promql.ts';
import { pointAt } from '../../constructs/query/query-text.ts';
import { variableNames } from '../../constructs/query/query-variables.ts';
import { dashboards } from '../../constructs/stack/content.ts';

/** An expression without its places. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([key]) => key !== 'from' && key !== 'to');
  return Object.fromEntries(parts.map(([key, part]) => [key, bare(part)]));
}

/** What a query means. */
function meaning(text: string): unknown {
  const { expr, problems } = parsePromql(text);
  expect(problems).toEqual([]);
  return bare(expr);
}

/** Everything that is wrong with a query, as `column: message`. */
const wrong = (text: string) => parsePromql(text).problems.map(({ column, message }) => `${column}: ${message}`);

const number = (value: number) => ({ kind: 'number', value });
const string = (value: string) => ({ kind: 'string', value });
const name = (name: string) => ({ name });
const selector = (name: string, rest: object = {}) => ({ kind: 'selector', name, matchers: [], ...rest });
const is = (label: string, value: string, op = '=') => ({ label, op, value });
const call = (func: string, ...args: unknown[]) => ({ kind: 'call', func, args });
const binary = (left: unknown, op: string, right: unknown, rest: object = {}) => ({
  kind: 'binary',
  op,
  bool: false,
  left,
  right,
  ...rest,
});
const [a, b, c] = [selector('a'), selector('b'), selector('c')];

describe('what an expression means', () => {
  test.each<[string, unknown]>([
    ['1.5', number(1.5)],
    ['.5', number(0.5)],
    ['5.', number(5)],
    ['1e3', number(1000)],
    ['0x1f', number(31)],
    ['1_000', number(1000)],
    ['-Inf', number(Number.NEGATIVE_INFINITY)],
    ['NaN', number(Number.NaN)],
    ['5m', number(300)],
    ['1h30m', number(5400)],
    ['1s1ms', number(1.001)],
    ['-1', number(-1)],
    ['--1', number(1)],
    ['"a\\n\\"\\u00e9\\x41\\101"', string('a\n"éAA')],
    ["'it\\'s'", string("it's")],
    ['`\\d "a"`', string('\\d "a"')],
  ])('a literal: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  test.each<[string, unknown]>([
    ['a', a],
    ['job:a:rate5m', selector('job:a:rate5m')],
    ['a{}', a],
    [
      'a{x="1",y!="2",z=~"3|4",w!~"5",}',
      selector('a', { matchers: [is('x', '1'), is('y', '2', '!='), is('z', '3|4', '=~'), is('w', '5', '!~')] }),
    ],
    ['{__name__="a"}', a],
    ['{__name__="a", x="1"}', selector('a', { matchers: [is('x', '1')] })],
    ['{"a"}', a],
    ['{"a", "my.label"=\'1\'}', selector('a', { matchers: [is('my.label', '1')] })],
    ['{"http.requests é"}', selector('http.requests é')],
    ['{__name__=~"a|b"}', { kind: 'selector', matchers: [is('__name__', 'a|b', '=~')] }],
    ['{x=~`a\\.b`}', { kind: 'selector', matchers: [is('x', 'a\\.b', '=~')] }],
    ['a{x="}{)(#"}', selector('a', { matchers: [is('x', '}{)(#')] })],
    [
      'a{by="1", on="2", sum="3", offset="4", bool="5"}',
      selector('a', { matchers: [is('by', '1'), is('on', '2'), is('sum', '3'), is('offset', '4'), is('bool', '5')] }),
    ],
    ['a[5m]', selector('a', { range: 300 })],
    ['a[300]', selector('a', { range: 300 })],
    ['a offset 5m', selector('a', { offset: 300 })],
    ['a[1h] offset -5m', selector('a', { range: 3600, offset: -300 })],
    ['a @ 1609746000', selector('a', { at: 1609746000 })],
    ['a[1h] @ end() offset 1d', selector('a', { range: 3600, at: 'end', offset: 86_400 })],
    ['a offset 1d @ start()', selector('a', { at: 'start', offset: 86_400 })],
    ['sum', selector('sum')],
    ['rate', selector('rate')],
  ])('a selector: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  const rateOfA = call('rate', selector('a', { range: 300 }));
  const inHours = { kind: 'subquery', expr: rateOfA, range: 3600 };

  test.each<[string, unknown]>([
    ['time()', call('time')],
    ['rate(a[5m])', rateOfA],
    ['histogram_quantile(0.9, a)', call('histogram_quantile', number(0.9), a)],
    ['label_join(a, "x", "-", "y", "z")', call('label_join', a, ...['x', '-', 'y', 'z'].map(string))],
    ['rate(a[5m])[1h:]', inHours],
    ['rate(a[5m])[1h:1m] offset 1d', { ...inHours, step: 60, offset: 86_400 }],
    ['rate(a[5m])[1h:1m] @ end()', { ...inHours, step: 60, at: 'end' }],
    [
      'max_over_time(avg_over_time(rate(a[5m])[1h:1m])[1d:1h])',
      call('max_over_time', {
        kind: 'subquery',
        expr: call('avg_over_time', { ...inHours, step: 60 }),
        range: 86_400,
        step: 3600,
      }),
    ],
  ])('a call or a subquery: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  const sum = (kind: 'by' | 'without', ...labels: string[]) => ({
    kind: 'aggregation',
    op: 'sum',
    grouping: { kind, labels: labels.map(name) },
    expr: a,
  });

  test.each<[string, unknown]>([
    ['sum(a)', { kind: 'aggregation', op: 'sum', expr: a }],
    ['SUM(a)', { kind: 'aggregation', op: 'sum', expr: a }],
    ['sum by (x, y) (a)', sum('by', 'x', 'y')],
    ['sum(a) by (x, y)', sum('by', 'x', 'y')],
    ['sum BY (x,) (a)', sum('by', 'x')],
    ['sum by () (a)', sum('by')],
    ['sum without (x) (a)', sum('without', 'x')],
    ['sum(a) without (x)', sum('without', 'x')],
    ['sum by (by, on, "my.label") (a)', sum('by', 'by', 'on', 'my.label')],
    ['topk(3, a)', { kind: 'aggregation', op: 'topk', param: number(3), expr: a }],
    [
      'quantile by (x) (0.9, a)',
      {
        kind: 'aggregation',
        op: 'quantile',
        grouping: { kind: 'by', labels: [name('x')] },
        param: number(0.9),
        expr: a,
      },
    ],
    ['count_values("version", a)', { kind: 'aggregation', op: 'count_values', param: string('version'), expr: a }],
  ])('an aggregation: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  const matching = (kind: 'on' | 'ignoring', labels: string[], rest: object = {}) => ({
    matching: { kind, labels: labels.map(name), include: [], ...rest },
  });

  test.each<[string, unknown]>([
    ['a + b * c', binary(a, '+', binary(b, '*', c))],
    ['(a + b) * c', binary(binary(a, '+', b), '*', c)],
    ['a - b - c', binary(binary(a, '-', b), '-', c)],
    ['a ^ b ^ c', binary(a, '^', binary(b, '^', c))],
    ['a or b and c', binary(a, 'or', binary(b, 'and', c))],
    ['a unless b == c', binary(a, 'unless', binary(b, '==', c))],
    ['a AND b', binary(a, 'and', b)],
    ['a atan2 b', binary(a, 'atan2', b)],
    ['a > bool 0', binary(a, '>', number(0), { bool: true })],
    ['a + on(x) b', binary(a, '+', b, matching('on', ['x']))],
    ['a == bool ignoring(x, y) b', binary(a, '==', b, { bool: true, ...matching('ignoring', ['x', 'y']) })],
    ['a and on() b', binary(a, 'and', b, matching('on', []))],
    ['a * on(x) group_left() b', binary(a, '*', b, matching('on', ['x'], { group: 'left' }))],
    ['a * on(x) group_left b', binary(a, '*', b, matching('on', ['x'], { group: 'left' }))],
    [
      'a * on(x) group_right(y, z) b',
      binary(a, '*', b, matching('on', ['x'], { group: 'right', include: [name('y'), name('z')] })),
    ],
    ['-a', { kind: 'unary', op: '-', expr: a }],
    ['-a ^ b', { kind: 'unary', op: '-', expr: binary(a, '^', b) }],
    ['-1 ^ 2', { kind: 'unary', op: '-', expr: binary(number(1), '^', number(2)) }],
    ['-a * b', binary({ kind: 'unary', op: '-', expr: a }, '*', b)],
    ['2 ^ -1', binary(number(2), '^', number(-1))],
    ['a -1', binary(a, '-', number(1))],
    ['a + b offset 5m', binary(a, '+', selector('b', { offset: 300 }))],
  ])('an operation: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  test('comments and line breaks are space', () => {
    const text = '# why: "quoted ( text"\nsum by (x) ( # and here {\n  a\n)\n# the end';
    expect(meaning(text)).toEqual(sum('by', 'x'));
  });

  test('parentheses vanish, however many', () => {
    expect(meaning('((((a)) + (((b)))))')).toEqual(binary(a, '+', b));
  });
});

describe('places', () => {
  const text = '# first\nsum by (x) (rate(a{x="1"}[5m] offset 1h)) > -1';
  const at = ({ from, to }: { readonly from: number; readonly to: number }) => text.slice(from, to);

  test('every expression knows where it is', () => {
    const found: [string, string][] = [];
    walkPromql(parsePromql(text).expr as PromExpr, (expr) => found.push([expr.kind, at(expr)]));
    expect(found).toEqual([
      ['binary', 'sum by (x) (rate(a{x="1"}[5m] offset 1h)) > -1'],
      ['aggregation', 'sum by (x) (rate(a{x="1"}[5m] offset 1h))'],
      ['call', 'rate(a{x="1"}[5m] offset 1h)'],
      ['selector', 'a{x="1"}[5m] offset 1h'],
      ['number', '-1'],
    ]);
  });

  test('so do matchers and labels', () => {
    const found: string[] = [];
    walkPromql(parsePromql(text).expr as PromExpr, (expr) => {
      if (expr.kind === 'selector') found.push(...expr.matchers.map(at));
      if (expr.kind === 'aggregation') found.push(...(expr.grouping?.labels.map(at) ?? []));
    });
    expect(found).toEqual(['x', 'x="1"']);
  });

  test('a problem names its line, and its column there', () => {
    const text = 'up and\n\trate(errors_total) > 0';
    const [problem] = parsePromql(text).problems;
    expect(problem).toMatchObject({ line: 2, column: 7, from: 13, to: 25 });
    expect(pointAt(text, problem!)).toBe('\trate(errors_total) > 0\n\t     ^^^^^^^^^^^^');
  });
});

describe("Grafana's variables", () => {
  const variable = (variable: string) => ({ variable });
  const stands = (variable: string) => ({ kind: 'variable', variable });

  test.each<[string, unknown]>([
    ['a[$__rate_interval]', selector('a', { range: variable('__rate_interval') })],
    [`a[\${__interval}]`, selector('a', { range: variable('__interval') })],
    ['a[[[window]]]', selector('a', { range: variable('window') })],
    [`a[\${__range_s}s]`, selector('a', { range: variable('__range_s') })],
    ['a[$__range:$step]', { kind: 'subquery', expr: a, range: variable('__range'), step: variable('step') }],
    ['a[5m:$__auto]', { kind: 'subquery', expr: a, range: 300, step: variable('__auto') }],
    ['a offset $shift', selector('a', { offset: variable('shift') })],
    [`a @ \${__to}`, selector('a', { at: variable('__to') })],
    [
      `a{x="$x", y=~"\${y:regex}", z="[[z]]"}`,
      selector('a', { matchers: [is('x', '$x'), is('y', `\${y:regex}`, '=~'), is('z', '[[z]]')] }),
    ],
    ['a{$label="1"}', selector('a', { matchers: [is('$label', '1')] })],
    ['$metric{x="1"}', selector('$metric', { matchers: [is('x', '1')] })],
    [`http_\${kind}_total`, selector(`http_\${kind}_total`)],
    [
      'sum by ($label) (a)',
      { kind: 'aggregation', op: 'sum', grouping: { kind: 'by', labels: [name('$label')] }, expr: a },
    ],
    ['topk($n, a)', { kind: 'aggregation', op: 'topk', param: stands('n'), expr: a }],
    ['a > $threshold', binary(a, '>', stands('threshold'))],
    ['0.$q * a', binary(stands('q'), '*', a)],
  ])('stand for parts: %s', (text, expected) => {
    expect(meaning(text)).toEqual(expected);
  });

  test('do not move what stands behind them', () => {
    expect(wrong(`sum(rate(a{job="$job"}[\${__rate_interval}])) + rate(metric)`)).toEqual([
      "53: 'rate' needs a range vector, not an instant vector; add a range, such as '[5m]' behind a selector or " +
        "'[1h:]' behind an expression",
    ]);
  });

  test('leave open what depends on them', () => {
    expect(wrong('{x=~"$x"}')).toEqual([]);
    expect(wrong('{x=~"($x"}')).toEqual([]);
    expect(wrong('rate($series)')).toEqual([]);
  });

  test('are all listed by name, each once', () => {
    const text = `label_replace(a{x="$x", y="\${y:regex}", z="[[z]]"}[$__range] + $x, "n", "$1", "\${2}", "a$") # $comment`;
    expect(variableNames(text)).toEqual(['x', 'y', 'z', '__range', 'comment']);
  });

  test('are none where Grafana is not', () => {
    const { problems } = parsePromql('rate(a[$__rate_interval])', { variables: false });
    expect(problems.map(({ column, message }) => [column, message])).toEqual([
      [8, "unexpected '$', expected a duration such as 5m"],
    ]);
  });
});

/** A problem at a column, of a kind. */
const problem = (at: string): string => expect.stringContaining(at);

describe('what is wrong', () => {
  test.each<[string, string]>([
    ['', '1: the query is empty'],
    ['# later', '8: the query is empty'],
    ['sum(rate(a[5m])', "4: unclosed '('"],
    ['a{x="1"', "2: unclosed '{'"],
    ['rate(a[5m)', "7: unclosed '['"],
    ['a)', "2: unexpected ')'"],
    ['a{x="1}', '5: unclosed "'],
    ["a{x='1\n'}", "5: unclosed '"],
    ['a{x=1}', "5: unexpected '1', expected a matcher"],
    ['a{x}', "4: unexpected '}', expected a matcher"],
    ['a{x=="1"}', "4: unexpected '=='"],
    ['a{x="1" y="2"}', "9: unexpected 'y'"],
    ['a{="1"}', "3: unexpected '='"],
    ['{{x="1"}}', "2: unexpected '{'"],
    ['a[]', "3: unexpected ']', expected a duration"],
    ['a[5x]', "3: unexpected '5x', expected a duration"],
    ['a[30m1h]', "3: unexpected '30m1h', expected a duration"],
    ['a offset', '9: unexpected end of query, expected a duration'],
    ['a @', '4: unexpected end of query'],
    ['a b', "3: unexpected 'b'"],
    ['a +', '4: unexpected end of query'],
    ['a =~ "b"', "3: unexpected '=~'"],
    ['sum by x (a)', "8: unexpected 'x', expected names of labels"],
    ['sum by (x y) (a)', "11: unexpected 'y', expected names of labels"],
    ['max(a b)', "7: unexpected 'b'"],
    ['a group_left() b', "3: unexpected 'group_left'"],
    ['a toString b', "3: unexpected 'toString'"],
    ['rat(a[5m])', "1: unknown function 'rat', did you mean 'rad'?"],
    ['increse(a[5m])', "1: unknown function 'increse', did you mean 'increase'?"],
    ['RATE(a[5m])', "1: unknown function 'RATE', did you mean 'rate'?"],
    ['summ(a)', "1: unknown function 'summ', did you mean 'sum'?"],
    ['frobnicate(a)', "1: unknown function 'frobnicate'"],
    ['$f(a)', "1: unknown function '$f'"],
  ])('can not be parsed: %s', (text, at) => {
    expect(wrong(text)).toEqual([problem(at)]);
    expect(parsePromql(text).expr).toBeUndefined();
  });

  test.each<[string, string]>([
    ['{}', '1: the selector matches all series'],
    ['sum({x=""})', '5: the selector matches all series'],
    ['{x=~".*"}', '1: the selector matches all series'],
    ['{x!="1"}', '1: the selector matches all series'],
    ['{x!~".+"}', '1: the selector matches all series'],
    ['a{x=~"("}', '3: invalid regular expression'],
    ['a{x=~"a(?=b)"}', '3: invalid regular expression'],
    ['a{x="\\d"}', "6: invalid escape sequence '\\d'"],
    ['a{x="\\X41"}', "6: invalid escape sequence '\\X'"],
    ['a{x="\\ud800"}', "6: invalid escape sequence '\\u'"],
    ['a{__name__="b"}', '3: the metric has a name already'],
    ['a[0s]', '3: the duration must be above zero'],
    ['a[1m+1m]', '3: calculating with durations is experimental'],
    ['sum(a)[5m]', '7: a range needs a selector'],
    ['a offset 1h [5m]', '12: a range must stand before'],
    ['sum(a) offset 5m', "8: 'offset' must follow a selector"],
    ['a offset 1d offset 2d', "13: duplicate 'offset'"],
    ['a @ Inf', "5: '@' needs a time stamp"],
    ['sum by ("") (a)', '9: a label must have a name'],
    ['a smoothed', "3: 'smoothed' is experimental"],
    ['a[5m] anchored', "7: 'anchored' is experimental"],
    ['info(a)', "1: 'info' is experimental"],
    ['limitk(1, a)', "1: 'limitk' is experimental"],
    ['a + fill(0) b', "5: 'fill' is experimental"],
  ])('is refused: %s', (text, at) => {
    expect(wrong(text)).toEqual([problem(at)]);
  });

  test.each<[string, string]>([
    ['rate(a)', "6: 'rate' needs a range vector"],
    ['sum(a[5m])', "5: 'sum' needs an instant vector, not a range vector"],
    ['abs(a[5m])', "5: 'abs' needs an instant vector, not a range vector"],
    ['sum(1)', "5: 'sum' needs an instant vector, not a scalar"],
    ['vector(a)', "8: 'vector' needs a scalar"],
    ['topk(a, b)', "6: 'topk' needs a scalar"],
    ['count_values(1, a)', "14: 'count_values' needs a string"],
    ['a[5m][1h:]', '1: a subquery needs an instant vector'],
    ['-a[5m]', "1: '-' needs a scalar or an instant vector"],
    ['a[5m] + b', "1: '+' needs scalars or instant vectors, not a range vector"],
    ['a == "1"', "6: '==' needs scalars or instant vectors, not a string"],
    ['time(a)', "1: wrong number of arguments for 'time', expected ()"],
    ['abs()', "1: wrong number of arguments for 'abs', expected (instant vector)"],
    ['clamp(a, 1)', "1: wrong number of arguments for 'clamp', expected (instant vector, scalar, scalar)"],
    ['round(a, 1, 2)', "1: wrong number of arguments for 'round', expected (instant vector, scalar?)"],
    [
      'label_join(a)',
      "1: wrong number of arguments for 'label_join', expected (instant vector, string, string, string? …)",
    ],
    ['sum()', "1: wrong number of arguments for 'sum', expected (instant vector)"],
    ['sum(a, b)', "1: wrong number of arguments for 'sum', expected (instant vector)"],
    ['sum(a, b, c)', "1: wrong number of arguments for 'sum', expected (instant vector)"],
    ['topk(a)', "1: wrong number of arguments for 'topk', expected (scalar, instant vector)"],
    ['topk(1, a, b)', "1: wrong number of arguments for 'topk', expected (scalar, instant vector)"],
    ['label_replace(a, "x", "$1", "y", "(")', '34: invalid regular expression'],
    ['1 == 2', "1: two scalars are compared by '== bool'"],
    ['a + bool b', "1: 'bool' belongs to a comparison"],
    ['a and 1', "1: 'and' needs instant vectors, not a scalar"],
    ['a + on(x) 1', "1: 'on' matches two instant vectors, but one side is a scalar"],
    ['a and on(x) group_left() b', "1: 'and' allows no 'group_left'"],
    ['a + on(x) group_left(x) b', "22: 'x' is in 'on' already"],
  ])('does not fit: %s', (text, at) => {
    expect(wrong(text)).toEqual([problem(at)]);
  });

  test('everything that is refused is reported, in its order', () => {
    expect(wrong('rate(a) / info(b) > sum(c[5m])')).toEqual([
      problem("6: 'rate'"),
      problem("11: 'info'"),
      problem("25: 'sum'"),
    ]);
  });

  test('nothing throws, however odd', () => {
    expect(wrong(Array(500).fill('a').join(' + '))).toEqual([]);
    expect(wrong(Array(5000).fill('a').join(' + '))).toHaveLength(1);
    for (const text of ['\0', '\ud800', '{{}}', '[[', `\${`, '\\', '"\\', 'a['.repeat(5000)]) {
      expect(parsePromql(text).problems).toHaveLength(1);
    }
  });
});

test.each<[string, string]>([
  ['1', 'scalar'],
  ['1 + 1', 'scalar'],
  ['time() > bool 1', 'scalar'],
  ['"a"', 'string'],
  ['a', 'instant vector'],
  ['-a', 'instant vector'],
  ['a + 1', 'instant vector'],
  ['sum(a)', 'instant vector'],
  ['scalar(a)', 'scalar'],
  ['a[5m]', 'range vector'],
  ['a[5m:1m]', 'range vector'],
  ['$x + 1', 'any'],
])('%s gives: %s', (text, type) => {
  expect(promType(parsePromql(text).expr as PromExpr)).toBe(type);
});

describe('the dashboards', () => {
  const queries = dashboards
    .flatMap((dashboard) => dashboardQueries('', dashboard))
    .filter(({ language }) => language === 'promql');

  test('ask only what can be read', () => {
    expect(queries.length).toBeGreaterThan(30);
    expect(queries.flatMap(({ asker, expr }) => wrong(expr).map((problem) => [asker, expr, problem]))).toEqual([]);
  });
});
