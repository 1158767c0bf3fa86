import type { SyntaxNode, Tree } from '@lezer/common';
import type { LRParser } from '@lezer/lr';
import { nearest } from './nearest.ts';
import { type Problem, placeIn, problem, type SyntaxProblem } from './query-text.ts';
import { BEFORE_LABELS, maskVariables, type Token, tokenize } from './query-tokens.ts';
import { partsOf, Reading } from './query-tree.ts';

/** Parser options. */
export interface QueryOptions {
  /** Whether Grafana interpolates variables before it sends the query. @default true */
  readonly variables?: boolean;
}

/** A query language. */
export interface Language {
  readonly name: 'promql' | 'logql';
  /** Strict mode: throws at the first error, which is faster than searching the tree for one. */
  readonly parser: LRParser;
  /** Known functions; the names of aggregations in any case. */
  readonly functions: ReadonlySet<string>;
  readonly aggregations: ReadonlySet<string>;
  /** A better message for a mistake that is typical of the language. */
  readonly hint?: (before: readonly Token[], found: Token | undefined) => string | undefined;
}

/** Parses a query. Reports the first syntax error, or everything that `read` refuses. */
export function parseQuery<Query>(
  text: string,
  variables: boolean,
  language: Language,
  read: (reading: Reading, node: SyntaxNode) => Query,
): { readonly query?: Query; readonly problems: readonly SyntaxProblem[] } {
  const { tokens, unpaired } = tokenize(text, variables);
  if (unpaired) return { problems: [located(text, unpaired)] };
  const masked = maskVariables(text, tokens, language.name);
  let tree: Tree;
  try {
    tree = language.parser.parse(masked.text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const from = firstError(language.parser.configure({ strict: false }).parse(masked.text));
    return { problems: [located(text, syntaxError(tokens, from, language))] };
  }
  const reading = new Reading(text, masked, variables);
  const query = read(reading, partsOf(tree.topNode)[0]!);
  const problems = reading.problems.map((found) => located(text, found));
  return { query, problems: problems.sort((a, b) => a.from - b.from) };
}

function located(text: string, found: Problem): SyntaxProblem {
  return { ...found, ...placeIn(text, found.from) };
}

/** The first syntax error. */
function firstError(tree: Tree): number {
  const cursor = tree.cursor();
  while (!cursor.type.isError && cursor.next());
  return cursor.from;
}

/** Keywords that may precede a parenthesis. */
const KEYWORD =
  /^(by|without|on|ignoring|group_left|group_right|bool|offset|and|or|unless|atan2|start|end|fill|fill_left|fill_right)$/i;

const EXPECTED: Readonly<Record<string, string>> = {
  '{': 'a matcher such as job="…"',
  '[': 'a duration such as 5m',
  labels: 'names of labels in parentheses',
};

function syntaxError(tokens: readonly Token[], from: number, language: Language): Problem {
  if (tokens.length === 0) return problem({ from, to: from }, 'the query is empty');
  const unknown = unknownFunction(tokens, language);
  if (unknown) return unknown;
  const found = tokens.find(({ to }) => to > from);
  const before = tokens.filter(({ to }) => to <= from);
  const at = found ?? { from, to: from };
  const hint = language.hint?.(before, found);
  if (hint) return problem(at, hint);
  const last = before.at(-1)?.text ?? '';
  const context = BEFORE_LABELS.test(last) ? 'labels' : /^offset$/i.test(last) ? '[' : found?.context;
  const expected = EXPECTED[context ?? ''];
  return problem(at, `unexpected ${shown(found)}${expected ? `, expected ${expected}` : ''}`);
}

function unknownFunction(tokens: readonly Token[], { functions, aggregations }: Language): Problem | undefined {
  const call = tokens.find(({ kind, text }, index) => {
    if (tokens[index + 1]?.text !== '(' || BEFORE_LABELS.test(tokens[index - 1]?.text ?? '')) return false;
    const isKnown = functions.has(text) || aggregations.has(text.toLowerCase()) || KEYWORD.test(text);
    return kind === 'variable' || (kind === 'word' && !isKnown);
  });
  return call && problem(call, unknownName('function', call.text, [...functions, ...aggregations]));
}

/** `unknown function 'rat', did you mean 'rate'?` */
export function unknownName(what: string, name: string, names: Iterable<string>): string {
  const meant = nearest(name.toLowerCase(), names);
  return `unknown ${what} '${name}'${meant ? `, did you mean '${meant}'?` : ''}`;
}

/** Longest token that a message quotes in full. */
const LONGEST = 30;

/** A token as messages show it. */
export function shown(token: Token | undefined): string {
  if (!token) return 'end of query';
  const text = token.text.length > LONGEST ? `${token.text.slice(0, LONGEST)}…` : token.text;
  return token.kind === 'string' ? text : `'${text}'`;
}
