import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { checkTree, type Problem } from './check.ts';
import { PART_OF_LABEL } from './labels.ts';
import { Wiring } from './wiring.ts';

const CHECKED = Symbol.for('kubernetes-monitoring-stack.unique-names');

/** Two objects with one name: `kubectl apply` would let the second overwrite the first. Checked once for each tree. */
export function checkUniqueNames(construct: IConstruct): void {
  const { root } = construct.node;
  if (Reflect.has(root, CHECKED)) return;
  Object.defineProperty(root, CHECKED, { value: true });
  checkTree(construct, () => duplicates(root));
}

/** Objects of others may do among themselves what they like. */
function duplicates(root: IConstruct): Problem[] {
  const seen = new Map<string, ApiObject>();
  return root.node.findAll().flatMap((object) => {
    if (!(object instanceof ApiObject)) return [];
    const { apiGroup, kind, metadata, name } = object;
    const place = [apiGroup, kind, metadata.namespace, name].join(' ');
    const other = seen.get(place);
    seen.set(place, object);
    if (other === undefined || ![object, other].some(isOurs)) return [];
    const message = `the name of ${kind} '${name}' is taken by '${other.node.path}'; give one of them another 'name' or 'namespace'`;
    return [{ path: object.node.path, message }];
  });
}

function isOurs(object: ApiObject): boolean {
  return Wiring.of(object).installations.has(object.metadata.getLabel(PART_OF_LABEL) ?? '');
}
