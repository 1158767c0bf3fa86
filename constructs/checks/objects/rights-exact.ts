import type { Manifest } from '../../kit/model.ts';
import { byKeys, groupBy } from '../../query/group-by.ts';
import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Stack } from '../stack.ts';
import { accountOfPods, accountsBoundBy, isBinding } from './accounts.ts';
import { neededRights } from './needed-rights.ts';

interface Role extends Manifest {
  readonly rules: readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly nonResourceURLs?: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** A right too many, or one too few. */
export const rightsExact: Check = {
  id: 'rights-exact',
  title:
    'Every program may ask the Kubernetes API exactly what its config makes it ask, and only accounts of pods are bound to roles.',
  because: 'A right too few, and targets or series are missing; a right too many serves only whoever breaks in.',
  example: {
    change: 'the role of Alloy no longer names pods',
    plant: ({ objects }) => {
      const role = objects.find(({ path, manifest }) => manifest.kind === 'ClusterRole' && path.includes('/alloy/'));
      if (role) role.manifest.rules = [];
    },
  },
  find: (stack) => [...ofWorkloads(stack), ...ofNobody(stack)],
};

function ofWorkloads(stack: Stack): Contradiction[] {
  const grants = grantsOf(stack);
  return stack.workloads.flatMap((workload): Contradiction[] => {
    const { path, namespace, name } = workload;
    const granted = new Set(grants.get(`${namespace}/${workload.pod.serviceAccountName ?? 'default'}`));
    const needed = neededRights(stack, workload);
    const at = `rights of ${namespace}/${name}`;
    const told = (rights: Set<string>, others: Set<string>, why: string, remedy: string) =>
      [...rights].filter((right) => !others.has(right)).map((value) => ({ path, at, value, why, remedy }));
    return [
      ...told(needed, granted, 'its config asks for it, and no role grants it', 'grant it'),
      ...told(granted, needed, 'a role grants it, and no config asks for it', 'take it from the role'),
    ];
  });
}

/** Bound accounts that no pod uses: whoever may make pods there gets their rights. */
function ofNobody({ objects }: Stack): Contradiction[] {
  const used = new Set(objects.flatMap(({ manifest }) => accountOfPods(manifest) ?? []));
  return objects.flatMap(({ path, manifest }) =>
    isBinding(manifest)
      ? accountsBoundBy(manifest)
          .filter((account) => !used.has(account))
          .map((account) => ({
            path,
            at: `${manifest.kind} ${titleOf(manifest.metadata)}`,
            value: account,
            why: 'it is bound to a role, and no pod uses this account',
            remedy: remedy(account, used),
          }))
      : [],
  );
}

function remedy(account: string, used: ReadonlySet<string>): string {
  const meant = nearest(account, used);
  return meant ? `did you mean ${meant}?` : 'take it out of the binding, or run a pod with it';
}

function titleOf({ namespace, name }: Manifest['metadata']): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** Rights as `verb group/resource in namespace`, by account: `namespace/name`. */
function grantsOf({ objects }: Stack): Map<string, string[]> {
  const manifests = objects.map(({ manifest }) => manifest);
  const roles = byKeys(
    manifests.filter((manifest): manifest is Role => manifest.kind.endsWith('Role')),
    ({ kind, metadata }) => [`${kind} ${metadata.namespace ?? ''}/${metadata.name}`],
  );
  const grants = manifests.filter(isBinding).flatMap((binding) => {
    const { metadata, roleRef } = binding;
    const { kind, name } = roleRef;
    const [role] = roles.get(`${kind} ${kind === 'ClusterRole' ? '' : (metadata.namespace ?? '')}/${name}`) ?? [];
    const rights = rightsOf(role, metadata.namespace ?? 'all namespaces');
    return accountsBoundBy(binding).map((account) => ({ account, rights }));
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
