import { parser } from '@prometheus-io/lezer-promql';
import type { PromExpr } from './promql-ast.ts';
import { checkPromql } from './promql-check.ts';
import { AGGREGATIONS, EXPERIMENTAL_AGGREGATIONS, EXPERIMENTAL_FUNCTIONS, PROM_FUNCTIONS } from './promql-functions.ts';
import { promExpr } from './promql-tree.ts';
import { explain, type Vocabulary, withinStack } from './query-errors.ts';
import { maskVariables } from './query-mask.ts';
import { problemAt, type SyntaxProblem } from './query-text.ts';
import { tokens, unpaired } from './query-tokens.ts';
import { type Found, firstError, partsOf } from './query-tree.ts';

export * from './promql-ast.ts';
export { promType } from './promql-check.ts';
export type { PromType } from './promql-functions.ts';
export type { SyntaxProblem } from './query-text.ts';

/** What may stand in a query. */
export interface QueryOptions {
  /** Whether Grafana replaces variables in it before it is sent. @default true */
  readonly variables?: boolean;
}

/** A query that was read. */
export interface ParsedPromql {
  /** @default - the query can't be read. */
  readonly expr?: PromExpr;
  /** What Prometheus refuses. Where the query can't be read, the first place. */
  readonly problems: readonly SyntaxProblem[];
}

const AGGREGATION_NAMES = new Set([...Object.keys(AGGREGATIONS), ...EXPERIMENTAL_AGGREGATIONS]);

const VOCABULARY: Vocabulary = {
  functions: new Set([...PROM_FUNCTIONS.keys(), ...EXPERIMENTAL_FUNCTIONS, ...AGGREGATION_NAMES]),
  keywords: new Set([
    ...['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'and', 'or', 'unless'],
    ...['atan2', 'fill', 'fill_left', 'fill_right'],
  ]),
  anyCase: (name) => AGGREGATION_NAMES.has(name.toLowerCase()),
  expression: 'an expression, such as up or rate(x_total[5m])',
  continued: 'an operator, or the end',
  particular: (before, found) =>
    before.at(-1)?.text === '{' && found?.text === '{'
      ? "'{{' begins a native histogram, which only rule tests know"
      : undefined,
};

/** Queries that are remembered at most: those of thousands of applications, not of thousands of installations. */
const MOST_READ = 50_000;

/** What was read, by its text: the same queries are asked for what they read, and checked. */
const READ = { withVariables: new Map<string, ParsedPromql>(), plain: new Map<string, ParsedPromql>() };

/**
 * Reads PromQL and says what Prometheus would refuse. Never throws.
 *
 * The grammar is that of Prometheus' own editor. It knows everything that Prometheus does, but for numbers such as
 * `5.` and `0X1F`, durations in parentheses, and `offset` as the name of a metric: write `5`, `0x1F`, `5m` and
 * `{"offset"}`.
 */
export function parsePromql(text: string, { variables = true }: QueryOptions = {}): ParsedPromql {
  const as = variables ? 'withVariables' : 'plain';
  const parsed = READ[as].get(text) ?? parse(text, variables);
  if (READ[as].size >= MOST_READ) READ[as].clear();
  READ[as].set(text, parsed);
  return parsed;
}

function parse(text: string, variables: boolean): ParsedPromql {
  return withinStack<ParsedPromql>(text, () => {
    const found: Found[] = [];
    const expr = read(text, variables, found);
    const problems = found.map(({ at, message }) => problemAt(text, at, message)).sort((a, b) => a.from - b.from);
    return { ...(expr && { expr }), problems };
  });
}

function read(text: string, variables: boolean, found: Found[]): PromExpr | undefined {
  const pieces = tokens(text, { variables });
  const half = unpaired(pieces);
  const masked = maskVariables(text, pieces, 'promql');
  const tree = parser.parse(masked.text);
  const error = half ? undefined : firstError(tree);
  const unreadable = half ?? (error && explain(pieces, error.from, VOCABULARY));
  if (unreadable) {
    found.push(unreadable);
    return undefined;
  }
  const reading = { text, masked, found, variables };
  const expr = promExpr(reading, partsOf(tree.topNode)[0]!);
  checkPromql(expr, reading);
  return expr;
}
