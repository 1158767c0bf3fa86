// The packages that every app loads, as one file: finding and reading their hundreds of files takes longer than the build.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { esbuild, hashOf, INSTALLED } from './bundle.mjs';
import { readIfThere, writeWhole } from './files.mjs';
import { runScript } from './script.mjs';

const PACKAGES = [
  'cdk8s',
  'cdk8s-plus-28',
  'constructs',
  '@grafana/lezer-logql',
  '@lezer/common',
  '@lezer/lr',
  '@prometheus-io/lezer-promql',
];

/** A `require` for the bundle of an app, and what keeps what is compiled of it. */
export function loadPackages(app, root) {
  const requireOther = createRequire(resolve(app));
  const id = hashOf(`${PACKAGES} ${readIfThere(resolve(root, INSTALLED), 'utf8')}`);
  const { exports, keep } = runScript(textOf(id, root), { id, name: 'packages', require: requireOther, root });
  return { require: (name) => (Object.hasOwn(exports, name) ? exports[name] : requireOther(name)), keep };
}

/** The one file. It is made anew when other packages are installed. */
function textOf(id, root) {
  const file = resolve(root, '.cache/packages', `${id}.cjs`);
  const known = readIfThere(file, 'utf8');
  if (known) return known;
  const lines = PACKAGES.map((name) => `exports[${JSON.stringify(name)}] = require(${JSON.stringify(name)});`);
  const { outputFiles } = esbuild().buildSync({
    stdin: { contents: lines.join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    minifyWhitespace: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
  writeWhole(file, outputFiles[0].text);
  return outputFiles[0].text;
}
