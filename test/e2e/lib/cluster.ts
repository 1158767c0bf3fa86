import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppsV1Api, CoreV1Api, DiscoveryV1Api, KubeConfig, StorageV1Api, type V1Pod } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { eventually } from './eventually.ts';
import { kubectl } from './kubectl.ts';

const config = new KubeConfig();
config.loadFromDefault();

export const core = config.makeApiClient(CoreV1Api);
export const apps = config.makeApiClient(AppsV1Api);
export const storage = config.makeApiClient(StorageV1Api);
export const discovery = config.makeApiClient(DiscoveryV1Api);

export const DIST = 'dist';

/** What all manifests have. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly resourceVersion?: string };
}

/** The manifests in a folder that synth wrote. */
export async function manifests(folder = DIST): Promise<readonly Manifest[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml'));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
}

/** `kubectl apply`; the lines that it prints. */
export async function apply(path = DIST): Promise<readonly string[]> {
  return (await kubectl(['apply', '-f', path])).trim().split('\n');
}

/** Waits until all workloads of dist/ run as written there. */
export async function allReady(seconds = 300): Promise<void> {
  const workloads = (await manifests()).filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet');
  await eventually(
    'all workloads Ready',
    async () => {
      const states = await Promise.all(workloads.map(unready));
      const waiting = states.filter((state) => state !== undefined);
      if (waiting.length > 0) throw new Error(`not ready: ${waiting.join('; ')}`);
    },
    { seconds },
  );
}

async function unready({ kind, metadata: { name, namespace = '' } }: Manifest): Promise<string | undefined> {
  if (kind === 'Deployment') {
    const { metadata, spec, status } = await apps.readNamespacedDeployment({ name, namespace });
    const wanted = spec?.replicas ?? 0;
    const counts = [status?.replicas ?? 0, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0];
    const seen = status?.observedGeneration === metadata?.generation;
    return seen && counts.every((count) => count === wanted) ? undefined : `${name} has ${counts} of ${wanted}`;
  }
  const { metadata, status } = await apps.readNamespacedDaemonSet({ name, namespace });
  const wanted = status?.desiredNumberScheduled ?? 0;
  const counts = [status?.updatedNumberScheduled ?? 0, status?.numberAvailable ?? 0];
  const seen = status?.observedGeneration === metadata?.generation && wanted > 0;
  return seen && counts.every((count) => count === wanted) ? undefined : `${name} has ${counts} of ${wanted}`;
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
