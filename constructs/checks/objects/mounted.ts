import type { k8s } from '../../../imports/k8s.ts';
import type { Model, ModelFile } from '../../kit/model.ts';
import type { WorkloadView } from '../object-view.ts';

/** The ConfigMaps that a pod mounts as volumes, without optional ones. */
export function mountedConfigMaps({ volumes = [] }: k8s.PodSpec): { name: string; optional: boolean }[] {
  return volumes
    .flatMap(({ configMap, projected }) => [configMap, ...(projected?.sources ?? []).map((source) => source.configMap)])
    .flatMap((map) => (map?.name ? [{ name: map.name, optional: map.optional === true }] : []));
}

/** All ConfigMaps that a pod reads: volumes and environment. */
export function readConfigMaps(pod: k8s.PodSpec): string[] {
  const inEnvironment = [...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ valueFrom }) => valueFrom?.configMapKeyRef?.name),
    ...envFrom.map(({ configMapRef }) => configMapRef?.name),
  ]);
  return [...mountedConfigMaps(pod).map(({ name }) => name), ...inEnvironment.flatMap((name) => name ?? [])];
}

/** The config files that the pods of a workload mount. */
export function filesOf({ files }: Pick<Model, 'files'>, { namespace, pod }: WorkloadView): ModelFile[] {
  const mounted = mountedConfigMaps(pod).map(({ name }) => name);
  return files.filter((file) => file.namespace === namespace && mounted.includes(file.configMap));
}
