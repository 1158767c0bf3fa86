// Runs a TypeScript file: bundles it with esbuild and loads the bundle. Packages stay outside of it.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundleOf, hashOf, libraryOf } from './lib/bundle.mjs';
import { takeResults } from './lib/kept.mjs';
import { loadPackages } from './lib/packages.mjs';
import { runScript } from './lib/script.mjs';

const [file, ...rest] = process.argv.slice(2);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// An app of cdk8s runs as CommonJS, as cdk8s itself does: from an ES module Node would search its megabytes for the names
// that they export. A command is a module.
const isCommand = dirname(resolve(file)) === resolve(root, 'ops');
const format = isCommand ? 'esm' : 'cjs';
/** Its name in stack traces. */
const name = isCommand ? `${basename(file, '.ts')}-${process.pid}.mjs` : `${file} (bundled)`;
process.argv = [process.argv[0], file, ...rest];
// An error in a construct shows which line of main.ts it is about.
Error.stackTraceLimit = 100;

try {
  await (isCommand ? runCommand() : runApp());
} catch (error) {
  const { report } = await import('./lib/report.mjs');
  await report(error, { file, args: rest, name, format, root });
  process.exitCode = 1;
}

async function runApp() {
  const bundling = bundleOf(file, format, root);
  // esbuild is a process of its own: what every app needs is loaded while it works.
  const packages = loadPackages(file, root);
  const bundle = await bundling;
  const library = await libraryOf(bundle, root);
  const keepResults = takeResults(library, file, root);
  const keeps = [packages.keep, keepResults];
  try {
    const constructs = runBundle(library, 'constructs (bundled)', packages.require);
    keeps.push(constructs.keep);
    const requireAny = (wanted) =>
      Object.hasOwn(constructs.exports, wanted) ? constructs.exports[wanted] : packages.require(wanted);
    keeps.push(runBundle(bundle, name, requireAny).keep);
  } finally {
    // Whoever has contradictions to mend builds again and again.
    for (const keep of keeps) keep();
  }
}

function runBundle(bundle, name, require) {
  return runScript(bundle, { id: hashOf(bundle.slice(0, bundle.indexOf('\n'))), name, require, root });
}

async function runCommand() {
  const text = await bundleOf(file, format, root);
  const bundle = resolve(root, '.cache/run', name);
  mkdirSync(dirname(bundle), { recursive: true });
  process.on('exit', () => rmSync(bundle, { force: true }));
  writeFileSync(bundle, text);
  await import(pathToFileURL(bundle).href);
}
