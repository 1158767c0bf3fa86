// Runs a TypeScript file: esbuild makes one script of it and of what it imports, packages stay outside, Node runs the script.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file, ...args] = process.argv.slice(2);
const path = resolve(file);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const isCommand = dirname(path) === resolve(root, 'ops');
process.argv = [process.argv[0], file, ...args];
// The line of main.ts that an error comes from is below all that the constructs and cdk8s call.
Error.stackTraceLimit = 100;

try {
  await (isCommand ? runCommand() : runApp());
} catch (error) {
  const { report } = await import('./lib/report.mjs');
  report(error, { file, args, root });
  process.exitCode = 1;
}

/** An app is CommonJS, as cdk8s is: an ES module would have Node search megabytes of cdk8s-plus for the names it exports. */
async function runApp() {
  // Node 20 has no compile cache.
  module.enableCompileCache?.();
  const building = bundle('cjs');
  // esbuild is a process of its own: the packages that take longest to load are loaded meanwhile.
  createRequire(import.meta.url)('cdk8s-plus-28');
  const text = await building;
  // Only from here on: the packages have source maps too, which take long to read.
  process.setSourceMapsEnabled(true);
  const app = new module(path);
  app.filename = path;
  app.paths = module._nodeModulePaths(dirname(path));
  app._compile(text, path);
}

/** A command is an ES module, which may wait at its top level. Node reads one from a file only. */
async function runCommand() {
  const script = resolve(root, 'node_modules/.cache/run', `${basename(file, '.ts')}-${process.pid}.mjs`);
  process.on('exit', () => rmSync(script, { force: true }));
  mkdirSync(dirname(script), { recursive: true });
  writeFileSync(script, await bundle('esm'));
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(script).href);
}

async function bundle(format) {
  const { outputFiles } = await build({
    entryPoints: [path],
    outfile: path,
    absWorkingDir: root,
    bundle: true,
    write: false,
    packages: 'external',
    platform: 'node',
    format,
    target: 'node20',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
