import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

const PART_OF = 'app.kubernetes.io/part-of';

/** The objects of a folder. */
export function readObjects(folder: string): KubeObject[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) =>
      parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document): KubeObject => document.toJSON()),
    );
}

/** `deployment/loki` and its namespace, for what has pods. */
export function workloads(objects: readonly KubeObject[]): { readonly name: string; readonly namespace: string }[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
    .map(({ kind, metadata }) => ({
      name: `${kind.toLowerCase()}/${metadata.name}`,
      namespace: metadata.namespace ?? 'default',
    }));
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

/** One line for each object of the cluster that applying ours would overwrite and that is not of this installation. */
export function foreign(existing: readonly KubeObject[], ours: readonly KubeObject[]): string[] {
  const installation = ours[0]?.metadata.labels?.[PART_OF];
  return existing
    .filter(({ metadata }) => metadata.labels?.[PART_OF] !== installation)
    .map(
      ({ kind, metadata }) =>
        `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name} exists and is not of the installation ` +
        `'${installation}' (no label ${PART_OF}=${installation}); remove it, or choose another name in main.ts`,
    );
}
