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
  find: (stack) =>
    stack.workloads.flatMap((workload): Contradiction[] => {
      const { path, namespace, name } = workload;
      const granted = grantedTo(stack, namespace, workload.pod.serviceAccountName ?? 'default');
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
    }),
};

/** Rights as `verb group/resource in namespace`. */
function grantedTo({ objects }: Stack, namespace: string, account: string): Set<string> {
  const manifests = objects.map(({ manifest }) => manifest);
  const bindings = manifests.filter(
    (manifest): manifest is Binding =>
      manifest.kind.endsWith('RoleBinding') &&
      (manifest as Binding).subjects.some((subject) => subject.name === account && subject.namespace === namespace),
  );
  return new Set(
    bindings.flatMap(({ metadata, roleRef }) => {
      const role = manifests.find(
        (manifest): manifest is Role =>
          manifest.kind === roleRef.kind &&
          manifest.metadata.name === roleRef.name &&
          (roleRef.kind === 'ClusterRole' || manifest.metadata.namespace === metadata.namespace),
      );
      const where = metadata.namespace ?? 'all namespaces';
      return (role?.rules ?? []).flatMap(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) =>
        verbs.flatMap((verb) => [
          ...nonResourceURLs.map((url) => `${verb} ${url}`),
          ...apiGroups.flatMap((group) => resources.map((resource) => `${verb} ${group}/${resource} in ${where}`)),
        ]),
      );
    }),
  );
}
