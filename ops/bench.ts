/** `npm run bench`: measures the build and, with `--cluster`, the installation. It only reports; no test asserts a time. */
import { benchBuild } from './lib/bench-build.ts';
import { benchCluster } from './lib/bench-cluster.ts';
import { toMarkdown, toText } from './lib/bench-table.ts';
import { flag, readOptions, wholeNumber } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';

const { runs, cluster, idle, json, markdown } = readOptions('bench', {
  runs: wholeNumber(9, 1),
  cluster: flag,
  idle: wholeNumber(10, 5),
  json: flag,
  markdown: flag,
});
if (cluster) needPrograms(['kubectl']);
const tables = cluster ? await benchCluster(idle) : [await benchBuild(runs)];
if (json) console.log(JSON.stringify(tables, undefined, 2));
else console.log(tables.map(markdown ? toMarkdown : toText).join('\n\n'));
