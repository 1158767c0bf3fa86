import { parser } from '@grafana/lezer-logql';
import type { LogQuery } from './logql-ast.ts';
import { logQuery } from './logql-tree.ts';
import { nearest } from './nearest.ts';
import { type Language, parseQuery, type QueryOptions, shown, unknownName } from './query-parser.ts';
import type { SyntaxProblem } from './query-text.ts';
import type { Token } from './query-tokens.ts';

export * from './logql-ast.ts';
export type { SyntaxProblem } from './query-text.ts';

/** A parsed query. */
export interface ParsedLogql {
  /** @default - the query can't be parsed */
  readonly query?: LogQuery;
  /** What Loki refuses. Where the query can't be parsed, only the first place. */
  readonly problems: readonly SyntaxProblem[];
}

const LOGQL: Language = {
  name: 'logql',
  parser: parser.configure({ strict: true }),
  functions: new Set([
    ...['rate', 'rate_counter', 'bytes_rate', 'count_over_time', 'bytes_over_time', 'avg_over_time', 'sum_over_time'],
    ...['min_over_time', 'max_over_time', 'stddev_over_time', 'stdvar_over_time', 'quantile_over_time'],
    ...['first_over_time', 'last_over_time', 'absent_over_time', 'label_replace', 'vector'],
    ...['ip', 'bytes', 'duration', 'duration_seconds'],
  ]),
  aggregations: new Set([
    ...['sum', 'avg', 'count', 'max', 'min', 'stddev', 'stdvar', 'bottomk', 'topk', 'sort', 'sort_desc'],
  ]),
  hint,
};

const STAGES = [
  ...['json', 'logfmt', 'unpack', 'decolorize', 'regexp', 'pattern', 'line_format', 'label_format'],
  ...['unwrap', 'drop', 'keep'],
];

/** Quotes, ranges and stages are where LogQL differs from PromQL. */
function hint(before: readonly Token[], found: Token | undefined): string | undefined {
  if (found?.text.startsWith("'")) return `unexpected ${shown(found)}, expected double quotes or back-ticks`;
  const last = before.at(-1);
  if (last?.text === '|') return `unexpected ${shown(found)}, expected a stage such as json`;
  if (before.at(-2)?.text === '|' && last?.kind === 'word' && !STAGES.includes(last.text)) {
    return nearest(last.text, STAGES)
      ? unknownName('stage', last.text, STAGES)
      : `unexpected ${shown(found)}, expected a comparison such as ${last.text}="…"`;
  }
  const isRanged = before.findLast(({ text }) => text === '{' || text === '[')?.text === '[';
  return found?.text === ')' && !isRanged ? "unexpected ')', expected a range such as [5m]" : undefined;
}

/**
 * Parses LogQL and reports what Loki would refuse.
 *
 * The grammar is that of Grafana's editor. It lacks `approx_topk` and `variants`, which are disabled in Loki by default,
 * labels that are named as a keyword, and function names in capital letters.
 */
export function parseLogql(text: string, { variables = true }: QueryOptions = {}): ParsedLogql {
  return parseQuery(text, variables, LOGQL, logQuery);
}
