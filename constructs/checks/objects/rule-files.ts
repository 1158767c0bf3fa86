import type { Model } from '../../kit/model.ts';
import { groupsIn, type WrittenGroup } from '../../kit/rules/written-rules.ts';

export type { WrittenRule } from '../../kit/rules/written-rules.ts';

/** A group of rules, and the file that it is in. */
export interface FileGroup extends Required<WrittenGroup> {
  readonly path: string;
  readonly namespace: string;
  readonly file: string;
}

/** The rule groups of an output, of Prometheus and of Loki. */
export function ruleGroupsOf({ files }: Pick<Model, 'files'>): FileGroup[] {
  return files.flatMap(({ path, namespace, configMap, key, content }) =>
    groupsIn(content).map(({ name, rules = [] }) => ({ path, namespace, file: `${configMap}/${key}`, name, rules })),
  );
}
