// A TypeScript file and all that it imports as one script. Packages stay outside of it.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { readIfThere, writeWhole } from './files.mjs';

/** What the script depends on besides the files that esbuild reads. */
const BESIDES = ['package-lock.json', 'tsconfig.json', 'ops/lib/bundle.mjs'];

/**
 * The script of a file, made anew when one of the files in it has changed.
 *
 * @returns its text, and its file with the text's hash in its name.
 */
export async function bundleOf(file, format, root) {
  const entry = resolve(file);
  const kept = resolve(root, '.cache/bundles', `${hashOf(`${format} ${entry}`)}.js`);
  const known = readIfThere(kept, 'utf8');
  if (known !== undefined && isFresh(known, root)) return known;
  const { outputFiles, metafile } = await createRequire(import.meta.url)('esbuild').build({
    entryPoints: [entry],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format,
    target: 'node20',
    logLevel: 'error',
  });
  const stamps = [...BESIDES, ...Object.keys(metafile.inputs)].map((path) => [path, stampOf(path, root)]);
  const text = `//${JSON.stringify(stamps)}\n${outputFiles[0].text}`;
  writeWhole(kept, text);
  return text;
}

/** The files that are in a bundle, each with what it looked like: `[path, stamp]`. */
export function stampsIn(bundle) {
  return JSON.parse(bundle.slice(2, bundle.indexOf('\n')));
}

function isFresh(bundle, root) {
  return stampsIn(bundle).every(([path, stamp]) => stampOf(path, root) === stamp);
}

function stampOf(path, root) {
  const found = statSync(resolve(root, path), { throwIfNoEntry: false });
  return found ? `${found.mtimeMs} ${found.size}` : '';
}

/** A name for a text. */
export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
