import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/** An object of the output, or of the cluster. */
export interface KubeObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** An object that makes pods. */
export interface Workload extends KubeObject {
  readonly spec: { readonly template: V1PodTemplateSpec };
}

/** The label that names the installation on everything of it. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** The objects of a folder. */
export function readObjects(folder: string): KubeObject[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document): KubeObject => document.toJSON()),
    );
}

/** The installation that the objects are of. */
export function installationOf(objects: readonly KubeObject[]): string {
  return objects[0]?.metadata.labels?.[PART_OF] ?? '';
}

/** What has pods. */
export function workloads(objects: readonly KubeObject[]): Workload[] {
  return objects.filter(isWorkload);
}

function isWorkload(object: KubeObject): object is Workload {
  return object.kind === 'Deployment' || object.kind === 'DaemonSet';
}

/** Such as `Deployment monitoring/loki`. */
export function nameOf({ kind, metadata: { name, namespace } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** The image of a workload's own container, the one with its name. */
export function imageOf(objects: readonly KubeObject[], name: string): string | undefined {
  const workload = workloads(objects).find(({ metadata }) => metadata.name === name);
  return workload?.spec.template.spec?.containers.find((container) => container.name === name)?.image;
}

/** The ports of the nodes themselves that pods want for them, by workload. */
export function nodePorts(objects: readonly KubeObject[]): { readonly workload: string; readonly port: number }[] {
  return workloads(objects).flatMap(({ metadata, spec: { template } }) =>
    (template.spec?.hostNetwork ? template.spec.containers : []).flatMap(({ ports = [] }) =>
      ports.map(({ containerPort }) => ({ workload: metadata.name, port: containerPort })),
    ),
  );
}

/** The folders that pods make on their nodes. No object has them, so they stay when all objects are gone. */
export function foldersOnNodes(objects: readonly KubeObject[]): string[] {
  return workloads(objects).flatMap(({ spec: { template } }) =>
    (template.spec?.volumes ?? []).flatMap(({ hostPath }) =>
      hostPath?.type === 'DirectoryOrCreate' ? [hostPath.path] : [],
    ),
  );
}

/** What stays when an installation goes but its data is to be kept: volumes, and the namespaces that hold them. */
export function deletable(objects: readonly KubeObject[], deleteData: boolean): KubeObject[] {
  if (deleteData) return [...objects];
  const claims = objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
  const holders = new Set(claims.map(({ metadata }) => metadata.namespace));
  return objects.filter(
    ({ kind, metadata }) => kind !== 'PersistentVolumeClaim' && !(kind === 'Namespace' && holders.has(metadata.name)),
  );
}

/** The objects of the cluster that bear our names and are not of the installation. */
export function foreign(existing: readonly KubeObject[], installation: string): KubeObject[] {
  return existing.filter(({ metadata }) => metadata.labels?.[PART_OF] !== installation);
}
