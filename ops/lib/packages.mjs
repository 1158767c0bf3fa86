// The packages that every app loads, as one file: finding and reading their hundreds of files takes longer than the build.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';

const PACKAGES = ['cdk8s', 'cdk8s-plus-28', 'constructs'];

/** A `require` for the bundle of an app. The one file is made anew when package-lock.json or this file is another one. */
export function requireFor(app, root) {
  const require = createRequire(resolve(root, 'main.ts'));
  const requireOther = createRequire(resolve(app));
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', 'ops/lib/packages.mjs']) hash.update(readFileSync(resolve(root, file)));
  const file = resolve(root, '.cache/packages', `${hash.digest('hex').slice(0, 16)}.cjs`);
  if (!existsSync(file)) make(require, root, file);
  const packages = require(file);
  return (name) => (Object.hasOwn(packages, name) ? packages[name] : requireOther(name));
}

function make(require, root, file) {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}-${process.pid}`;
  require('esbuild').buildSync({
    stdin: {
      contents: PACKAGES.map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(name)});`).join(
        '\n',
      ),
      resolveDir: root,
    },
    bundle: true,
    outfile: own,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  renameSync(own, file);
}
