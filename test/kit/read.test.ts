import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { kind, like, list, oneOf, optional, type Read, record, shape } from '../../constructs/kit/read.ts';
import { code, shown } from '../../constructs/kit/values.ts';

/** What is read, and what is said of it. */
function reading<Value>(read: Read<Value>, value: unknown): [Value, ...string[]] {
  const problems: string[] = [];
  return [read('prop', value, problems), ...problems];
}

const minute = Duration.minutes(1);
const memory = { request: Size.mebibytes(64), limit: Size.gibibytes(1) };

test.each<[string, unknown, unknown]>([
  ['a duration', minute, Duration.days(3)],
  ['a size', Size.gibibytes(1), Size.mebibytes(1)],
  ['CPU', Cpu.millis(10), Cpu.units(1)],
  ['text', 'a', 'b'],
  ['a number', 1, Number.NaN],
  ['a boolean', true, false],
  ['a function', () => 1, () => 2],
  ['a list', ['a'], ['b', 'c']],
  ['a list of whatever', [], [1, 'b']],
  ['an object', memory, { ...memory, more: 1 }],
])('%s of the same class as the example is read as it is', (_, example, value) => {
  const [read, ...problems] = reading(like(example), value);
  expect(problems).toEqual([]);
  expect(read).toEqual(value);
});

test.each<[unknown, unknown, string]>([
  [minute, '1m', '\'prop\' ("1m") must be a Duration; for example Duration.minutes(1)'],
  [minute, Size.mebibytes(1), "'prop' (1Mi) must be a Duration; for example Duration.minutes(1)"],
  [Size.gibibytes(1), 1024, "'prop' (1024) must be a Size; for example Size.gibibytes(1)"],
  [Cpu.millis(10), { amount: '10m' }, '\'prop\' ({ amount: "10m" }) must be a Cpu; for example Cpu.millis(10)'],
  ['a', 1, '\'prop\' (1) must be text; for example "a"'],
  [1, '1', '\'prop\' ("1") must be a number; for example 1'],
  [true, 'yes', '\'prop\' ("yes") must be true or false'],
  [() => 1, {}, "'prop' ({}) must be a function"],
  [['a'], 'a', '\'prop\' ("a") must be a list; for example ["a"]'],
  [['a'], ['b', 2], '\'prop[1]\' (2) must be text; for example "a"'],
  [{ a: { b: 1 } }, { a: [] }, "'prop.a' ([]) must be an object; for example { b: 1 }"],
  [{ a: { b: 1 } }, { a: {} }, "'prop.a.b' (undefined) must be a number; for example 1"],
  [{ a: 1 }, new Construct(undefined as never, ''), "'prop' (a Construct) must be an object; for example { a: 1 }"],
])('%# a value of another class: %p, %p', (example, value, problem) => {
  expect(reading(like(example), value).slice(1)).toEqual([problem]);
});

test('what stands in for a wrong value is like the example, and the rest stays', () => {
  expect(reading(like(memory), { request: '64Mi', limit: Size.gibibytes(2), more: 1 })[0]).toEqual({
    request: memory.request,
    limit: Size.gibibytes(2),
    more: 1,
  });
});

test('values of another copy of cdk8s are values', () => {
  jest.isolateModules(() => {
    const other = require('cdk8s') as { Duration: typeof Duration; Size: typeof Size };
    expect(other.Duration).not.toBe(Duration);
    expect(reading(like(minute), other.Duration.days(1))).toHaveLength(1);
    expect(reading(like(memory), { request: other.Size.mebibytes(1), limit: other.Size.mebibytes(2) })).toHaveLength(1);
  });
});

test('an object is the same one where nothing is wrong', () => {
  const value = { a: 'x' };
  expect(reading(shape({ a: like('y') }, value), value)[0]).toBe(value);
});

test.each<[Read<unknown>, unknown, unknown, string[]]>([
  [optional(like(1)), undefined, undefined, []],
  [optional(like(1)), null, undefined, []],
  [optional(like(1)), 'x', undefined, ['\'prop\' ("x") must be a number; for example 1']],
  [oneOf('a', 'b'), 'b', 'b', []],
  [oneOf('a', 'b'), 'c', 'a', ["'prop' (\"c\") must be 'a' or 'b'"]],
  [list(oneOf('a', 'b')), ['c', 'b'], ['a', 'b'], ["'prop[0]' (\"c\") must be 'a' or 'b'"]],
  [record(like(1)), { x: 2 }, { x: 2 }, []],
  [record(like(1)), { x: 'y' }, { x: 1 }, ['\'prop.x\' ("y") must be a number; for example 1']],
  [record(like(1)), 'x', {}, ['\'prop\' ("x") must be an object']],
  [kind(Array.isArray, 'a list', [], () => '…'), 'very secret', [], ["'prop' (…) must be a list"]],
])('%#', (read, value, expected, problems) => {
  expect(reading(read, value)).toEqual([expected, ...problems]);
});

test.each<[unknown, string]>([
  [Duration.seconds(90), 'Duration.seconds(90)'],
  [Duration.hours(48), 'Duration.days(2)'],
  [Duration.seconds(0), 'Duration.millis(0)'],
  [Size.mebibytes(1536), 'Size.mebibytes(1536)'],
  [Cpu.units(2), 'Cpu.units(2)'],
  [['a', { b: minute }], '["a", { b: Duration.minutes(1) }]'],
  [{}, '{}'],
])('as TypeScript writes it: %p', (value, text) => {
  expect(code(value)).toBe(text);
});

test('a long value is shown by its beginning', () => {
  expect(shown(Array(50).fill('word'))).toBe(`${'["word", '.padEnd(60, '"word", ').slice(0, 60)}…`);
});
