import type { IConstruct } from 'constructs';

/** The construct id for a name from a prop. If it is empty, duplicate or missing, validators report it instead of cdk8s. */
export function childId(scope: IConstruct, prop: string): string {
  const name = String(prop);
  const free = (id: string) => id !== '' && scope.node.tryFindChild(id) === undefined;
  if (free(name)) return name;
  for (let number = 2; ; number += 1) {
    if (free(`${name}-${number}`)) return `${name}-${number}`;
  }
}
