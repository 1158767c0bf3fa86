import type { Model } from '../../kit/model.ts';

/** A rule of Prometheus or Loki. */
export interface FileRule {
  readonly alert?: string;
  readonly expr?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A group of rules, and the file that it is in. */
export interface FileGroup {
  readonly path: string;
  readonly file: string;
  readonly name: string;
  readonly rules: readonly FileRule[];
}

/** The rule groups of an output, of Prometheus and of Loki. */
export function ruleGroupsOf({ files }: Pick<Model, 'files'>): FileGroup[] {
  return files.flatMap(({ path, configMap, key, content }) => {
    if (typeof content !== 'object' || content === null || !('groups' in content)) return [];
    const groups = content.groups as readonly { readonly name: string; readonly rules?: readonly FileRule[] }[];
    return groups.map(({ name, rules = [] }) => ({ path, file: `${configMap}/${key}`, name, rules }));
  });
}
