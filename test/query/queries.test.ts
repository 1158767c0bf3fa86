import { parseLogql } from '../../constructs/query/logql.ts';
import { parsePromql } from '../../constructs/query/promql.ts';
import { promqlFacts } from '../../constructs/query/promql-facts.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';
import { poisonedModel } from '../lib/installation.ts';

const { queries } = poisonedModel();

/** Grafana's variables are filled in on dashboards only. */
const parse = ({ language, expr, kind }: QueryRecord) => {
  const variables = kind !== 'alert' && kind !== 'record';
  return language === 'promql' ? parsePromql(expr, { variables }) : parseLogql(expr, { variables });
};

test('every query of an installation can be read', () => {
  const count = (language: string) => queries.filter((query) => query.language === language).length;
  expect(count('promql')).toBeGreaterThan(50);
  expect(count('logql')).toBeGreaterThan(5);
  const problems = queries.flatMap((query) =>
    parse(query).problems.map(({ line, column, message }) => `${query.asker}: ${line}:${column}: ${message}`),
  );
  expect(problems).toEqual([]);
});

test('every PromQL asks for something by name', () => {
  const nameless = queries
    .filter(({ language }) => language === 'promql')
    .filter((query) => {
      const { expr } = parsePromql(query.expr);
      const selectors = expr ? promqlFacts(expr).selectors : [];
      return selectors.some(({ selector }) => selector.name === undefined);
    });
  expect(nameless.map(({ asker, expr }) => `${asker}: ${expr}`)).toEqual([]);
});

test('five hundred queries come to an end', () => {
  const many = Array.from({ length: 500 }, (_, index) => queries[index % queries.length]!);
  expect(many.filter((query) => parse(query).problems.length === 0)).toHaveLength(500);
});
