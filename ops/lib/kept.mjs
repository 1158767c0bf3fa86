// What pure functions of constructs/query gave is taken again in the next build, as long as nothing in that folder changes.
import { resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { hashOf, INSTALLED, madeOf } from './bundle.mjs';
import { readIfThere, writeWhole } from './files.mjs';

/** Lets an app take results of its last build. @returns what keeps those of this one. */
export function takeResults(library, app, root) {
  const code = madeOf(library).stamps.filter(([path]) => path.startsWith('constructs/query/') || path === INSTALLED);
  const file = resolve(root, '.cache/results', hashOf(JSON.stringify([resolve(app), process.version, code])));
  const known = readIfThere(file);
  const keeper = { before: resultsIn(known), now: new Map() };
  globalThis[Symbol.for('kept results')] = keeper;
  return () => {
    const isNew = [...keeper.now].some(([name, results]) =>
      [...results.keys()].some((input) => !keeper.before.get(name)?.has(input)),
    );
    if (isNew) writeWhole(file, serialize(keeper.now));
  };
}

function resultsIn(known) {
  try {
    return known === undefined ? new Map() : deserialize(known);
  } catch {
    return new Map();
  }
}
