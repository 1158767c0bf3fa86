import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { V1PodTemplateSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';
import { Refused } from './refused.ts';

/** An object of the output, or of the cluster. */
export interface KubeObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** A workload. */
export interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly template: V1PodTemplateSpec };
}

/** The label with the name of the installation, on all of its objects. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Objects that `down` keeps by default: data, and the namespaces, in which users may have their own objects. */
const LASTING = ['PersistentVolumeClaim', 'Namespace'];

/** Which files of a folder `kubectl apply -f` reads. */
export function isRead(file: string): boolean {
  return /\.(json|ya?ml)$/.test(file);
}

/** The objects of a folder that synth wrote. @throws Refused when it wrote none. */
export function readObjects(folder: string): KubeObject[] {
  const files = existsSync(folder) ? readdirSync(folder).filter(isRead).sort() : [];
  if (files.length === 0) throw new Refused(`${folder}/ is missing or empty; npm run synth writes it`);
  return files.flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document): KubeObject => document.toJSON()),
  );
}

/** The installation that the objects belong to; a user may have added others. */
export function installationOf(objects: readonly KubeObject[]): string {
  return objects.map(({ metadata }) => metadata.labels?.[PART_OF]).find(Boolean) ?? '';
}

/** The workloads. */
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

/** The host ports of pods, by workload. */
export function nodePorts(objects: readonly KubeObject[]): { readonly workload: string; readonly port: number }[] {
  return workloads(objects).flatMap(({ metadata, spec: { template } }) =>
    (template.spec?.hostNetwork ? template.spec.containers : []).flatMap(({ ports = [] }) =>
      ports.map(({ containerPort }) => ({ workload: metadata.name, port: containerPort })),
    ),
  );
}

/** The `hostPath` folders that pods create on their nodes. They are no objects, so they stay when all objects are gone. */
export function foldersOnNodes(objects: readonly KubeObject[]): string[] {
  return workloads(objects).flatMap(({ spec: { template } }) =>
    (template.spec?.volumes ?? []).flatMap(({ hostPath }) =>
      hostPath?.type === 'DirectoryOrCreate' ? [hostPath.path] : [],
    ),
  );
}

/** Objects that are deleted with an installation. */
export function deletable(objects: readonly KubeObject[], deleteData: boolean): KubeObject[] {
  return objects.filter(({ kind }) => deleteData || !LASTING.includes(kind));
}

/** The objects of the cluster that have our label but are not in the output. */
export function foreign(existing: readonly KubeObject[], installation: string): KubeObject[] {
  return existing.filter(({ metadata }) => metadata.labels?.[PART_OF] !== installation);
}
