// Runs a CommonJS script with what V8 compiled of it the last time.
import { resolve } from 'node:path';
import * as vm from 'node:vm';
import { readIfThere, writeWhole } from './files.mjs';

/**
 * Runs a script.
 *
 * @param id no other text has it: V8 compares the length alone.
 * @returns what it exports, and `keep`, which keeps what is compiled of it by then.
 */
export function runScript(text, { id, name, require, root }) {
  const file = resolve(root, '.cache/compiled', `${id}-${process.version}-${process.arch}`);
  const cachedData = readIfThere(file);
  const script = new vm.Script(`(function (module, exports, require) {${text}\n})`, {
    filename: name,
    cachedData,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  script.runInThisContext()(module, module.exports, require);
  const isKnown = cachedData !== undefined && !script.cachedDataRejected;
  return { exports: module.exports, keep: () => isKnown || writeWhole(file, script.createCachedData()) };
}
