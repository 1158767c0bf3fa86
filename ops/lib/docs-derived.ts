import { readFileSync } from 'node:fs';
import { stackOf } from '../../constructs/checks/stack.ts';
import type { Model } from '../../constructs/index.ts';
import { checksPage } from './docs-checks.ts';
import { readPages } from './docs-pages.ts';
import { askedByHand, queriesOf } from './docs-queries.ts';
import { fillIn, readmeParts } from './docs-tables.ts';

const ASKED_BY_HAND = 'constructs/stack/asked-by-hand.ts';

/** The files that are derived, entirely or in part, from the output of the default installation. */
export const DERIVED: Readonly<Record<string, (model: Model) => string>> = {
  'README.md': (model) => fillIn(readFileSync('README.md', 'utf8'), readmeParts(model)),
  'docs/checks.md': checksPage,
  [ASKED_BY_HAND]: (model) => {
    const stack = stackOf(model);
    const names = askedByHand(queriesOf(readPages(), stack), stack);
    const list = `= [\n${names.map((name) => `  '${name}',\n`).join('')}];`;
    return readFileSync(ASKED_BY_HAND, 'utf8').replace(/= \[[^\]]*\];/, list);
  },
};
