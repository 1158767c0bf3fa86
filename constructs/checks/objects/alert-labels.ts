import { groupBy } from '../../query/group-by.ts';
import type { LabelSet } from '../../query/promql-facts.ts';
import type { QueryRecord } from '../../query/query.ts';
import { resultLabels } from '../known-series.ts';
import type { Stack } from '../stack.ts';
import { ruleGroupsOf, type WrittenRule } from './rule-files.ts';

/** Labels that every alert carries in Alertmanager: its name, and the external label of the cluster. */
export const OF_EVERY_ALERT: readonly string[] = ['alertname', 'cluster'];

/** The possible labels of an alert's expression; unknown where no query of the output has it. */
export function alertResults(stack: Stack): (expr: string) => LabelSet {
  return queryResults(stack, ({ kind }) => kind === 'alert');
}

/** The possible labels of what a query returns; unknown where no query of the output is it. */
export function queryResults(
  { promql, logql, series }: Stack,
  among: (record: QueryRecord) => boolean = () => true,
): (expr: string) => LabelSet {
  const asked = new Map(
    [...promql, ...logql].filter(({ record }) => among(record)).map((query) => [query.record.expr, query]),
  );
  return (expr) => {
    const query = asked.get(expr);
    if (query && 'expr' in query && query.expr) {
      return resultLabels(series, query.expr);
    }
    const groupings =
      query && 'query' in query ? (query.query?.labels ?? []).filter(({ kind }) => /^(by|without)$/.test(kind)) : [];
    // Lines that are counted by some labels lose all others.
    if (groupings.length === 0 || groupings.some(({ kind }) => kind === 'without')) return 'unknown';
    return new Set(groupings.flatMap(({ labels }) => labels.map(({ name }) => name)));
  };
}

/** The possible labels of the alerts of a name; unknown for an alert that does not exist. */
export function alertLabels(stack: Stack): (name: string) => LabelSet {
  const rules = groupBy(
    ruleGroupsOf(stack).flatMap((group) => group.rules),
    ({ alert }) => alert,
  );
  const labelsOfExpr = alertResults(stack);
  const known = new Map<string, LabelSet>();
  return (name) => {
    const labels = known.get(name) ?? joined((rules.get(name) ?? []).map((rule) => ofRule(rule, labelsOfExpr)));
    known.set(name, labels);
    return labels;
  };
}

function ofRule({ expr = '', labels = {} }: WrittenRule, labelsOfExpr: (expr: string) => LabelSet): LabelSet {
  return joined([labelsOfExpr(expr), new Set([...Object.keys(labels), ...OF_EVERY_ALERT])]);
}

function joined(sets: readonly LabelSet[]): LabelSet {
  if (sets.length === 0) return 'unknown';
  const all = new Set<string>();
  for (const labels of sets) {
    if (labels === 'unknown') return labels;
    for (const label of labels) all.add(label);
  }
  return all;
}
