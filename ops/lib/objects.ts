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

/** An object that makes pods. */
export interface Workload extends KubeObject {
  readonly spec: { readonly replicas?: number; readonly template: V1PodTemplateSpec };
}

/** The label that names the installation on everything of it. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** What outlives an installation: data, and the namespaces, in which people put things of their own. */
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

/** The installation that the objects are of, beside which a user may have some of his own. */
export function installationOf(objects: readonly KubeObject[]): string {
  return objects.map(({ metadata }) => metadata.labels?.[PART_OF]).find(Boolean) ?? '';
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

/** What goes with an installation. */
export function deletable(objects: readonly KubeObject[], deleteData: boolean): KubeObject[] {
  return objects.filter(({ kind }) => deleteData || !LASTING.includes(kind));
}

/** The objects of the cluster that bear our names and are not of the installation. */
export function foreign(existing: readonly KubeObject[], installation: string): KubeObject[] {
  return existing.filter(({ metadata }) => metadata.labels?.[PART_OF] !== installation);
}
