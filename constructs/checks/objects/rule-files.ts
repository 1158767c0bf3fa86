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

/** The names of the alerts in an output, and of those that the stack contains and the installation disables or leaves out. */
export function alertNames(model: Pick<Model, 'files' | 'content'>): ReadonlySet<string> {
  const written = ruleGroupsOf(model).flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
  const brought = model.content.flatMap(({ rules = [], logRules = [], onDemand }) =>
    [...rules, ...logRules, ...(onDemand?.rules ?? [])].flatMap(({ alerts = [] }) => alerts.map(({ name }) => name)),
  );
  return new Set([...written, ...brought]);
}
