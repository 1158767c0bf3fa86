import type { k8s } from '../../../imports/k8s.ts';
import type { Manifest } from '../../kit/model.ts';

/** Gives the rights of a role to accounts. */
export interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** Whether it is a binding: of a namespace, or of all of them. */
export function isBinding(manifest: Manifest): manifest is Binding {
  return manifest.kind.endsWith('RoleBinding');
}

/** The service accounts of a binding, as `namespace/name`. Users and groups are none of ours. */
export function accountsBoundBy({ subjects = [] }: Binding): string[] {
  return subjects.filter(({ kind }) => kind === 'ServiceAccount').map(({ namespace, name }) => `${namespace}/${name}`);
}

/** The service account of a pod, or of the pods that an object makes, as `namespace/name`. @default - it makes none. */
export function accountOfPods(manifest: Manifest): string | undefined {
  const pod = podOf(manifest);
  return pod && `${manifest.metadata.namespace}/${pod.serviceAccountName ?? 'default'}`;
}

function podOf({ kind, spec }: Manifest): k8s.PodSpec | undefined {
  if (kind === 'Pod') return spec as k8s.PodSpec;
  const { template, jobTemplate } = Object(spec);
  return (template ?? jobTemplate?.spec?.template)?.spec;
}
