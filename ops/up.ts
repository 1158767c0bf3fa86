/** `npm run up`: from nothing to a running stack on kind, or with `--context` on a cluster that is there already. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { Listr, PRESET_TIMER } from 'listr2';
import { ADDRESSES, PASSWORD_COMMAND } from './lib/addresses.ts';
import { foreign, type KubeObject, readObjects, workloads } from './lib/objects.ts';
import { missingPrograms } from './lib/programs.ts';
import { synth } from './lib/synth.ts';

const KIND_CLUSTER = 'monitoring';
const SAMPLE = 'examples/flask-app';
const DEFAULT_IMAGE = 'flask-time:1.0.0';

const { values } = parseArgs({ options: { context: { type: 'string' }, image: { type: 'string' } } });
const context = values.context ?? `kind-${KIND_CLUSTER}`;
const onKind = values.context === undefined;
const image = values.image ?? DEFAULT_IMAGE;
const kubectl = (...args: string[]) => execa('kubectl', ['--context', context, ...args]);

const needsDocker = onKind || values.image !== undefined;
const missing = missingPrograms([
  ...(needsDocker ? ['docker' as const] : []),
  ...(onKind ? ['kind' as const] : []),
  'kubectl',
]);
if (missing.length > 0) {
  console.error(missing.join('\n'));
  process.exit(1);
}

// Another image than the committed output's is built into a folder of its own.
const folder = image === DEFAULT_IMAGE ? 'dist' : await mkdtemp(join(tmpdir(), 'dist-'));
const steps = new Listr(
  [
    {
      title: `cluster ${KIND_CLUSTER}`,
      enabled: onKind,
      task: async (_, task) => {
        const { stdout } = await execa('kind', ['get', 'clusters']);
        if (stdout.split('\n').includes(KIND_CLUSTER)) task.skip('it is there');
        else
          await execa('kind', ['create', 'cluster', '--name', KIND_CLUSTER, '--config', 'kind.yaml', '--wait', '3m']);
      },
    },
    { title: `image ${image}`, enabled: needsDocker, task: () => execa('docker', ['build', '--tag', image, SAMPLE]) },
    {
      title: 'load the image',
      enabled: onKind,
      task: () => execa('kind', ['load', 'docker-image', image, '--name', KIND_CLUSTER]),
    },
    { title: 'push the image', enabled: needsDocker && !onKind, task: () => execa('docker', ['push', image]) },
    {
      title: 'synth',
      task: async () => {
        if (image !== DEFAULT_IMAGE) process.env.FLASK_IMAGE = image;
        await synth({ out: folder });
      },
    },
    { title: 'look for what belongs to others', task: refuseForeign },
    { title: 'apply', task: () => kubectl('apply', '-f', folder) },
    {
      title: 'wait until everything is ready',
      task: (_, task) =>
        task.newListr(
          workloads(readObjects(folder)).map(({ name, namespace }) => ({
            title: name,
            task: () => kubectl('rollout', 'status', '--namespace', namespace, name, '--timeout', '10m'),
          })),
          { concurrent: true, exitOnError: false },
        ),
    },
  ],
  { rendererOptions: { timer: PRESET_TIMER }, fallbackRendererOptions: { timer: PRESET_TIMER } },
);

/** Everything that exists under one of our names, and whoever holds the port of node-exporter on a node. */
async function refuseForeign(): Promise<void> {
  const ours = readObjects(folder);
  const { stdout } = await kubectl('get', '--ignore-not-found', '-f', folder, '-o', 'json');
  const existing: KubeObject[] = stdout ? (JSON.parse(stdout).items ?? [JSON.parse(stdout)]) : [];
  const problems = [...foreign(existing, ours), ...(await holdersOfPort(9100))];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

async function holdersOfPort(port: number): Promise<string[]> {
  const { stdout } = await kubectl('get', 'pods', '--all-namespaces', '-o', 'json');
  const pods: PodWithPorts[] = JSON.parse(stdout).items;
  return pods
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] !== 'node-exporter')
    .filter(({ spec }) => spec.containers.some(({ ports = [] }) => ports.some(({ hostPort }) => hostPort === port)))
    .map(
      ({ metadata }) =>
        `pod ${metadata.namespace}/${metadata.name} holds port ${port} of its node; give NodeExporter another 'port', or remove the pod`,
    );
}

interface PodWithPorts extends KubeObject {
  readonly spec: { readonly containers: readonly { readonly ports?: readonly { readonly hostPort?: number }[] }[] };
}

try {
  await steps.run();
  console.log(`\nnpm run open${onKind ? '' : ` -- --context ${context}`} serves:`);
  for (const { name, port } of ADDRESSES) console.log(`  ${name.padEnd(13)} http://localhost:${port}`);
  console.log(
    `Grafana's password for admin:\n  ${PASSWORD_COMMAND.replace('kubectl', `kubectl --context ${context}`)}`,
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  if (folder !== 'dist') await rm(folder, { recursive: true });
}
