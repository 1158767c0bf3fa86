import { parser } from '@grafana/lezer-logql';
import type { LogQuery } from './logql-ast.ts';
import { logQuery } from './logql-tree.ts';
import { nearest } from './nearest.ts';
import type { QueryOptions } from './promql.ts';
import { explain, type Vocabulary, withinStack } from './query-errors.ts';
import { maskVariables } from './query-mask.ts';
import { problemAt, type SyntaxProblem } from './query-text.ts';
import { type Token, tokens, unpaired } from './query-tokens.ts';
import { type Found, firstError, partsOf } from './query-tree.ts';

export * from './logql-ast.ts';
export type { SyntaxProblem } from './query-text.ts';

/** A query that was read. */
export interface ParsedLogql {
  /** @default - the query can't be read. */
  readonly query?: LogQuery;
  /** What Loki refuses. Where the query can't be read, the first place. */
  readonly problems: readonly SyntaxProblem[];
}

const AGGREGATIONS = new Set([
  ...['sum', 'avg', 'count', 'max', 'min', 'stddev', 'stdvar', 'bottomk', 'topk', 'sort', 'sort_desc'],
]);

const VOCABULARY: Vocabulary = {
  functions: new Set([
    ...AGGREGATIONS,
    ...['rate', 'rate_counter', 'bytes_rate', 'count_over_time', 'bytes_over_time', 'avg_over_time', 'sum_over_time'],
    ...['min_over_time', 'max_over_time', 'stddev_over_time', 'stdvar_over_time', 'quantile_over_time'],
    ...['first_over_time', 'last_over_time', 'absent_over_time', 'label_replace', 'vector'],
    ...['ip', 'bytes', 'duration', 'duration_seconds'],
  ]),
  keywords: new Set([
    ...['by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'and', 'or', 'unless'],
  ]),
  anyCase: (name) => AGGREGATIONS.has(name.toLowerCase()),
  expression: 'a selector or a function of one, such as {job="a"} or rate({job="a"}[5m])',
  continued: "a stage, such as '| json', an operator, or the end",
  stage: "a stage, such as 'json', 'line_format' or a label to compare",
  particular,
};

/**
 * Reads LogQL and says what Loki would refuse. Never throws.
 *
 * The grammar is that of Grafana's editor. What Loki knows and it does not: `approx_topk` and `variants`, which Loki has
 * to be told to allow, labels that are called as a keyword is, and functions in capital letters.
 */
export function parseLogql(text: string, { variables = true }: QueryOptions = {}): ParsedLogql {
  return parse(text, variables);
}

function parse(text: string, variables: boolean): ParsedLogql {
  return withinStack<ParsedLogql>(text, () => {
    const found: Found[] = [];
    const query = read(text, variables, found);
    const problems = found.map(({ at, message }) => problemAt(text, at, message)).sort((a, b) => a.from - b.from);
    return { ...(query && { query }), problems };
  });
}

function read(text: string, variables: boolean, found: Found[]): LogQuery | undefined {
  const pieces = tokens(text, { variables });
  const half = unpaired(pieces);
  const masked = maskVariables(text, pieces, 'logql');
  const tree = parser.parse(masked.text);
  const error = half ? undefined : firstError(tree);
  const unreadable = half ?? (error && explain(pieces, error.from, VOCABULARY));
  if (unreadable) {
    found.push(unreadable);
    return undefined;
  }
  return logQuery({ text, masked, found, variables }, partsOf(tree.topNode)[0]!);
}

/** Stages that are complete with their name. */
const WHOLE_STAGES = ['json', 'logfmt', 'unpack', 'decolorize'];

const STAGES = [...WHOLE_STAGES, 'regexp', 'pattern', 'line_format', 'label_format', 'unwrap', 'drop', 'keep'];

/** Quotes, ranges and stages are where LogQL differs from PromQL. */
function particular(before: readonly Token[], found: Token | undefined): string | undefined {
  if (found?.kind === 'string' && found.text.startsWith("'")) {
    return `a text stands between double quotes or back-ticks, not ''; write "${found.text.slice(1, -1)}"`;
  }
  const outside = before.filter(({ text }) => text === '(').length === before.filter(({ text }) => text === ')').length;
  if (found?.text === '[' && outside) return "a range belongs to a function, such as 'rate({…}[5m])'";
  const last = before.at(-1);
  if (before.at(-2)?.text === '|' && last?.kind === 'word' && !STAGES.includes(last.text)) {
    const meant = nearest(last.text, STAGES);
    const remedy = meant ? `did you mean '${meant}'?` : `a label is compared, such as ${last.text}="…"`;
    return `'${last.text}' is no stage; ${remedy}`;
  }
  if (found?.text === 'unwrap')
    return "'unwrap' belongs to a function, such as 'sum_over_time({…} | unwrap size [5m])'";
  const isRanged = before.findLast(({ text }) => text === '{' || text === '[')?.text === '[';
  const areLines = last?.kind === 'string' || last?.text === '}' || WHOLE_STAGES.includes(last?.text ?? '');
  const isMissing = found?.text === ')' && areLines && !isRanged;
  return isMissing ? "lines are counted over a range, such as 'rate({…}[5m])'" : undefined;
}
