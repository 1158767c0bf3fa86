import { CoreV1Api, DiscoveryV1Api, KubeConfig, StorageV1Api, type V1Pod } from '@kubernetes/client-node';
import { explain, unready } from '../../../ops/lib/cluster.ts';
import { readObjects } from '../../../ops/lib/objects.ts';
import { eventually } from './eventually.ts';
import { kubectl } from './kubectl.ts';

const config = new KubeConfig();
config.loadFromDefault();

export const core = config.makeApiClient(CoreV1Api);
export const storage = config.makeApiClient(StorageV1Api);
export const discovery = config.makeApiClient(DiscoveryV1Api);

export const DIST = 'dist';

/** `kubectl apply`; the lines that it prints. */
export async function apply(path = DIST): Promise<readonly string[]> {
  return (await kubectl(['apply', '-f', path])).trim().split('\n');
}

/** Waits until all workloads of an output run as written there. */
export async function allReady(folder = DIST, seconds = 300): Promise<void> {
  const objects = readObjects(folder);
  await eventually(
    'all workloads Ready',
    async () => expect(await explain(kubectl, await unready(kubectl, objects))).toEqual([]),
    { seconds },
  );
}

/** The pods with these labels that are Ready and stay: those being deleted do not count. */
export async function readyPods(namespace: string, labelSelector: string): Promise<readonly V1Pod[]> {
  const { items } = await core.listNamespacedPod({ namespace, labelSelector });
  return items.filter(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
  );
}

/** The one Ready pod of a component. */
export async function podOf(namespace: string, name: string): Promise<V1Pod> {
  const pods = await readyPods(namespace, `app.kubernetes.io/name=${name}`);
  if (pods.length !== 1) throw new Error(`${pods.length} pods of ${name} are Ready, not 1`);
  return pods[0]!;
}

/** Deletes the one pod of a component and waits for its successor. */
export async function replacePod(namespace: string, name: string): Promise<void> {
  const old = await podOf(namespace, name);
  await core.deleteNamespacedPod({ name: old.metadata!.name!, namespace });
  await eventually(
    `${name} replaced`,
    async () => {
      const pod = await podOf(namespace, name);
      if (pod.metadata!.uid === old.metadata!.uid) throw new Error('the old pod is still there');
    },
    { seconds: 180 },
  );
}
