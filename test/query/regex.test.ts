import { takes } from '../../constructs/query/query-matcher.ts';
import { groupNames, matchesRegex, regexProblem } from '../../constructs/query/regex.ts';

/** What RE2 documents. @see https://github.com/google/re2/wiki/Syntax */
test.each<[pattern: string, matched: readonly string[], unmatched: readonly string[]]>([
  // Patterns that JavaScript matches.
  ['', [''], ['a']],
  ['a|b', ['a', 'b'], ['ab', 'c', '']],
  ['a|', ['a', ''], ['b']],
  ['.+', ['a', '\n', '🦙'], ['']],
  ['.*', ['', 'a\nb'], []],
  ['.', ['a', '\n', '🦙'], ['', 'ab']],
  ['5..', ['503', '5\n3'], ['50', '5030']],
  ['a.b+-c?', ['a\nbb-', 'axb-c'], ['ab-c', 'xaxb-c']],
  ['node_.*|kube-state', ['node_', 'node_load1', 'kube-state'], ['kube-states', 'my_node_load1']],
  // Patterns that RE2 matches.
  ['[[:alpha:]]+', ['abc', 'ABC'], ['a1', 'é', '']],
  ['[[:digit:]]+', ['123'], ['abc', '1a']],
  ['[[:^digit:]]', ['a', '-'], ['1']],
  ['[[:word:]-]+', ['a_1-B'], ['a b']],
  ['(?i)up', ['UP', 'uP'], ['down']],
  ['(?i:a)b', ['ab', 'Ab'], ['AB', 'aB']],
  ['(?i)a(?-i)b', ['ab', 'Ab'], ['aB']],
  ['(?i)a(?-i:b)c', ['AbC'], ['ABC']],
  ['(?U)a+', ['aaa'], ['']],
  ['(?-s).+', ['a'], ['a\nb']],
  ['(?m)a$\n^b', ['a\nb'], ['ab']],
  ['\\pL+', ['abc', 'é', 'λ'], ['p-L', '1', '']],
  ['\\PL', ['1'], ['a']],
  ['\\p{Greek}', ['λ'], ['a', 'p']],
  ['[^\\p{Lu}]+', ['abc'], ['aBc']],
  ['\\x41', ['A'], ['x41']],
  ['\\x{41}', ['A'], ['x', 'x{41}']],
  ['\\x{1F999}', ['🦙'], ['🦁']],
  ['\\101', ['A'], ['101']],
  ['\\Aup\\z', ['up'], ['ups']],
  ['^up$', ['up'], ['ups', 'up\n']],
  ['\\Qa.b\\E+', ['a.b', 'a.bb'], ['axb']],
  ['\\a\\f\\t\\n\\r\\v', ['\x07\f\t\n\r\v'], ['aftnrv']],
  ['(?P<name>a)-\\d{2}', ['a-42'], ['a-4', 'name-42']],
  ['(?<name>a)', ['a'], ['name']],
  ['\\d\\D\\w\\W\\s\\S', ['1aa- a'], ['٣aa- a']],
  ['\\ba\\b', ['a'], ['ab']],
  ['a{2}|b{2,}|c{1,2}', ['aa', 'bbb', 'c', 'cc'], ['a', 'b', 'ccc']],
  ['a{,2}', ['a{,2}'], ['', 'a']],
  ['[a-c\\-]+?', ['a-c'], ['d']],
  ['(a|ab)(c|bcd)', ['abcd', 'ac', 'abc'], ['ab']],
])('%j matches what it matches in RE2', (pattern, matched, unmatched) => {
  expect(regexProblem(pattern)).toBeUndefined();
  expect(matched.filter((text) => !matchesRegex(pattern, text))).toEqual([]);
  expect(unmatched.filter((text) => matchesRegex(pattern, text))).toEqual([]);
});

test.each([
  ...['(', 'a)', 'a)(b', '[a', '[]', '*', '|*', 'a**', 'a+*', '[b-a]', 'a{3,2}', 'a{1001}', '(a{100}){100}', 'a\\'],
  ...['(?!a).*', '(?=a)', '(?<=a)b', '(?<!a)b', '(?>a)', 'a++', '(a)\\1', '\\y', '\\u0041', '\\cA', '\\Z', '\\8'],
  ...['[[:alfa:]]', '\\pX', '\\p{Grek}', '(?z)', '(?P<n>a)(?P<n>b)', '(?P=n)', '(?P<n-1>a)', '\\x{110000}', '\\xZ'],
])('%j is invalid in RE2', (pattern) => {
  expect(regexProblem(pattern)).toMatch(/^invalid regular expression: /);
  expect(matchesRegex(pattern, 'a')).toBe(false);
  expect(groupNames(pattern)).toEqual([]);
});

test('what is wrong is said, and where it is not all of it', () => {
  expect(regexProblem('a(?!b)')).toBe('invalid regular expression: invalid or unsupported Perl syntax: (?!');
  expect(regexProblem('a(')).toBe('invalid regular expression: missing closing )');
});

test('groups are known by name', () => {
  expect(groupNames('(?P<method>\\w+) (?<path>\\S+) (\\d+) \\(?P<no>')).toEqual(['method', 'path']);
});

test.each<['=' | '!=' | '=~' | '!~', string, string, boolean]>([
  ['=', 'a', 'a', true],
  ['=', 'a', 'b', false],
  ['!=', 'a', '', true],
  ['=~', 'a|b', 'b', true],
  ['=~', '(', '(', false],
  ['!~', '(', 'a', false],
  ['!~', 'a|b', '', true],
  ['!~', '.*', '', false],
])('the matcher %s"%s" matches "%s": %s', (op, value, given, expected) => {
  expect(takes({ op, value }, given)).toBe(expected);
});
