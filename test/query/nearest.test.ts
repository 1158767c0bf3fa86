import { nearest } from '../../constructs/query/nearest.ts';

const NAMES = ['rate', 'irate', 'increase', 'node_cpu_seconds_total', 'node_load1', 'node_load5'];

test.each<[string, string, string | undefined]>([
  ['a letter is missing', 'increse', 'increase'],
  ['a letter is too much', 'raate', 'rate'],
  ['a letter is another', 'rote', 'rate'],
  ['two letters are swapped', 'arte', 'rate'],
  ['a word is short of its ending', 'node_cpu_seconds', 'node_cpu_seconds_total'],
  ['two names are as near: the first by the alphabet', 'node_load2', 'node_load1'],
  ['no name is alike', 'frobnicate', undefined],
  ['there is nothing in common', 'x', undefined],
])('%s: %s means %s', (_, word, expected) => {
  expect(nearest(word, NAMES)).toBe(expected);
});

test('where no names are, none is meant', () => {
  expect(nearest('rate', [])).toBeUndefined();
});
