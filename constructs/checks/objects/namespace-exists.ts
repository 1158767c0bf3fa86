import { groupBy } from '../../query/group-by.ts';
import { nearest } from '../../query/nearest.ts';
import type { Check, Contradiction } from '../check.ts';
import type { Stack } from '../stack.ts';

/** Namespaces that every cluster has. */
const OF_KUBERNETES = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** A namespace that the output does not create. */
export const namespaceExists: Check = {
  id: 'namespace-exists',
  title: 'Every object is in a namespace of this output, or in one that is declared to exist already.',
  because:
    'The apply fails half-way; and a namespace created by hand has neither a default-deny policy nor a Pod Security level.',
  example: {
    change: "the namespace 'flask-app' is left out",
    plant: (model) => {
      model.objects = model.objects.filter(
        ({ manifest: { kind, metadata } }) => kind !== 'Namespace' || metadata.name !== 'flask-app',
      );
    },
  },
  find: (stack) => [...missing(stack), ...appliedTooEarly(stack)],
};

function missing({ objects, existingNamespaces }: Stack): Contradiction[] {
  const made = objects
    .filter(({ manifest }) => manifest.kind === 'Namespace')
    .map(({ manifest }) => manifest.metadata.name);
  const known = new Set([...made, ...existingNamespaces, ...OF_KUBERNETES]);
  const elsewhere = objects.filter(
    ({ ours, manifest: { metadata } }) => ours && metadata.namespace && !known.has(metadata.namespace),
  );
  return [...groupBy(elsewhere, ({ manifest }) => manifest.metadata.namespace ?? '')].map(([namespace, inside]) => {
    const meant = nearest(namespace, made);
    return {
      path: inside[0]?.path ?? '',
      at: inside.length === 1 ? '1 object' : `${inside.length} objects`,
      value: namespace,
      why: 'no such namespace is in the output',
      remedy:
        `name it in 'restricted' of NamespacesChart, or in 'existing' where others make it` +
        (meant ? `; or did you mean ${meant}?` : ''),
    };
  });
}

/** `kubectl apply -f` processes the files of a folder by name. */
function appliedTooEarly({ objects }: Stack): Contradiction[] {
  const charts = new Map(
    objects
      .filter(({ manifest }) => manifest.kind === 'Namespace')
      .map(({ manifest, chart }) => [manifest.metadata.name, chart]),
  );
  const before = objects.filter(
    ({ ours, chart, manifest: { metadata } }) => ours && chart < (charts.get(metadata.namespace ?? '') ?? chart),
  );
  return [...groupBy(before, ({ manifest }) => manifest.metadata.namespace ?? '')].map(([namespace, inside]) => ({
    path: inside[0]?.path ?? '',
    at: inside.length === 1 ? '1 object' : `${inside.length} objects`,
    value: namespace,
    why: `the namespace is made in ${charts.get(namespace)}, a file that is applied later`,
    remedy: `give its chart an id that sorts before ${inside[0]?.chart}`,
  }));
}
