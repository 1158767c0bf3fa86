import { type LogQuery, labelsBehind, parseLogql } from '../../constructs/query/logql.ts';

function read(text: string): LogQuery {
  const { query, problems } = parseLogql(text);
  expect(problems).toEqual([]);
  return query!;
}

/** Something without its places. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).filter(([key]) => key !== 'from' && key !== 'to');
  return Object.fromEntries(parts.map(([key, part]) => [key, bare(part)]));
}

/** Everything that is wrong with a query, as `column: message`. */
const wrong = (text: string) => parseLogql(text).problems.map(({ column, message }) => `${column}: ${message}`);

const name = (name: string) => ({ name });
const stagesOf = (text: string) => bare(read(text).pipelines[0]?.stages);

test('streams are selected by their labels', () => {
  const { pipelines } = read('{a="1", b!="2", c=~"3|4", d!~`5\\d`}');
  expect(pipelines.map(({ matchers }) => bare(matchers))).toEqual([
    [
      { label: 'a', op: '=', value: '1' },
      { label: 'b', op: '!=', value: '2' },
      { label: 'c', op: '=~', value: '3|4' },
      { label: 'd', op: '!~', value: '5\\d' },
    ],
  ]);
});

const filter = (op: string, ...values: string[]) => ({ kind: 'line filter', op, values });
const comparison = (label: string, op: string, value: string) => ({ label, op, value });

test.each<[string, unknown[]]>([
  ['|= "x" or `y` != "z"', [filter('|=', 'x', 'y'), filter('!=', 'z')]],
  ['|~ "a\\\\d" !~ "b"', [filter('|~', 'a\\d'), filter('!~', 'b')]],
  ['|> "<_> a" !> "b <_>"', [filter('|>', '<_> a'), filter('!>', 'b <_>')]],
  ['|= ip("10.0.0.0/8")', [filter('|=', '10.0.0.0/8')]],
  ['| json', [{ kind: 'parser', parser: 'json' }]],
  ['| logfmt --strict', [{ kind: 'parser', parser: 'logfmt' }]],
  ['| unpack', [{ kind: 'parser', parser: 'unpack' }]],
  ['| json x="a.b", y', [{ kind: 'parser', parser: 'json', labels: [name('x'), name('y')] }]],
  ['| logfmt x="a"', [{ kind: 'parser', parser: 'logfmt', labels: [name('x')] }]],
  [
    '| regexp "(?P<x>a)(?P<y>b)"',
    [{ kind: 'parser', parser: 'regexp', pattern: '(?P<x>a)(?P<y>b)', labels: [name('x'), name('y')] }],
  ],
  [
    '| pattern "<x> - <_> <y>"',
    [{ kind: 'parser', parser: 'pattern', pattern: '<x> - <_> <y>', labels: [name('x'), name('y')] }],
  ],
  [
    '| x="1" and y>=5 or (z!~"a", w<10s)',
    [
      {
        kind: 'label filter',
        comparisons: [
          comparison('x', '=', '1'),
          comparison('y', '>=', '5'),
          comparison('z', '!~', 'a'),
          comparison('w', '<', '10s'),
        ],
      },
    ],
  ],
  ['| v > 10KB', [{ kind: 'label filter', comparisons: [comparison('v', '>', '10KB')] }]],
  ['| v = ip("10.0.0.1")', [{ kind: 'label filter', comparisons: [comparison('v', '=', '10.0.0.1')] }]],
  ['| label_format x=y, z="{{.a}}"', [{ kind: 'label_format', labels: [{ name: 'x', of: 'y' }, name('z')] }]],
  ['| line_format "{{.x}}"', [{ kind: 'line_format', template: '{{.x}}' }]],
  ['| decolorize', [{ kind: 'decolorize' }]],
  [
    '| drop a, b="c"',
    [
      {
        kind: 'drop',
        labels: [
          { name: 'a', some: false },
          { name: 'b', some: true },
        ],
      },
    ],
  ],
  ['| keep a', [{ kind: 'keep', labels: [{ name: 'a', some: false }] }]],
  ['# why\n | json # and so\n |= "# no comment"', [{ kind: 'parser', parser: 'json' }, filter('|=', '# no comment')]],
])('what is done with lines: %s', (stages, expected) => {
  expect(stagesOf(`{a="b"} ${stages}`)).toEqual(expected);
});

test('numbers come out of lines', () => {
  expect(stagesOf('sum_over_time({a="b"} | json | unwrap duration(took) | __error__="" [5m])')).toEqual([
    { kind: 'parser', parser: 'json' },
    { kind: 'unwrap', label: name('took'), conversion: 'duration' },
    { kind: 'label filter', comparisons: [comparison('__error__', '=', '')] },
  ]);
});

test.each([
  '[5m]',
  '[1h30m]',
  '[1.5h]',
  '[1d]',
  '[$__auto]',
  '[$__interval]',
  `[\${__range_s}s]`,
  '[[[window]]]',
  '[5m] offset 1h',
  '[5m] offset -1h',
  '[5m] offset $shift',
])('a range: %s', (range) => {
  expect(wrong(`rate({a="b"}${range})`)).toEqual([]);
});

describe('queries within queries', () => {
  const text =
    'topk(3, SUM by (a, b) (rate({a="1"} | json [5m]))) * on(a) group_left(c) ' +
    'label_replace(max_over_time({a="2"} | unwrap x [1h]) by (d), "e", "$1", "f", "(.*)") > bool 5 or vector(0)';
  const query = read(text);
  const at = ({ from, to }: { readonly from: number; readonly to: number }) => text.slice(from, to);

  test('know their pipelines', () => {
    expect(query.pipelines.map(at)).toEqual(['{a="1"} | json [5m]', '{a="2"} | unwrap x [1h]']);
  });

  test('know which labels are read, and of what', () => {
    const uses = query.labels.map(({ kind, labels, of }) => [
      kind,
      labels.map(at),
      of.map(({ matchers }) => matchers[0]?.value),
    ]);
    expect(uses).toEqual([
      ['by', ['a', 'b'], ['1']],
      ['by', ['d'], ['2']],
      ['label_replace', ['"f"'], ['2']],
      ['on', ['a'], ['1', '2']],
      ['group_left', ['c'], ['2']],
    ]);
  });

  test('know which labels they make', () => {
    expect(bare(query.made)).toEqual([name('e')]);
  });
});

describe("Grafana's variables", () => {
  test.each([
    `{namespace="$namespace", pod=~"\${pod:regex}"} |~ "(?i)$search"`,
    '{namespace="[[namespace]]"} | json | level=~"$level"',
    'sum by ($label) (count_over_time({a="b"}[$__range]))',
    'topk($n, sum by (a) (rate({a="b"}[$__auto]))) > $threshold',
    '{$label="a"}',
    '{a=~"$x"}',
    '{a="b"} |~ "($x"',
    '{a="b"} | regexp "$x"',
  ])('stand for parts: %s', (text) => {
    expect(wrong(text)).toEqual([]);
  });

  test('are none where Grafana is not', () => {
    const { problems } = parseLogql('rate({a="b"}[$__auto])', { variables: false });
    expect(problems.map(({ column, message }) => [column, message])).toEqual([
      [14, "unexpected '$', expected a duration such as 5m"],
    ]);
    expect(parseLogql('{a="b"} |~ "($x"', { variables: false }).problems).toHaveLength(1);
  });
});

/** A problem at a column, of a kind. */
const problem = (at: string): string => expect.stringContaining(at);

test.each<[string, string]>([
  ['', '1: the query is empty'],
  ['{a="b"', "1: unclosed '{'"],
  ['{}', "2: unexpected '}', expected a matcher"],
  ['{a=b}', "4: unexpected 'b', expected a matcher"],
  ["{a='b'}", "4: unexpected 'b', expected double quotes"],
  ['{a="b" c="d"}', "8: unexpected 'c', expected a matcher"],
  ['{a="b"} c', "9: unexpected 'c'"],
  ['{a="b"} |', '10: unexpected end of query, expected a stage'],
  ['{a="b"} | jsn', "14: unknown stage 'jsn', did you mean 'json'?"],
  ['{a="b"} | status', '17: unexpected end of query, expected a comparison'],
  ['{a="b"} |= x', "12: unexpected 'x'"],
  ['{a="b"} |= $x', "12: unexpected '$x'"],
  ['{a="b"}[5m]', "8: unexpected '['"],
  ['{a="b"} | unwrap x', "11: unexpected 'unwrap'"],
  ['rate({a="b"})', "13: unexpected ')', expected a range"],
  ['rate({a="b"} | json)', "20: unexpected ')', expected a range"],
  ['sum({a="b"} |= "x")', "19: unexpected ')', expected a range"],
  ['rate({a="b"}[5])', "14: unexpected '5', expected a duration"],
  ['rat({a="b"}[5m])', "1: unknown function 'rat', did you mean 'rate'?"],
  ['RATE({a="b"}[5m])', "1: unknown function 'RATE', did you mean 'rate'?"],
  ['sum(rate({a="b"}[5m])', "4: unclosed '('"],
  ['rate({a="b"}[5m]) +', '20: unexpected end of query'],
])('can not be parsed: %s', (text, at) => {
  expect(wrong(text)).toEqual([problem(at)]);
  expect(parseLogql(text).query).toBeUndefined();
});

test.each<[string, string]>([
  ['{a=""}', '1: the selector matches all streams'],
  ['{a=~".*"}', '1: the selector matches all streams'],
  ['rate({a!="b"}[5m])', '6: the selector matches all streams'],
  ['{a=~"("}', '2: invalid regular expression'],
  ['{a="\\d"}', "5: invalid escape sequence '\\d'"],
  ['{a="b"} |~ "("', '12: invalid regular expression'],
  ['{a="b"} | x=~"("', '11: invalid regular expression'],
  ['{a="b"} | regexp "("', '18: invalid regular expression'],
  ['{a="b"} | regexp "a"', "18: 'regexp' extracts no label"],
  ['{a="b"} | pattern "<_>"', "19: 'pattern' extracts no label"],
  ['{a="b"} + 1', "1: '+' needs numbers, not lines"],
  ['rate({a="b"}[5m]) and 1', "23: 'and' needs series, not a number"],
  ['((1e3) > 1) unless rate({a="b"}[5m])', "1: 'unless' needs series, not a number"],
  ['rate({a="b"}[5m]) or 2 * (3 + 4)', "22: 'or' needs series, not a number"],
  ['rate({a="b"}[1d1.5h])', "14: invalid duration '1d1.5h'"],
  ['sum_over_time({a="b"}[5m])', "1: 'sum_over_time' needs '| unwrap'"],
  ['count_over_time({a="b"} | unwrap x [5m])', "1: 'count_over_time' works on lines"],
  ['rate({a="b"}[5m]) by (x)', "19: 'rate' allows no grouping"],
  ['sort(sum(rate({a="b"}[5m]))) by (x)', "30: 'sort' allows no grouping"],
  ['quantile_over_time({a="b"} | unwrap x [5m])', "1: 'quantile_over_time' needs a number from 0 to 1"],
  ['topk(sum(rate({a="b"}[5m])))', "1: 'topk' needs a whole number above 0"],
  ['topk(1.5, sum(rate({a="b"}[5m])))', "6: 'topk' needs a whole number above 0, not 1.5"],
  ['sum(3, rate({a="b"}[5m]))', "5: 'sum' needs no number, not 3"],
  ['label_replace(rate({a="b"}[5m]), "x", "$1", "y", "(")', '50: invalid regular expression'],
])('is refused: %s', (text, at) => {
  expect(wrong(text)).toEqual([problem(at)]);
});

test('a problem names its line, and its column there', () => {
  const [problem] = parseLogql('sum(\n  rate({a="b"} | jsn [5m])\n)').problems;
  expect(problem).toMatchObject({ line: 2, column: 22 });
});

test('nothing throws, however odd', () => {
  for (const text of ['\0', '\ud800', '{{}}', '[[', `\${`, '"\\', '('.repeat(5000), 'sum('.repeat(5000)]) {
    expect(parseLogql(text).problems).toHaveLength(1);
  }
});

describe('the labels behind stages', () => {
  test.each<[string, string]>([
    ['', 'job level'],
    ['|= "x" | level="y" | line_format "z"', 'job level'],
    ['| json', 'unknown'],
    ['| logfmt', 'unknown'],
    ['| unpack', 'unknown'],
    ['| json x="a.b"', 'job level x'],
    ['| pattern "<x> <_>"', 'job level x'],
    ['| regexp "(?P<x>a)"', 'job level x'],
    ['| label_format x=level, y="{{.job}}"', 'job x y'],
    ['| drop level, job="a"', 'job'],
    ['| keep job, nothing', 'job'],
    ['| json | keep job, x', 'job x'],
    ['| json | drop job', 'unknown'],
  ])('%s: %s', (stages, expected) => {
    const labels = labelsBehind(read(`{a="b"} ${stages}`).pipelines[0]!.stages, ['job', 'level']);
    expect(labels === 'unknown' ? labels : [...labels].sort().join(' ')).toBe(expected);
  });

  test('a value that was taken out is no label', () => {
    const { stages } = read('sum_over_time({a="b"} | unwrap level [5m])').pipelines[0]!;
    expect(labelsBehind(stages, ['job', 'level'])).toEqual(new Set(['job']));
  });
});
