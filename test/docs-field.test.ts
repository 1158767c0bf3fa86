import { readFileSync } from 'node:fs';
import { metricRules } from '../constructs/index.ts';
import { logRules } from '../constructs/stack/content.ts';

/** docs/decisions/0010: each situation of the field's rule sets has an alert of ours, or a reason. */

const ours = [...metricRules, ...logRules].flatMap(({ alerts = [] }) => alerts.map(({ name }) => name));
const rows = readFileSync('docs/decisions/0010-situations-of-the-field.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!theirs)/.test(line))
  .map((line) => line.replaceAll(/^\| | \|$/g, '').split(' | '));

test('each situation is named once', () => {
  const theirs = rows.flatMap(([names = '']) => names.split(', '));
  expect(theirs.length).toBeGreaterThan(100);
  expect(theirs.filter((name, index) => theirs.indexOf(name) !== index)).toEqual([]);
});

test.each(rows)('%s: %s', (_, answer = '') => {
  const named = [...answer.matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !ours.includes(name))).toEqual([]);
  if (named.length === 0) expect(answer).toMatch(/^none: .{10,}/);
});
