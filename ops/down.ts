/** `npm run down`: removes what dist/ describes. Volumes stay, unless `--delete-data`. */
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
const objects = readObjects('dist');
if (wholeCluster) await run('kind', ['delete', 'cluster', '--name', KIND_CLUSTER]);
else await remove(options.context ?? KIND_CONTEXT);
console.log([...whatIsLeft(), secondsSince(start)].join('\n'));

/** `kubectl delete` waits until everything is gone. */
async function remove(context: string): Promise<void> {
  const others = await foreigners(kubectlOf(context), objects);
  if (others.length > 0) throw new Refused([...others, 'nothing is removed'].join('\n'));
  const list = { apiVersion: 'v1', kind: 'List', items: deletable(objects, deleteData) };
  await run('kubectl', ['--context', context, 'delete', '--ignore-not-found', '-f', '-'], JSON.stringify(list));
}

function whatIsLeft(): string[] {
  if (wholeCluster) return ['everything is gone'];
  const folders = foldersOnNodes(objects).map((folder) => `the folder ${folder} stays on each node`);
  return deleteData ? folders : ['volumes are kept; npm run down -- --delete-data removes them too', ...folders];
}

async function run(program: string, args: readonly string[], input = ''): Promise<void> {
  const { failed } = await execa(program, args, { input, stdout: 'inherit', stderr: 'inherit', reject: false });
  if (failed) throw new Refused(`${program} failed, as it says above; not everything is removed`);
}
