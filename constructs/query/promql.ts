import { parser } from '@prometheus-io/lezer-promql';
import type { PromExpr } from './promql-ast.ts';
import { checkPromql } from './promql-check.ts';
import { AGGREGATIONS, PROM_FUNCTIONS } from './promql-functions.ts';
import { promExpr } from './promql-tree.ts';
import { type Language, parseQuery, type QueryOptions } from './query-parser.ts';
import type { SyntaxProblem } from './query-text.ts';

export * from './promql-ast.ts';
export { promType } from './promql-check.ts';
export type { PromType } from './promql-functions.ts';
export type { QueryOptions } from './query-parser.ts';
export type { SyntaxProblem } from './query-text.ts';

/** A parsed query. */
export interface ParsedPromql {
  /** @default - the query can't be parsed */
  readonly expr?: PromExpr;
  /** What Prometheus refuses. Where the query can't be parsed, only the first place. */
  readonly problems: readonly SyntaxProblem[];
}

const PROMQL: Language = {
  name: 'promql',
  parser: parser.configure({ strict: true }),
  functions: new Set(PROM_FUNCTIONS.keys()),
  aggregations: new Set(AGGREGATIONS.keys()),
};

/** Cache size: enough for the queries of thousands of applications, not of thousands of installations. */
const MOST_CACHED = 50_000;

/** Cache of parsed queries: they are read for their series, and checked. */
const CACHE = new Map<string, ParsedPromql>();

/**
 * Parses PromQL and reports what Prometheus would refuse.
 *
 * The grammar is that of Prometheus' own editor. It knows everything that Prometheus does, but for numbers such as
 * `5.` and `0X1F`, durations in parentheses, and `offset` as the name of a metric: write `5`, `0x1F`, `5m` and
 * `{"offset"}`. It gives up after some 1,300 tokens.
 */
export function parsePromql(text: string, { variables = true }: QueryOptions = {}): ParsedPromql {
  const key = `${variables} ${text}`;
  const parsed = CACHE.get(key) ?? parse(text, variables);
  if (CACHE.size >= MOST_CACHED) CACHE.clear();
  CACHE.set(key, parsed);
  return parsed;
}

function parse(text: string, variables: boolean): ParsedPromql {
  const { query, problems } = parseQuery(text, variables, PROMQL, (reading, node) => {
    const expr = promExpr(reading, node);
    checkPromql(expr, reading);
    return expr;
  });
  return { ...(query && { expr: query }), problems };
}
