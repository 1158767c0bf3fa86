import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** Two objects with one name: `kubectl apply` would let the second overwrite the first. */
export function nameConflicts(root: IConstruct): { readonly path: string; readonly message: string }[] {
  const seen = new Map<string, string>();
  return root.node.findAll().flatMap((object) => {
    if (!(object instanceof ApiObject)) return [];
    const { path } = object.node;
    const place = [object.kind, object.metadata.namespace, object.name].filter(Boolean).join(' ');
    const other = seen.get(place);
    seen.set(place, path);
    if (other === undefined) return [];
    const message = `the name of ${object.kind} '${object.name}' is taken by '${other}'; give one of them another 'name' or 'namespace'`;
    return [{ path, message }];
  });
}
