import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PART_OF_LABEL } from './labels.ts';
import { Wiring } from './wiring.ts';

/**
 * Two objects with one name, at least one of them ours: `kubectl apply` would let the second overwrite the first. Conflicts
 * among foreign objects are not reported.
 */
export function nameConflicts(root: IConstruct): { readonly path: string; readonly message: string }[] {
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
