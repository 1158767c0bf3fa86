/** `npm run down`: deletes the objects in dist/. Volumes and namespaces stay, unless `--delete-data`. */
import { execa } from 'execa';
import { foreigners } from './lib/cluster.ts';
import { KIND_CLUSTER, KIND_CONTEXT } from './lib/kind.ts';
import { kubectlOf } from './lib/kubectl.ts';
import { deletable, foldersOnNodes, readObjects } from './lib/objects.ts';
import { flag, readOptions, text } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';

const options = readOptions('down', { context: text('NAME'), 'delete-data': flag });
const deleteData = options['delete-data'];
const wholeCluster = options.context === undefined && deleteData;
needPrograms(wholeCluster ? ['docker', 'kind'] : ['kubectl']);

const start = performance.now();
console.log([...(await (wholeCluster ? removeCluster() : removeObjects())), secondsSince(start)].join('\n'));

/** @returns what still exists. */
async function removeCluster(): Promise<string[]> {
  await run('kind', ['delete', 'cluster', '--name', KIND_CLUSTER]);
  return ['everything is gone'];
}

/** `kubectl delete` waits until the objects are gone. @returns what still exists. */
async function removeObjects(): Promise<string[]> {
  const { context = KIND_CONTEXT } = options;
  const objects = readObjects('dist');
  const others = await foreigners(kubectlOf(context), objects);
  if (others.length > 0) throw new Refused([...others, 'nothing is removed'].join('\n'));
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const named = `namespaces ${namespaces.join(', ')}`;
  if (deleteData) console.log(`the ${named} go with everything in them, whoever made it`);
  const list = { apiVersion: 'v1', kind: 'List', items: deletable(objects, deleteData) };
  await run('kubectl', ['--context', context, 'delete', '--ignore-not-found', '-f', '-'], JSON.stringify(list));
  const folders = foldersOnNodes(objects).map((folder) => `the folder ${folder} stays on each node`);
  if (deleteData) return folders;
  const removal =
    options.context === undefined
      ? 'npm run down -- --delete-data removes the whole cluster'
      : `npm run down -- --context ${context} --delete-data removes them too, with everything in them`;
  return [`volumes stay, and the ${named} with what else is in them; ${removal}`, ...folders];
}

async function run(program: string, args: readonly string[], input = ''): Promise<void> {
  const { failed } = await execa(program, args, { input, stdout: 'inherit', stderr: 'inherit', reject: false });
  if (failed) throw new Refused(`${program} failed, as it says above; not everything is removed`);
}
