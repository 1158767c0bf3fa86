import { readFileSync } from 'node:fs';
import type { Model } from '../constructs/index.ts';
import { DERIVED } from '../ops/lib/docs-derived.ts';
import { fillIn } from '../ops/lib/docs-tables.ts';
import { mainModel } from './lib/checks.ts';

/** Tables and lists that follow from the default installation. */

let model: Model;
beforeAll(async () => {
  model = await mainModel();
}, 60_000);

test.each(Object.entries(DERIVED))(
  '%s is what npm run docs writes',
  (file, derive) => {
    expect(derive(model)).toBe(readFileSync(file, 'utf8'));
  },
  60_000,
);

test('only what is between markers is written', () => {
  const page = 'a <!-- begin:n -->1<!-- end --> b\n<!-- begin:t -->\nold\n<!-- end -->\n';
  expect(fillIn(page, { n: '2', t: '\nnew $1\n' })).toBe(
    'a <!-- begin:n -->2<!-- end --> b\n<!-- begin:t -->\nnew $1\n<!-- end -->\n',
  );
});

test.each([
  ['<!-- begin:x -->1<!-- end -->', "no part 'x'; there are n"],
  ['no markers', 'the page has no <!-- begin:NAME --> for n'],
])('markers and parts belong together: %s', (page, message) => {
  expect(() => fillIn(page, { n: '2' })).toThrow(new Error(message));
});
