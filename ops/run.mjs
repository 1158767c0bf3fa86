// Runs a TypeScript file: bundles it with esbuild and loads the bundle. Packages stay outside of it, so that versions and
// stack traces are the real ones.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [file, ...rest] = process.argv.slice(2);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
// A command is a module. An app of cdk8s is bundled as CommonJS, as cdk8s itself is: Node then has no need to search its
// megabytes for the names that they export.
const isCommand = dirname(resolve(file)) === resolve(root, 'ops');
const outfile = resolve(root, '.cache', 'run', `${basename(file, '.ts')}-${process.pid}.${isCommand ? 'mjs' : 'cjs'}`);
mkdirSync(dirname(outfile), { recursive: true });
process.argv = [process.argv[0], file, ...rest];
process.on('exit', () => rmSync(outfile, { force: true }));

try {
  const bundled = build({
    entryPoints: [resolve(file)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: isCommand ? 'esm' : 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
  // esbuild is a process of its own: what every app needs is loaded while it works.
  if (!isCommand) require('cdk8s-plus-28');
  await bundled;
  if (isCommand) await import(pathToFileURL(outfile).href);
  else require(outfile);
} catch (error) {
  // What the user got wrong needs no stack trace; what we got wrong does.
  console.error(error.name === 'InvalidInput' ? error.message : error);
  process.exitCode = 1;
}
