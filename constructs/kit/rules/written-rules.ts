import type { QueryRecord } from '../../query/query.ts';

/** A rule, as Prometheus and Loki read it. */
export interface WrittenRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A group of rules, as Prometheus and Loki read it. */
export interface WrittenGroup {
  readonly name: string;
  readonly rules?: readonly WrittenRule[];
}

/** The rule groups of a config file; empty for other files. */
export function groupsIn(content: unknown): readonly WrittenGroup[] {
  const groups: unknown = Object(content).groups;
  return Array.isArray(groups) ? groups : [];
}

/** The queries of some rule groups. */
export function groupQueries(
  path: string,
  language: QueryRecord['language'],
  groups: readonly WrittenGroup[],
): QueryRecord[] {
  return groups.flatMap(({ name: within, rules }) =>
    (rules ?? []).map(({ alert, record, expr = '' }): QueryRecord => {
      const common = { path, language, within, expr };
      return record === undefined
        ? { ...common, kind: 'alert', asker: `alert '${alert}'` }
        : { ...common, kind: 'record', asker: `recording rule '${record}'`, records: record };
    }),
  );
}
