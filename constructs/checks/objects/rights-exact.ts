import { byKeys, groupBy } from '../../lib/group-by.ts';
import type { Manifest } from '../../model.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Stack } from '../stack.ts';
import { neededRights } from './needed-rights.ts';

interface Role extends Manifest {
  readonly rules: readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

interface Binding extends Manifest {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects: readonly { readonly name: string; readonly namespace?: string }[];
}

/** A right too many, or one too few. */
export const rightsExact: Check = {
  id: 'rights-exact',
  title: 'Every program may ask the Kubernetes API exactly what its config makes it ask.',
  because: 'A right too few, and targets or series are missing; a right too many serves only whoever breaks in.',
  example: {
    change: 'the role of Alloy no longer names pods',
    plant: ({ objects }) => {
      const role = objects.find(({ path, manifest }) => manifest.kind === 'ClusterRole' && path.includes('/alloy/'));
      if (role) role.manifest.rules = [];
    },
  },
  find: (stack) => {
    const grants = grantsOf(stack);
    return stack.workloads.flatMap((workload): Contradiction[] => {
      const { path, namespace, name } = workload;
      const granted = new Set(grants.get(`${namespace}/${workload.pod.serviceAccountName ?? 'default'}`));
      const needed = neededRights(stack, workload);
      const at = `rights of ${namespace}/${name}`;
      return [
        ...[...needed]
          .filter((right) => !granted.has(right))
          .map((value) => ({
            path,
            at,
            value,
            why: 'its config asks for it, and no role grants it',
            remedy: 'grant it',
          })),
        ...[...granted]
          .filter((right) => !needed.has(right))
          .map((value) => ({
            path,
            at,
            value,
            why: 'a role grants it, and no config asks for it',
            remedy: 'take it from the role',
          })),
      ];
    });
  },
};

/** Rights as `verb group/resource in namespace`, by account: `namespace/name`. */
function grantsOf({ objects }: Stack): Map<string, string[]> {
  const manifests = objects.map(({ manifest }) => manifest);
  const roles = byKeys(
    manifests.filter((manifest): manifest is Role => manifest.kind.endsWith('Role')),
    ({ kind, metadata }) => [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`],
  );
  const grants = manifests
    .filter((manifest): manifest is Binding => manifest.kind.endsWith('RoleBinding'))
    .flatMap(({ metadata, roleRef: { kind, name }, subjects }) => {
      const [role] = roles.get(`${kind} ${kind === 'ClusterRole' ? '' : (metadata.namespace ?? '')}/${name}`) ?? [];
      const rights = rightsOf(role, metadata.namespace ?? 'all namespaces');
      return subjects.map((subject) => ({ account: `${subject.namespace}/${subject.name}`, rights }));
    });
  return new Map(
    [...groupBy(grants, ({ account }) => account)].map(([account, granted]) => [
      account,
      granted.flatMap(({ rights }) => rights),
    ]),
  );
}

function rightsOf(role: Role | undefined, where: string): string[] {
  return (role?.rules ?? []).flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) =>
    verbs.flatMap((verb) => [
      ...nonResourceURLs.map((url) => `${verb} ${url}`),
      ...apiGroups.flatMap((group) => resources.map((resource) => `${verb} ${group}/${resource} in ${where}`)),
    ]),
  );
}
