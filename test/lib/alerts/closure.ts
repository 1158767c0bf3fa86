import type { RuleGroup } from '../../../constructs/index.ts';

/** A rule and those that it reads, be it what they record or whether they fire: the others take time and change nothing. */
export function closure(groups: readonly RuleGroup[], rule: string): RuleGroup[] {
  const rules = new Map(
    groups.flatMap(({ records = [], alerts = [] }) => [
      ...records.map(({ record, expr }) => [record, expr] as const),
      ...alerts.map(({ name, expr }) => [name, expr] as const),
    ]),
  );
  const chosen = new Set<string>();
  const add = (name: string) => {
    const expr = rules.get(name);
    if (expr === undefined || chosen.has(name)) return;
    chosen.add(name);
    for (const [read] of expr.matchAll(/\b\w+(:\w+)+\b/g)) add(read);
    for (const [, names = ''] of expr.matchAll(/alertname=~?"([^"]+)"/g)) for (const one of names.split('|')) add(one);
  };
  add(rule);
  return groups
    .map((group) => ({
      ...group,
      records: (group.records ?? []).filter(({ record }) => chosen.has(record)),
      alerts: (group.alerts ?? []).filter(({ name }) => chosen.has(name)),
    }))
    .filter(({ records, alerts }) => records.length + alerts.length > 0);
}
