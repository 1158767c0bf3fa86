import { valuesTaken } from '../../constructs/query/regex-values.ts';

test.each<[string, readonly string[]]>([
  ['WATCH', ['WATCH']],
  ['', ['']],
  ['GET|PUT|', ['GET', 'PUT', '']],
  ['(GET|PUT)', ['GET', 'PUT']],
  ['WATCH(?:LIST)?', ['WATCHLIST', 'WATCH']],
  ['P(U|OS)T?|a\\.b', ['PUT', 'PU', 'POST', 'POS', 'a.b']],
  ['[45]xx', ['4xx', '5xx']],
])('%s lists what it takes', (pattern, values) => {
  expect(valuesTaken(pattern)).toEqual(values);
});

test.each([
  '.*',
  'WATCH.+',
  'A*',
  'A{2}',
  '\\d',
  '[a-z]',
  '[^a]',
  '(?i)get',
  '(GET',
  'GET)',
  '[abc][abc][abc][abc][abc]',
])('%s is no list', (pattern) => {
  expect(valuesTaken(pattern)).toBeUndefined();
});
