import type { Manifest } from '../../kit/model.ts';
import { isKind, type WorkloadView } from '../object-view.ts';

const RBAC = 'rbac.authorization.k8s.io';

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** A Role or ClusterRole. */
export interface Role extends Manifest {
  readonly rules?: readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** Whether it is a RoleBinding or ClusterRoleBinding. */
export function isBinding(manifest: Manifest): manifest is Binding {
  return isKind(manifest, RBAC, 'RoleBinding') || isKind(manifest, RBAC, 'ClusterRoleBinding');
}

/** Whether it is a Role or ClusterRole. */
export function isRole(manifest: Manifest): manifest is Role {
  return isKind(manifest, RBAC, 'Role') || isKind(manifest, RBAC, 'ClusterRole');
}

/** The service accounts of a binding, as `namespace/name`. Users and groups are defined elsewhere. */
export function accountsBoundBy({ subjects }: Binding): string[] {
  return (subjects ?? [])
    .filter(({ kind }) => kind === 'ServiceAccount')
    .map(({ namespace, name }) => `${namespace}/${name}`);
}

/** The service account of a workload's pods, as `namespace/name`. */
export function accountOf({ namespace, pod }: WorkloadView): string {
  return `${namespace}/${pod.serviceAccountName ?? 'default'}`;
}
