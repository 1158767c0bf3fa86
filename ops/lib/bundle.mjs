// A TypeScript file and all that it imports as one script. Packages stay outside of it.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { readIfThere, writeWhole } from './files.mjs';

/** What says which packages are installed, by npm's own account. */
export const INSTALLED = 'node_modules/.package-lock.json';

/** What the script depends on besides the files that esbuild reads. */
const BESIDES = [INSTALLED, 'tsconfig.json', 'ops/lib/bundle.mjs'];

/**
 * The script of a file, made anew when one of the files in it has changed.
 *
 * @returns its text. The first line says what it was made of.
 */
export async function bundleOf(file, format, root) {
  const entry = resolve(file);
  const kept = resolve(root, '.cache/bundles', `${hashOf(`${format} ${entry}`)}.js`);
  const known = readIfThere(kept, 'utf8');
  if (known !== undefined && isFresh(known, root)) return known;
  const start = Date.now();
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
    logLevel: 'silent',
  });
  const stamps = [...BESIDES, ...Object.keys(metafile.inputs)].map((path) => [path, stampOf(path, root)]);
  const text = `//${JSON.stringify(stamps)}\n${outputFiles[0].text}`;
  // A file that changed while esbuild read may be in it as it was before.
  if (stamps.every(([, { changed }]) => changed < start)) writeWhole(kept, text);
  return text;
}

/** The files that are in a bundle, each with what it looked like: `[path, stamp]`. */
export function stampsIn(bundle) {
  return JSON.parse(bundle.slice(2, bundle.indexOf('\n')));
}

function isFresh(bundle, root) {
  try {
    return stampsIn(bundle).every(([path, { changed, size }]) => {
      const now = stampOf(path, root);
      return now.changed === changed && now.size === size;
    });
  } catch {
    return false;
  }
}

function stampOf(path, root) {
  const found = statSync(resolve(root, path), { throwIfNoEntry: false });
  // The time of the last change of its status: that of its content can be set back.
  return found ? { changed: found.ctimeMs, size: found.size } : { changed: 0, size: -1 };
}

/** A name for a text. */
export function hashOf(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
