import type { IConstruct } from 'constructs';

/**
 * The construct id for a name from a prop. If it is empty, duplicate, missing or one that every object has, validators report it
 * instead of cdk8s.
 */
export function childId(scope: IConstruct, prop: string): string {
  const name = String(prop);
  const free = (id: string) => id !== '' && !(id in Object.prototype) && scope.node.tryFindChild(id) === undefined;
  if (free(name)) return name;
  for (let number = 2; ; number += 1) {
    if (free(`${name}-${number}`)) return `${name}-${number}`;
  }
}
