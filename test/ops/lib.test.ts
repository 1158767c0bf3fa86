import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toMarkdown, toText } from '../../ops/lib/bench-table.ts';
import { inotifyWarnings } from '../../ops/lib/inotify.ts';
import { isFree } from '../../ops/lib/local-port.ts';
import { deletable, foldersOnNodes, imageOf, nodePorts, readObjects } from '../../ops/lib/objects.ts';
import { missing, reasons } from '../../ops/lib/readiness.ts';
import { output } from '../lib/fixture.ts';

const objects = readObjects(output());

test('limits of inotify that are too low are said, with the command that raises them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'inotify-'));
  writeFileSync(join(folder, 'max_user_instances'), '128\n');
  writeFileSync(join(folder, 'max_user_watches'), '1048576\n');
  expect(inotifyWarnings(folder)).toEqual([
    'fs.inotify.max_user_instances is 128: below 512, pods may fail with "too many open files"; ' +
      'sudo sysctl fs.inotify.max_user_instances=512',
  ]);
  rmSync(folder, { recursive: true });
  expect(inotifyWarnings(folder)).toEqual([]);
});

test('a port that somebody listens on is not free', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve(Number(Reflect.get(Object(server.address()), 'port')))),
  );
  expect(await isFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isFree(port)).toBe(true);
});

test('what an output wants of the nodes', () => {
  expect(nodePorts(objects)).toEqual([{ workload: 'node-exporter', port: 9100 }]);
  expect(foldersOnNodes(objects)).toEqual(['/var/lib/monitoring-alloy']);
  expect(imageOf(objects, 'flask-app')).toBe('flask-time:1.0.0');
});

test('volumes and all namespaces stay', () => {
  const kept = objects.filter((object) => !deletable(objects, false).includes(object));
  expect(kept.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
    'Namespace flask-app',
    'Namespace monitoring',
    'Namespace monitoring-node',
    'PersistentVolumeClaim alertmanager',
    'PersistentVolumeClaim grafana',
    'PersistentVolumeClaim loki',
    'PersistentVolumeClaim prometheus',
  ]);
});

test('an empty folder is no output', () => {
  const folder = mkdtempSync(join(tmpdir(), 'empty-'));
  expect(() => readObjects(folder)).toThrow(new Error(`${folder}/ is missing or empty; npm run synth writes it`));
  rmSync(folder, { recursive: true });
});

const deployment = (status: object, spec: object = { replicas: 2 }) =>
  ({ kind: 'Deployment', metadata: { name: 'shop', generation: 3, uid: 'u' }, spec, status }) as never;
const daemonSet = (status: object) =>
  ({ kind: 'DaemonSet', metadata: { name: 'agent', generation: 3 }, spec: {}, status }) as never;

test.each([
  ['a change that nobody has seen yet', deployment({ observedGeneration: 2 }), 'not begun'],
  [
    'pods of the version before',
    deployment({ observedGeneration: 3, replicas: 3, updatedReplicas: 2, availableReplicas: 2 }),
    'old pods still run',
  ],
  [
    'a pod that is not available',
    deployment({ observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 1 }),
    '1 of 2 pods are ready',
  ],
  [
    'everything',
    deployment({ observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }),
    undefined,
  ],
  ['no node', daemonSet({ observedGeneration: 3, desiredNumberScheduled: 0 }), 'no node takes it'],
  [
    'one node of three',
    daemonSet({
      observedGeneration: 3,
      desiredNumberScheduled: 3,
      updatedNumberScheduled: 3,
      numberAvailable: 1,
    }),
    '1 of 3 pods are ready',
  ],
])('ready: %s', (_, workload, lack) => {
  expect(missing(workload)).toBe(lack);
});

test('why nothing starts: the refusal of its pods, the node that it lacks, the last warning about each', () => {
  const refused = deployment({
    conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'violates PodSecurity' }],
  });
  const pod = {
    metadata: { uid: 'p' },
    status: { conditions: [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes: insufficient memory' }] },
  };
  const event = (uid: string, lastTimestamp: string, reason: string, message: string) =>
    ({ metadata: {}, involvedObject: { uid }, lastTimestamp, reason, message }) as never;
  expect(
    reasons(
      refused,
      [pod as never],
      [
        event('p', '2026-01-01T10:00:00Z', 'FailedScheduling', 'old'),
        event('p', '2026-01-01T11:00:00Z', 'FailedMount', 'new'),
        event('other', '2026-01-01T12:00:00Z', 'Other', 'not ours'),
      ],
    ),
  ).toEqual(['violates PodSecurity', 'it has no node: 0/1 nodes: insufficient memory', 'FailedMount: new']);
});

test('measurements as text and as Markdown', () => {
  const table = {
    title: 'build',
    head: ['what', 'value'],
    rows: [
      ['synth', '0.250 s'],
      ['objects', '67'],
    ],
  };
  expect(toText(table)).toBe('build\n  synth    0.250 s\n  objects       67');
  expect(toMarkdown(table)).toBe(
    '### build\n\n| what | value |\n| --- | ---: |\n| synth | 0.250 s |\n| objects | 67 |',
  );
});
