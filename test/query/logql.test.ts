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
  const { gives, pipelines } = read('{a="1", b!="2", c=~"3|4", d!~`5\\d`}');
  expect(gives).toBe('lines');
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

test.each<[string, unknown, unknown]>([
  ['[5m]', 300, undefined],
  ['[1h30m]', 5400, undefined],
  ['[1.5h]', 5400, undefined],
  ['[1d]', 86_400, undefined],
  ['[$__auto]', { variable: '__auto' }, undefined],
  ['[$__interval]', { variable: '__interval' }, undefined],
  [`[\${__range_s}s]`, { variable: '__range_s' }, undefined],
  ['[[[window]]]', { variable: 'window' }, undefined],
  ['[5m] offset 1h', 300, 3600],
  ['[5m] offset -1h', 300, -3600],
  ['[5m] offset $shift', 300, { variable: 'shift' }],
])('a range: %s', (text, range, offset) => {
  const [pipeline] = read(`rate({a="b"}${text})`).pipelines;
  expect([pipeline?.range, pipeline?.offset]).toEqual([range, offset]);
});

describe('queries within queries', () => {
  const text =
    'topk(3, SUM by (a, b) (rate({a="1"} | json [5m]))) * on(a) group_left(c) ' +
    'label_replace(max_over_time({a="2"} | unwrap x [1h]) by (d), "e", "$1", "f", "(.*)") > bool 5 or vector(0)';
  const query = read(text);
  const at = ({ from, to }: { readonly from: number; readonly to: number }) => text.slice(from, to);

  test('know each function', () => {
    expect(query.gives).toBe('numbers');
    expect(query.calls.map((call) => [call.name, at(call)])).toEqual([
      ['topk', 'topk'],
      ['sum', 'SUM'],
      ['rate', 'rate'],
      ['label_replace', 'label_replace'],
      ['max_over_time', 'max_over_time'],
      ['vector', 'vector'],
    ]);
  });

  test('know what is around each pipeline', () => {
    expect(query.pipelines.map((pipeline) => [at(pipeline), pipeline.callers])).toEqual([
      ['{a="1"} | json [5m]', ['rate', 'sum', 'topk']],
      ['{a="2"} | unwrap x [1h]', ['max_over_time', 'label_replace']],
    ]);
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
      [14, "'$' can't stand here; expected a duration, such as 5m"],
    ]);
    expect(parseLogql('{a="b"} |~ "($x"', { variables: false }).problems).toHaveLength(1);
  });
});

const RANGE = "lines are counted over a range, such as 'rate({…}[5m])'";

test.each<[string, string]>([
  ['', '1: the query is empty'],
  ['{a="b"', "1: '{' is never closed; add '}'"],
  ['{}', "2: '}' can't stand here; expected a label and what it must be, such as job=\"…\""],
  ['{a=b}', "4: 'b' can't stand here; expected a text in quotes"],
  ["{a='b'}", '4: a text stands between double quotes or back-ticks, not \'\'; write "b"'],
  ['{a="b" c="d"}', "8: 'c' can't stand here; expected ',' or '}'"],
  ['{a="b"} c', "9: 'c' can't stand here; expected a stage, such as '| json', an operator, or the end"],
  ['{a="b"} |', "10: the end can't stand here; expected a stage, such as 'json', 'line_format' or a label to compare"],
  ['{a="b"} | jsn', "14: 'jsn' is no stage; did you mean 'json'?"],
  ['{a="b"} | status', '17: \'status\' is no stage; a label is compared, such as status="…"'],
  ['{a="b"} |= x', "12: 'x' can't stand here; expected a text in quotes"],
  ['{a="b"} |= $x', "12: '$x' can't stand here; expected a text in quotes"],
  ['{a="b"}[5m]', "8: a range belongs to a function, such as 'rate({…}[5m])'"],
  ['{a="b"} | unwrap x', "11: 'unwrap' belongs to a function, such as 'sum_over_time({…} | unwrap size [5m])'"],
  ['rate({a="b"})', `13: ${RANGE}`],
  ['rate({a="b"} | json)', `20: ${RANGE}`],
  ['sum({a="b"} |= "x")', `19: ${RANGE}`],
  ['rate({a="b"}[5])', "14: '5' can't stand here; expected a duration, such as 5m"],
  ['rat({a="b"}[5m])', "1: 'rat' is no function; did you mean 'rate'?"],
  ['RATE({a="b"}[5m])', "1: 'RATE' is no function; did you mean 'rate'?"],
  ['sum(rate({a="b"}[5m])', "4: '(' is never closed; add ')'"],
  [
    'rate({a="b"}[5m]) +',
    '20: the end can\'t stand here; expected a selector or a function of one, such as {job="a"} or rate({job="a"}[5m])',
  ],
])('can not be read: %s', (text, message) => {
  expect(wrong(text)).toEqual([message]);
  expect(parseLogql(text).query).toBeUndefined();
});

const EVERYTHING = 'the selector takes every stream there is; match a label with a value that is not empty';

test.each<[string, string]>([
  ['{a=""}', `1: ${EVERYTHING}`],
  ['{a=~".*"}', `1: ${EVERYTHING}`],
  ['rate({a!="b"}[5m])', `6: ${EVERYTHING}`],
  ['{a=~"("}', '2: the regular expression is wrong: unterminated group'],
  ['{a="\\d"}', "5: '\\d' is no escape; a backslash of its own is written '\\\\', or the whole text in back-ticks"],
  ['{a="b"} |~ "("', '12: the regular expression is wrong: unterminated group'],
  ['{a="b"} | x=~"("', '11: the regular expression is wrong: unterminated group'],
  ['{a="b"} | regexp "("', '18: the regular expression is wrong: unterminated group'],
  ['{a="b"} | regexp "a"', "18: 'regexp' makes no label; name a part of the line, such as '(?P<level>\\w+)'"],
  ['{a="b"} | pattern "<_>"', "19: 'pattern' makes no label; name a part of the line, such as '<level>'"],
  ['{a="b"} + 1', "1: '+' takes numbers, not lines; count them, such as 'rate({…}[5m])'"],
  ['rate({a="b"}[5m]) and 1', "23: 'and' takes series, not a number; make one of it with 'vector'"],
  ['sum_over_time({a="b"}[5m])', "1: 'sum_over_time' takes values; add '| unwrap' and their label"],
  ['count_over_time({a="b"} | unwrap x [5m])', "1: 'count_over_time' takes lines; remove '| unwrap'"],
  ['rate({a="b"}[5m]) by (x)', "19: 'rate' takes no grouping; group around it, such as 'sum by (job) (…)'"],
  ['sort(sum(rate({a="b"}[5m]))) by (x)', "30: 'sort' takes no grouping; remove it"],
  ['quantile_over_time({a="b"} | unwrap x [5m])', "1: 'quantile_over_time' takes a number from 0 to 1 first; add it"],
  ['topk(sum(rate({a="b"}[5m])))', "1: 'topk' takes a whole number above 0 first; add it"],
  ['topk(1.5, sum(rate({a="b"}[5m])))', "6: 'topk' takes a whole number above 0, not 1.5"],
  ['sum(3, rate({a="b"}[5m]))', "5: 'sum' takes no number; remove it"],
  ['label_replace(rate({a="b"}[5m]), "x", "$1", "y", "(")', '50: the regular expression is wrong: unterminated group'],
])('is refused: %s', (text, message) => {
  expect(wrong(text)).toEqual([message]);
});

test('a problem names its line, and its column there', () => {
  const [problem] = parseLogql('sum(\n  rate({a="b"} | jsn [5m])\n)').problems;
  expect(problem).toMatchObject({ line: 2, column: 22 });
});

test('nothing throws, however deep or odd', () => {
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
