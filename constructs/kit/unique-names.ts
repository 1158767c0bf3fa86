import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkTree, type Problem } from './check.ts';

const CHECKED = Symbol.for('kubernetes-monitoring-stack.unique-names');

/** Two objects with one name: `kubectl apply` would let the second overwrite the first. Checked once for each tree. */
export function checkUniqueNames(construct: IConstruct): void {
  const { root } = construct.node;
  if (Reflect.has(root, CHECKED)) return;
  Object.defineProperty(root, CHECKED, { value: true });
  checkTree(construct, () => duplicates(root));
}

function duplicates(root: IConstruct): Problem[] {
  const seen = new Map<string, string>();
  return root.node.findAll().flatMap((object) => {
    if (!(object instanceof ApiObject)) return [];
    const place = [object.kind, object.metadata.namespace, object.name].filter(Boolean).join(' ');
    const other = seen.get(place);
    seen.set(place, object.node.path);
    return other === undefined
      ? []
      : [
          {
            path: object.node.path,
            message: `the name of ${object.kind} '${object.name}' is taken by '${other}'; give one of them another 'name' or 'namespace'`,
          },
        ];
  });
}
