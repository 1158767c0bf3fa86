import type { Manifest } from '../../kit/model.ts';
import type { Permission } from '../../kit/permission.ts';
import { byKeys, groupBy } from '../../query/group-by.ts';
import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Stack } from '../stack.ts';
import { accountOf, accountsBoundBy, isBinding, isRole, type Role } from './accounts.ts';
import { filesOf } from './mounted.ts';

const EVERYWHERE = 'all namespaces';

/** Missing or excess permissions. */
export const permissionsExact: Check = {
  id: 'permissions-exact',
  title:
    'Every program has exactly the Kubernetes API permissions that its configuration needs, and roles are bound only to accounts of pods.',
  because:
    'With a missing permission, targets or series are missing; an excess permission only helps an attacker in the pod.',
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
  const recorded = groupBy(stack.permissions, ({ path }) => path);
  return stack.workloads.flatMap((workload): Contradiction[] => {
    const { path, namespace, name, pod } = workload;
    // What a program needs cannot be read from a broken file, which has a finding of its own.
    if (filesOf(stack, workload).some(({ unreadable }) => unreadable !== undefined)) return [];
    const granted = new Set(grants.get(accountOf(workload)));
    const input = {
      files: filesOf(stack, workload).map(({ content }) => content),
      args: pod.containers.flatMap(({ args = [] }) => args),
    };
    const needed = new Set(
      parentsOf(path)
        .flatMap((parent) => recorded.get(parent) ?? [])
        .flatMap(({ permissions }) => permissions(input).flatMap(neededAsText)),
    );
    const at = `permissions of ${namespace}/${name}`;
    const difference = (some: Set<string>, others: Set<string>, why: string, remedy: string) =>
      [...some].filter((permission) => !others.has(permission)).map((value) => ({ path, at, value, why, remedy }));
    return [
      ...difference(needed, granted, 'its configuration needs it, and no role grants it', 'grant it'),
      ...difference(granted, needed, 'a role grants it, and no configuration needs it', 'take it from the role'),
    ];
  });
}

/** The paths of all constructs around one. */
function parentsOf(path: string): string[] {
  const ids = path.split('/');
  return ids.slice(1).map((_, index) => ids.slice(0, index + 1).join('/'));
}

/** Bound accounts that no pod uses: anyone who may create pods there gets their permissions. */
function ofNobody({ objects, pods }: Stack): Contradiction[] {
  const used = new Set(pods.map(accountOf));
  return objects.flatMap(({ path, ours, manifest }) =>
    ours && isBinding(manifest)
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

/** The permissions of each account, `namespace/name`. */
function grantsOf({ objects }: Stack): Map<string, string[]> {
  const manifests = objects.map(({ manifest }) => manifest);
  const roles = byKeys(manifests.filter(isRole), ({ kind, metadata }) => [
    `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
  ]);
  const grants = manifests.filter(isBinding).flatMap((binding) => {
    const { metadata, roleRef } = binding;
    const { kind, name } = roleRef;
    const [role] = roles.get(`${kind} ${kind === 'ClusterRole' ? '' : (metadata.namespace ?? '')}/${name}`) ?? [];
    const granted = grantedAsText(role, metadata.namespace ?? EVERYWHERE);
    return accountsBoundBy(binding).map((account) => ({ account, granted }));
  });
  return new Map(
    [...groupBy(grants, ({ account }) => account)].map(([account, some]) => [
      account,
      some.flatMap(({ granted }) => granted),
    ]),
  );
}

function grantedAsText(role: Role | undefined, where: string): string[] {
  return (role?.rules ?? []).flatMap((rule) => asText(rule, rule.nonResourceURLs, where));
}

/** cdk8s spells one field differently from Kubernetes. */
function neededAsText({ namespace = EVERYWHERE, nonResourceUrLs, ...rule }: Permission): string[] {
  return asText(rule, nonResourceUrLs, namespace);
}

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}

/** `verb group/resource in namespace`, one by one. */
function asText(
  { apiGroups = [], resources = [], verbs }: Rule,
  urls: readonly string[] = [],
  where: string,
): string[] {
  return verbs.flatMap((verb) => [
    ...urls.map((url) => `${verb} ${url}`),
    ...apiGroups.flatMap((group) => resources.map((resource) => `${verb} ${group}/${resource} in ${where}`)),
  ]);
}
