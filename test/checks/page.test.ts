import { readFileSync, writeFileSync } from 'node:fs';
import { checksPage } from '../lib/checks-page.ts';

const PAGE = 'docs/checks.md';

/** `UPDATE=1 npx jest test/checks/page` writes it. */
test('docs/checks.md says of every check what it says itself', async () => {
  const page = await checksPage();
  if (process.env.UPDATE) writeFileSync(PAGE, page);
  expect(readFileSync(PAGE, 'utf8')).toBe(page);
});
