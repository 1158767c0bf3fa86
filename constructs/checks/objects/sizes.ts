import type { Check, Contradiction } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { bytes } from './bytes.ts';
import { filesOf } from './mounted.ts';

/** `kubectl apply` stores a second copy in an annotation of at most 256 kB. */
const CONFIG_MAP = 200_000;

/** Most bytes of one character in JSON: `\u0000`. */
const LONGEST_CHARACTER = 6;

/** Usable share of a volume: the rest is for the write-ahead log and compaction. */
const RETENTION_SHARE = 0.8;

/** A size that exceeds its container. */
export const sizes: Check = {
  id: 'sizes',
  title: 'Retained data fits into its volume, caches into the memory limit, and files into their ConfigMap.',
  because: 'A full volume or memory stops the program, often days after the change.',
  example: {
    change: 'Prometheus retains up to 9500MiB on a volume of 10Gi',
    plant: ({ files }) => {
      for (const { configMap, content } of files) {
        if (configMap !== 'prometheus-config') continue;
        (content as { storage: { tsdb: { retention: { size: string } } } }).storage.tsdb.retention.size = '9500MiB';
      }
    },
  },
  find: (stack) => [
    ...stack.workloads.flatMap((workload) => [...inVolume(stack, workload), ...inMemory(stack, workload)]),
    ...stack.configMaps.flatMap(({ path, ours, manifest: { metadata, data = {} } }) => {
      if (!ours) return [];
      const characters = Object.values(data).reduce((sum, { length }) => sum + length, 0);
      if (characters * LONGEST_CHARACTER < CONFIG_MAP) return []; // the common case
      const size = Buffer.byteLength(JSON.stringify(data));
      const value = `${size} bytes`;
      const at = `ConfigMap ${metadata.namespace}/${metadata.name}`;
      const remedy = 'share it between several ConfigMaps';
      return size < CONFIG_MAP ? [] : [{ path, at, value, why: `it must be below ${CONFIG_MAP} bytes`, remedy }];
    }),
  ],
};

function inVolume(stack: Stack, workload: WorkloadView): Contradiction[] {
  const { path, namespace, name, pod } = workload;
  const names = (pod.volumes ?? []).map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName);
  const claim = stack.claims.find(
    ({ manifest: { metadata } }) => metadata.namespace === namespace && names.includes(metadata.name),
  );
  const volume = String(claim?.manifest.spec.resources?.requests?.storage ?? '');
  return filesOf(stack, workload).flatMap(({ content }) => {
    const { storage } = content as { storage?: { tsdb?: { retention?: { size?: string } } } };
    const size = storage?.tsdb?.retention?.size;
    if (!size || !volume || bytes(size) <= bytes(volume) * RETENTION_SHARE) return [];
    const at = `retention of ${namespace}/${name}`;
    const why = `it is more than ${RETENTION_SHARE * 100} % of the volume of ${volume}`;
    return [{ path, at, value: size, why, remedy: 'keep less, or ask for a larger volume' }];
  });
}

function inMemory(stack: Stack, workload: WorkloadView): Contradiction[] {
  const { path, namespace, name, pod } = workload;
  return pod.containers.flatMap(({ resources, env = [], volumeMounts = [] }) => {
    const mounted = (pod.volumes ?? []).filter((volume) => volumeMounts.some((mount) => mount.name === volume.name));
    const limit = String(resources?.limits?.memory ?? '');
    const heap = env.find((one) => one.name === 'GOMEMLIMIT')?.value;
    const ceilings = filesOf(stack, { ...workload, pod: { ...pod, volumes: mounted } }).flatMap(({ content }) => {
      const { ingester } = content as { ingester?: { wal?: { replay_memory_ceiling?: string } } };
      return ingester?.wal?.replay_memory_ceiling ?? [];
    });
    return [...(heap ? [['GOMEMLIMIT', heap]] : []), ...ceilings.map((size) => ['replay_memory_ceiling', size])]
      .filter(([, size = '']) => limit && bytes(size) >= bytes(limit))
      .map(([what, value = '']) => ({
        path,
        at: `${what} of ${namespace}/${name}`,
        value,
        why: `it is not below the memory limit of ${limit}`,
        remedy: 'lower it, or raise the limit',
      }));
  });
}
