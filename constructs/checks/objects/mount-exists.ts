import { nearest } from '../../query/nearest.ts';
import type { Check } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import { mountedConfigMaps, readConfigMaps } from './mounted.ts';

/** A missing volume, or a ConfigMap that no pod mounts. Secrets are created by the user: no output contains them. */
export const mountExists: Check = {
  id: 'mount-exists',
  title: 'Every ConfigMap and volume claim that is mounted exists, and every ConfigMap is mounted.',
  because: 'A pod with a missing volume never starts; a ConfigMap that no pod mounts has no effect.',
  example: {
    change: "the ConfigMap 'loki-config' is called 'loki-confg'",
    plant: ({ objects }) => {
      for (const { manifest } of objects) {
        if (manifest.metadata.name === 'loki-config') manifest.metadata.name = 'loki-confg';
      }
    },
  },
  find: ({ workloads, pods, configMaps, claims }) => {
    const named = (objects: typeof configMaps | typeof claims, of: string) =>
      objects
        .filter(({ manifest }) => manifest.metadata.namespace === of)
        .map(({ manifest }) => manifest.metadata.name);
    const missing = workloads.flatMap((workload) => {
      const { path, namespace, name } = workload;
      const lookUp = (what: string, wanted: readonly string[], there: readonly string[]) =>
        wanted
          .filter((one) => !there.includes(one))
          .map((one) => {
            const meant = nearest(one, there);
            return {
              path,
              at: `volumes of ${namespace}/${name}`,
              value: `${what} ${one}`,
              why: `no such object is in the namespace ${namespace}`,
              remedy: meant ? `did you mean ${meant}?` : 'add it, or drop the volume',
            };
          });
      return [
        ...lookUp(
          'ConfigMap',
          mountedConfigMaps(workload.pod).flatMap(({ name, optional }) => (optional ? [] : name)),
          named(configMaps, namespace),
        ),
        ...lookUp('PersistentVolumeClaim', mountedClaims(workload), named(claims, namespace)),
      ];
    });
    const unread = configMaps
      .filter(
        ({ ours, manifest: { metadata } }) =>
          ours &&
          pods
            .filter(({ namespace }) => namespace === metadata.namespace)
            .every(({ pod }) => !readConfigMaps(pod).includes(metadata.name)),
      )
      .map(({ path, manifest: { metadata } }) => ({
        path,
        at: `ConfigMap ${metadata.namespace}/${metadata.name}`,
        value: metadata.name,
        why: 'no pod mounts it',
        remedy: 'mount it where it is read, or drop it',
      }));
    return [...missing, ...unread];
  },
};

function mountedClaims({ pod }: WorkloadView): string[] {
  return (pod.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}
