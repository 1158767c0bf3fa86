// Runs a TypeScript file: bundles it with esbuild and loads the bundle. Packages stay outside of it.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { styleText } from 'node:util';
import { bundleOf, hashOf } from './lib/bundle.mjs';
import { takeResults } from './lib/kept.mjs';
import { loadPackages } from './lib/packages.mjs';
import { runScript } from './lib/script.mjs';

/** Errors that say what the user can mend. They need no stack trace; what we got wrong does. */
const FOR_USERS = ['InvalidInput', 'Contradictions', 'Refused'];

const [file, ...rest] = process.argv.slice(2);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
// An app of cdk8s runs as CommonJS, as cdk8s itself does: from an ES module Node would search its megabytes for the names
// that they export. A command is a module.
const isCommand = dirname(resolve(file)) === resolve(root, 'ops');
process.argv = [process.argv[0], file, ...rest];

try {
  await (isCommand ? runCommand() : runApp());
} catch (error) {
  console.error(FOR_USERS.includes(error?.name) ? inWords(error) : (inSource(error) ?? error));
  process.exitCode = 1;
}

/** What esbuild could not read, a line each. */
function inSource({ errors } = {}) {
  const at = ({ location, text }) =>
    `${location ? `${location.file}:${location.line}:${location.column + 1}: ` : ''}${text}`;
  return Array.isArray(errors) ? errors.map(at).join('\n') : undefined;
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

async function runApp() {
  const bundling = bundleOf(file, 'cjs', root);
  // esbuild is a process of its own: what every app needs is loaded while it works.
  const packages = loadPackages(file, root);
  const bundle = await bundling;
  const keepResults = takeResults(bundle, file, root);
  try {
    const id = hashOf(bundle.slice(0, bundle.indexOf('\n')));
    runScript(bundle, { id, name: `${file} (bundled)`, require: packages.require, root }).keep();
  } finally {
    // Whoever has contradictions to mend builds again and again.
    packages.keep();
    keepResults();
  }
}

async function runCommand() {
  const text = await bundleOf(file, 'esm', root);
  const bundle = resolve(root, '.cache/run', `${basename(file, '.ts')}-${process.pid}.mjs`);
  mkdirSync(dirname(bundle), { recursive: true });
  process.on('exit', () => rmSync(bundle, { force: true }));
  writeFileSync(bundle, text);
  await import(pathToFileURL(bundle).href);
}
