import type { Model } from '../kit/model.ts';
import { type ParsedLogql, parseLogql } from '../query/logql.ts';
import { type ParsedPromql, parsePromql } from '../query/promql.ts';
import { type PromqlFacts, promqlFacts } from '../query/promql-facts.ts';
import { isInDashboard, type QueryRecord } from '../query/query.ts';
import { knownSeries, type SeriesByName } from './known-series.ts';

/** A parsed PromQL query. */
export interface PromqlQuery extends ParsedPromql {
  readonly record: QueryRecord;
  /** @default - the query is invalid. */
  readonly facts?: PromqlFacts;
}

/** A parsed LogQL query. */
export interface LogqlQuery extends ParsedLogql {
  readonly record: QueryRecord;
}

/** The parsed queries of an output, and the series that they may read. */
export interface QueryView {
  readonly promql: readonly PromqlQuery[];
  readonly logql: readonly LogqlQuery[];
  readonly series: SeriesByName;
}

/** Parses the queries of a model. */
export function queryView({ queries, jobs }: Model): QueryView {
  return {
    promql: queries
      .filter(({ language }) => language === 'promql')
      .map((record) => {
        const parsed = parsePromql(record.expr, { variables: isInDashboard(record) });
        const isRight = parsed.expr && parsed.problems.length === 0;
        return { record, ...parsed, ...(isRight && { facts: promqlFacts(parsed.expr) }) };
      }),
    logql: queries
      .filter(({ language }) => language === 'logql')
      .map((record) => ({ record, ...parseLogql(record.expr, { variables: isInDashboard(record) }) })),
    series: knownSeries(jobs, queries),
  };
}
