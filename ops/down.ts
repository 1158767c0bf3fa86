/** `npm run down`: removes what dist/ describes. Volumes stay, unless `--delete-data`. */
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { deletable, readObjects } from './lib/objects.ts';
import { missingPrograms } from './lib/programs.ts';

const { values } = parseArgs({
  options: { context: { type: 'string' }, 'delete-data': { type: 'boolean', default: false } },
});
const deleteData = values['delete-data'];
const onKind = values.context === undefined;
const context = values.context ?? 'kind-monitoring';

const missing = missingPrograms(onKind ? ['kind', 'kubectl'] : ['kubectl']);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}

const start = performance.now();
if (onKind && deleteData) {
  await execa('kind', ['delete', 'cluster', '--name', 'monitoring'], { stdio: 'inherit' });
} else {
  const items = deletable(readObjects('dist'), deleteData);
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await execa('kubectl', ['--context', context, 'delete', '--ignore-not-found', '-f', '-'], {
    input: list,
    stdout: 'inherit',
    stderr: 'inherit',
  });
}
console.log(
  `${deleteData ? 'everything is gone' : 'volumes are kept; `npm run down -- --delete-data` removes them too'}, ` +
    `${((performance.now() - start) / 1000).toFixed(1)} s`,
);
