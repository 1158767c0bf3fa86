// Runs a TypeScript file: esbuild bundles it with its own imports, packages stay external, Node runs the bundle.
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
// The frame of main.ts is below all frames of the constructs and cdk8s in a stack trace.
Error.stackTraceLimit = 100;

try {
  await (isCommand ? runCommand() : runApp());
} catch (error) {
  const { report } = await import('./lib/report.mjs');
  report(error, { file, args, root });
  process.exitCode = 1;
}

/** An app is bundled as CommonJS, like cdk8s: for an ES module, Node would parse megabytes of cdk8s-plus for its export names. */
async function runApp() {
  // Node 20 has no compile cache.
  module.enableCompileCache?.();
  const building = bundle('cjs');
  // esbuild is a separate process: the slowest packages are loaded meanwhile.
  createRequire(import.meta.url)('cdk8s-plus-28');
  const text = await building;
  // Enabled only now: the packages have source maps too, which are slow to read.
  process.setSourceMapsEnabled(true);
  const app = new module(path);
  app.filename = path;
  app.paths = module._nodeModulePaths(dirname(path));
  app._compile(text, path);
}

/** A command is an ES module, for top-level await. Node loads those only from a file. */
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
    // The script of a command is in another folder than its source.
    sourceRoot: `${pathToFileURL(dirname(path)).href}/`,
    logLevel: 'silent',
  });
  return outputFiles[0].text;
}
