/** `npm run docs`: writes the tables and lists that are derived from the output of examples/default/main.ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { DERIVED } from './lib/docs-derived.ts';
import { modelOf } from './lib/model-of.ts';
import { readOptions } from './lib/options.ts';

readOptions('docs', {});
const model = await modelOf(() => import('../examples/default/main.ts'));
for (const [file, derive] of Object.entries(DERIVED)) {
  const text = derive(model);
  const changed = text !== readFileSync(file, 'utf8');
  if (changed) writeFileSync(file, text);
  console.log(`${file}: ${changed ? 'written' : 'as it was'}`);
}
