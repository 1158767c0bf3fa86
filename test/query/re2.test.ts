import { takes } from '../../constructs/query/query-matcher.ts';
import { groupsOf, re2, wrongRegex } from '../../constructs/query/re2.ts';

test.each<[string, string, boolean]>([
  ['a|b', 'a', true],
  ['a|b', 'ab', false],
  ['.+', '', false],
  ['.*', '', true],
  ['a.b', 'a\nb', true],
  ['(?i)up', 'UP', true],
  ['(?i:u)p', 'Up', true],
  ['\\Aup\\z', 'up', true],
  ['\\Qa.b\\E+', 'a.bb', true],
  ['\\Qa.b\\E', 'axb', false],
  ['(?P<name>a)-\\d{2}', 'a-42', true],
  ['[[:alpha:]]+', 'abc', true],
  ['5..', '503', true],
])('the whole text is meant: %s takes %j: %s', (pattern, text, expected) => {
  const read = re2(pattern);
  expect('regex' in read && read.regex.test(text)).toBe(expected);
});

test.each<[string, string | undefined]>([
  ['a\\.b\\-c\\/d_\\"', undefined],
  ['(?:a|b)?[^c-e]{2,3}\\pL', undefined],
  ['(', 'the regular expression is wrong: unterminated group'],
  ['a)', "the regular expression is wrong: unmatched ')'"],
  ['a)(b', "the regular expression is wrong: unmatched ')'"],
  ['[a', 'the regular expression is wrong: unterminated character class'],
  ['*', 'the regular expression is wrong: nothing to repeat'],
  ['a**', 'the regular expression is wrong: nothing to repeat'],
  ['[b-a]', 'the regular expression is wrong: range out of order in character class'],
  ['a{3,2}', 'the regular expression is wrong: numbers out of order in {} quantifier'],
  ['(?!a).*', "the regular expression looks around with '(?!', which RE2 can't; match the whole value instead"],
  ['(?<=a)b', "the regular expression looks around with '(?<=', which RE2 can't; match the whole value instead"],
  ['(a)\\1', "the regular expression repeats a group by '\\1', which RE2 can't; write what is meant"],
  ['\\y', "the regular expression has '\\y', which RE2 doesn't know; write 'y' if that is meant"],
  ['a{1001}', "the regular expression repeats by '{1001}', but at most 1000 times is possible"],
])('what is wrong with %s: %s', (pattern, message) => {
  expect(wrongRegex(pattern)).toBe(message);
});

test('groups are known by name', () => {
  expect(groupsOf('(?P<method>\\w+) (?<path>\\S+) (\\d+)')).toEqual(['method', 'path']);
});

test.each<['=' | '!=' | '=~' | '!~', string, string, boolean]>([
  ['=', 'a', 'a', true],
  ['=', 'a', 'b', false],
  ['!=', 'a', '', true],
  ['=~', 'a|b', 'b', true],
  ['=~', '(', '(', false],
  ['!~', 'a|b', '', true],
  ['!~', '.*', '', false],
])('the matcher %s"%s" takes "%s": %s', (op, value, given, expected) => {
  expect(takes({ op, value }, given)).toBe(expected);
});
