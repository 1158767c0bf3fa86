// Runs a TypeScript file: bundles it with esbuild and loads the bundle. Packages stay outside of it.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { styleText } from 'node:util';
import * as vm from 'node:vm';
import { requireFor } from './lib/packages.mjs';

/** Errors that say what the user can mend. They need no stack trace; what we got wrong does. */
const FOR_USERS = ['InvalidInput', 'Contradictions', 'Refused'];

const [file, ...rest] = process.argv.slice(2);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const cache = resolve(root, '.cache');
// An app of cdk8s runs as CommonJS, as cdk8s itself does: from an ES module Node would search its megabytes for the names
// that they export. A command is a module.
const isCommand = dirname(resolve(file)) === resolve(root, 'ops');
const require = nodeModule.createRequire(import.meta.url);
process.argv = [process.argv[0], file, ...rest];

try {
  // Node 22 and later keep what they compiled. The bundle itself is not among it: it changes.
  if (!isCommand) nodeModule.enableCompileCache?.(resolve(cache, 'compile'));
  const bundling = require('esbuild').build({
    entryPoints: [resolve(file)],
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format: isCommand ? 'esm' : 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  // esbuild is a process of its own: what every app needs is loaded while it works.
  const requirePackage = isCommand ? undefined : requireFor(file, root);
  const { outputFiles } = await bundling;
  await (isCommand ? runCommand(outputFiles[0].text) : runApp(outputFiles[0].text, requirePackage));
} catch (error) {
  console.error(FOR_USERS.includes(error?.name) ? inWords(error) : error);
  process.exitCode = 1;
}

/** What is wrong, for people or, where `REPORT` is `json`, for programs: one line with a list. */
function inWords(error) {
  const list = error.findings ?? error.problems;
  if (process.env.REPORT === 'json' && list) return JSON.stringify(list);
  const isColored = process.env.REPORT === 'colors' || (process.stderr.isTTY && !process.env.NO_COLOR);
  if (!error.inStyle || !isColored) return error.message;
  const as = (format) => (text) => styleText(format, text, { validateStream: false });
  return error.inStyle({ file: as('bold'), place: as('cyan'), check: as('dim') });
}

function runApp(text, requirePackage) {
  const app = { exports: {} };
  const run = vm.compileFunction(text, ['module', 'exports', 'require'], {
    filename: `${file} (bundled)`,
    importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  run(app, app.exports, requirePackage);
}

async function runCommand(text) {
  const bundle = resolve(cache, 'run', `${basename(file, '.ts')}-${process.pid}.mjs`);
  mkdirSync(dirname(bundle), { recursive: true });
  process.on('exit', () => rmSync(bundle, { force: true }));
  writeFileSync(bundle, text);
  await import(pathToFileURL(bundle).href);
}
