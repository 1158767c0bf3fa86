import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { k8s } from '../../imports/k8s.ts';
import { isRead } from '../../ops/lib/objects.ts';
import { output } from './fixture.ts';

/** An object of the output, as far as tests look into it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: tests read fields of any kind, and a wrong name fails them.
  readonly [field: string]: any;
}

/** One pod template and the workload that has it. */
export interface PodTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly workload: KubeObject;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly spec: k8s.PodSpec;
}

/** The files of a folder that `kubectl apply -f` reads, with their text. */
export function readFiles(folder: string): Record<string, string> {
  const files = readdirSync(folder).filter(isRead).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/**
 * The objects of a folder, in the order in which `kubectl apply -f` reads them.
 *
 * @param folder by default the output of the fixture.
 */
export function readObjects(folder = output()): KubeObject[] {
  return Object.values(readFiles(folder)).flatMap((text) => parseAllDocuments(text).map((doc) => doc.toJSON()));
}

/** The pods that some objects make. */
export function podTemplates(objects: readonly KubeObject[]): PodTemplate[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
    .map((workload) => ({
      name: workload.metadata.name,
      namespace: workload.metadata.namespace ?? '',
      workload,
      labels: workload.spec.template.metadata.labels,
      annotations: workload.spec.template.metadata.annotations ?? {},
      spec: workload.spec.template.spec,
    }));
}

/** Does a selector of equal labels hit? */
export function hits(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
