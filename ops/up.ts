/** `npm run up`: creates a kind cluster with a running stack, or with `--context` uses an existing cluster. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { Listr, type ListrTask, PRESET_TIMER } from 'listr2';
import { addressesOf, passwordCommand } from './lib/addresses.ts';
import { explain, obstacles, unready } from './lib/cluster.ts';
import { inotifyWarnings } from './lib/inotify.ts';
import { KIND_CLUSTER, KIND_CONTEXT } from './lib/kind.ts';
import { kubectlOf } from './lib/kubectl.ts';
import { readObjects } from './lib/objects.ts';
import { readOptions, text, wholeNumber } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';
import { SAMPLE, sampleImage } from './lib/sample.ts';
import { secondsSince } from './lib/seconds.ts';
import { SynthFailed, synth } from './lib/synth.ts';

const options = readOptions('up', { context: text('NAME'), image: text('IMAGE'), wait: wholeNumber(600, 1) });
const onKind = options.context === undefined;
const context = options.context ?? KIND_CONTEXT;
const kubectl = kubectlOf(context);

const start = performance.now();
// dist/ has the image from main.ts: an output with another one has a folder of its own.
const folder = options.image === undefined ? 'dist' : await mkdtemp(join(tmpdir(), 'dist-'));
if (folder !== 'dist') process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await build();
const image = sampleImage(readObjects(folder), options.image);
/** The image that is built here: the sample's. */
const built = onKind || options.image !== undefined ? image : undefined;

needPrograms([
  ...(built !== undefined ? (['docker'] as const) : []),
  ...(onKind ? (['kind'] as const) : []),
  'kubectl',
]);
if (onKind) for (const warning of inotifyWarnings()) console.warn(warning);

const steps = new Listr(
  [
    { title: `cluster ${KIND_CLUSTER}`, enabled: onKind, task: createCluster },
    ...(built === undefined ? [] : imageSteps(built)),
    { title: 'look for what is in the way', task: refuseObstacles },
    { title: 'apply', task: () => kubectl(['apply', '-f', folder]) },
    {
      title: 'wait until everything is ready',
      task: (_, task) =>
        waitUntilReady((text) => {
          task.output = text;
        }),
    },
  ],
  {
    rendererOptions: { timer: PRESET_TIMER, collapseErrors: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  },
);

function imageSteps(name: string): ListrTask[] {
  return [
    { title: `build ${name}`, task: () => run('docker', ['build', '--tag', name, `examples/${SAMPLE}`]) },
    onKind
      ? { title: `load ${name}`, task: () => run('kind', ['load', 'docker-image', name, '--name', KIND_CLUSTER]) }
      : { title: `push ${name}`, task: () => run('docker', ['push', name]) },
  ];
}

async function createCluster(_: unknown, task: { skip(message: string): void }): Promise<void> {
  const { stdout } = await execa('kind', ['get', 'clusters']);
  if (stdout.split('\n').includes(KIND_CLUSTER)) task.skip(`cluster ${KIND_CLUSTER} exists`);
  else await run('kind', ['create', 'cluster', '--name', KIND_CLUSTER, '--config', 'kind.yaml', '--wait', '3m']);
}

async function build(): Promise<void> {
  if (options.image !== undefined) process.env.FLASK_IMAGE = options.image;
  try {
    const { objects, warnings } = await synth({ out: folder });
    if (warnings) console.warn(warnings);
    console.log(`synth: ${objects} objects, ${secondsSince(start)}`);
  } catch (error) {
    throw error instanceof SynthFailed ? new Refused(`${error.message}\nnothing is applied`) : error;
  }
}

async function refuseObstacles(): Promise<void> {
  const found = await obstacles(kubectl, readObjects(folder));
  if (found.length > 0) throw new Refused(found.join('\n'));
}

async function waitUntilReady(say: (text: string) => void): Promise<void> {
  const objects = readObjects(folder);
  const deadline = Date.now() + options.wait * 1000;
  for (;;) {
    const waiting = await unready(kubectl, objects);
    if (waiting.length === 0) return;
    if (Date.now() >= deadline) {
      const lines = await explain(kubectl, waiting);
      throw new Refused(`not ready after ${options.wait} s:\n${lines.join('\n')}`);
    }
    say(`waiting for ${waiting.map(({ metadata: { name } }) => name).join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { failed, all, shortMessage } = await execa(program, args, { all: true, reject: false });
  if (failed) throw new Refused(`${shortMessage}\n${all}`);
}

try {
  await steps.run();
  console.log(`\neverything is ready, ${secondsSince(start)}`);
  console.log(`npm run open -- --context ${context} serves:`);
  const addresses = addressesOf(readObjects(folder));
  for (const { name, port } of addresses) console.log(`  ${name.padEnd(13)} http://localhost:${port}`);
  const grafana = addresses.find(({ name }) => name === 'Grafana');
  if (grafana) console.log(`Grafana's password for admin:\n  ${passwordCommand(grafana, context)}`);
} catch (error) {
  // The failed step has printed its refusal; an unexpected error needs its stack trace.
  if (!(error instanceof Refused)) throw error;
  process.exitCode = 1;
}
