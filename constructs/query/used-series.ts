import { parsePromql } from './promql.ts';
import { promqlFacts } from './promql-facts.ts';
import { isInDashboard, type QueryRecord } from './query.ts';
import { takes } from './query-matcher.ts';
import type { Matcher } from './query-text.ts';

/** Whether some query reads the series of a name. */
export type IsRead = (name: string) => boolean;

/** The series that queries read. Queries that can't be parsed read nothing: a check reports them. */
export function seriesRead(queries: readonly QueryRecord[]): IsRead {
  const names = new Set<string>();
  const patterns: Matcher[] = [];
  for (const record of queries) {
    const { language, expr } = record;
    const parsed = language === 'promql' ? parsePromql(expr, { variables: isInDashboard(record) }).expr : undefined;
    if (!parsed) continue;
    for (const { selector } of promqlFacts(parsed).selectors) {
      if (selector.name !== undefined) names.add(selector.name);
      else patterns.push(...selector.matchers.filter(({ label }) => label === '__name__'));
    }
  }
  return (name) => names.has(name) || patterns.some((matcher) => takes(matcher, name));
}
