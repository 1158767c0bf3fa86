import type { IConstruct } from 'constructs';

/** The id of a construct that is named by a prop. Where that is empty, taken or missing, rules say so, and not cdk8s. */
export function childId(scope: IConstruct, prop: string): string {
  const name = String(prop);
  const free = (id: string) => id !== '' && scope.node.tryFindChild(id) === undefined;
  if (free(name)) return name;
  for (let number = 2; ; number += 1) {
    if (free(`${name}-${number}`)) return `${name}-${number}`;
  }
}
