// A TypeScript file and all that it imports as one script. Packages stay outside of it.
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve, sep } from 'node:path';
import { readIfThere, writeWhole } from './files.mjs';

/** What says which packages are installed, by npm's own account. */
export const INSTALLED = 'node_modules/.package-lock.json';

/** What the script depends on besides the files that esbuild reads. */
const BESIDES = [INSTALLED, 'tsconfig.json', 'ops/lib/bundle.mjs'];

/** What the apps of this project share. It stays outside of them, as packages do: it is compiled once. */
const LIBRARY = 'constructs';

/**
 * The script of a file, made anew when one of the files in it has changed.
 *
 * @param format `cjs` for an app, whose constructs are in `libraryOf` it; `esm` for a command, which has all in one.
 * @returns its text. The first line says what it was made of.
 */
export function bundleOf(file, format, root) {
  return keptBundle(`${format} ${resolve(file)}`, settingsOf(file, format, root), root);
}

/** The script of what a bundle left outside. It exports these files by what they are called in the bundle. */
export function libraryOf(bundle, root) {
  const names = madeOf(bundle).outside.map((path) => JSON.stringify(path));
  const contents = names.map((name) => `exports[${name}] = require(${name});`).join('\n');
  return keptBundle(contents, { ...shared('cjs', root), stdin: { contents, resolveDir: root } }, root);
}

/** How esbuild makes the script of a file. */
export function settingsOf(file, format, root) {
  const plugins = format === 'cjs' ? [outside(resolve(root, LIBRARY), root)] : [];
  return { ...shared(format, root), entryPoints: [resolve(file)], plugins };
}

const shared = (format, root) => ({
  absWorkingDir: root,
  bundle: true,
  write: false,
  packages: 'external',
  platform: 'node',
  format,
  target: 'node20',
  logLevel: 'silent',
});

async function keptBundle(name, settings, root) {
  const kept = resolve(root, '.cache/bundles', `${hashOf(name)}.js`);
  const known = readIfThere(kept, 'utf8');
  if (known !== undefined && isFresh(known, root)) return known;
  const start = Date.now();
  const { outputFiles, metafile } = await esbuild().build({ ...settings, metafile: true });
  const files = Object.keys(metafile.inputs).filter((path) => path !== '<stdin>');
  const stamps = [...BESIDES, ...files].map((path) => [path, stampOf(path, root)]);
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
  const outside = [...new Set(imports.map(({ path }) => path))].filter((path) => path.startsWith('./')).sort();
  const text = `//${JSON.stringify({ stamps, outside })}\n${outputFiles[0].text}`;
  // A file that changed while esbuild read may be in it as it was before.
  if (stamps.every(([, { changed }]) => changed < start)) writeWhole(kept, text);
  return text;
}

/** Loaded only where something has to be bundled. */
export function esbuild() {
  return createRequire(import.meta.url)('esbuild');
}

/** Leaves the files of a folder outside of what imports them, where they are called by their path from the root. */
const outside = (folder, root) => ({
  name: 'outside',
  setup({ onResolve }) {
    const isInside = (file) => file.startsWith(`${folder}${sep}`);
    onResolve({ filter: /^\.{1,2}\// }, ({ path, importer }) => {
      const file = resolve(dirname(importer), path);
      // What is not there, esbuild tells better.
      if (!isInside(file) || isInside(importer) || !statSync(file, { throwIfNoEntry: false })) return undefined;
      return { path: `./${relative(root, file).replaceAll(sep, '/')}`, external: true };
    });
  },
});

/** What a bundle was made of: its files, each with what it looked like (`[path, stamp]`), and what stays outside. */
export function madeOf(bundle) {
  return JSON.parse(bundle.slice(2, bundle.indexOf('\n')));
}

function isFresh(bundle, root) {
  try {
    return madeOf(bundle).stamps.every(([path, { changed, size }]) => {
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
