// Runs a TypeScript file: bundles it with esbuild (12 ms) and imports the bundle. Packages stay outside of the bundle, so
// stack traces and versions are the real ones.
// usage: node ops/run.mjs FILE.ts [ARGUMENT...]
import { mkdirSync, rmSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const [file, ...rest] = process.argv.slice(2);
const root = resolve(import.meta.dirname ?? '.', '..');
const outfile = resolve(root, '.cache', 'run', `${basename(file, '.ts')}-${process.pid}.mjs`);
mkdirSync(resolve(outfile, '..'), { recursive: true });
process.argv = [process.argv[0], file, ...rest];
process.on('exit', () => rmSync(outfile, { force: true }));

process.setSourceMapsEnabled(true);
buildSync({
  entryPoints: [resolve(file)],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'error',
});
try {
  await import(pathToFileURL(outfile).href);
} catch (error) {
  // What the user got wrong needs no stack trace; what we got wrong does.
  console.error(error.name === 'InvalidInput' ? error.message : error);
  process.exitCode = 1;
}
