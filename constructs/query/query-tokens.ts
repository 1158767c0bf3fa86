import { type Problem, problem, type Span } from './query-text.ts';
import { nameOfVariable, VARIABLE, type VariableUse } from './query-variables.ts';

/** A token of a query. White space and comments are skipped. */
export interface Token extends Span {
  readonly kind: 'string' | 'variable' | 'word' | 'number' | 'bracket' | 'sign';
  readonly text: string;
  /** The innermost bracket around it; 'labels' for a list of labels in parentheses. */
  readonly context?: '(' | '[' | '{' | 'labels';
}

/** Words before a list of labels in parentheses. */
export const BEFORE_LABELS = /^(by|without|on|ignoring|group_left|group_right)$/i;

const KINDS = ['comment', 'string', 'variable', 'word', 'number', 'bracket', 'sign'] as const;

const TEXT = /"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`/;
const CLOSED_TEXT = new RegExp(`^(?:${TEXT.source})$`, 'u');

function tokenPattern(variable: RegExp): RegExp {
  const text = new RegExp(`${TEXT.source}|["'][^\\n]*|\`[^\`]*`);
  const kinds = [/#[^\n]*/, text, variable, /[A-Za-z_:][\w:]*/, /\.?\d[\w.]*/, /[()[\]{}]/, /[=!<>|~]+|\S/];
  return new RegExp(kinds.map(({ source }) => `(${source})`).join('|'), 'gu');
}

const WITH_VARIABLES = tokenPattern(VARIABLE);
const WITHOUT_VARIABLES = tokenPattern(/(?!)/);

const CLOSED_BY: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Splits a query into tokens, and finds the first quote or bracket without its counterpart. */
export function tokenize(text: string, variables: boolean): { readonly tokens: Token[]; readonly unpaired?: Problem } {
  const tokens: Token[] = [];
  const open: { readonly bracket: Token; readonly context: Token['context'] }[] = [];
  let unpaired: Problem | undefined;
  for (const match of text.matchAll(variables ? WITH_VARIABLES : WITHOUT_VARIABLES)) {
    const { 0: written, index } = match;
    const kind = KINDS[match.findIndex((group, position) => position > 0 && group !== undefined) - 1] ?? 'sign';
    if (kind === 'comment') continue;
    const context = open.at(-1)?.context;
    const token: Token = { kind, text: written, from: index, to: index + written.length, ...(context && { context }) };
    if (kind === 'string' && !CLOSED_TEXT.test(written)) {
      unpaired ??= problem({ from: index, to: index + 1 }, `unclosed ${written[0]}`);
    }
    if (Object.hasOwn(CLOSED_BY, written)) {
      const isLabels = written === '(' && BEFORE_LABELS.test(tokens.at(-1)?.text ?? '');
      open.push({ bracket: token, context: isLabels ? 'labels' : (written as Token['context']) });
    } else if (kind === 'bracket') {
      const opened = open.pop()?.bracket;
      if (!opened) unpaired ??= problem(token, `unexpected '${written}'`);
      else if (CLOSED_BY[opened.text] !== written) unpaired ??= problem(opened, `unclosed '${opened.text}'`);
    }
    tokens.push(token);
  }
  const last = open.at(-1)?.bracket;
  if (last) unpaired ??= problem(last, `unclosed '${last.text}'`);
  return { tokens, ...(unpaired && { unpaired }) };
}

/** A query with a placeholder of the same length for each variable. */
export interface MaskedQuery {
  readonly text: string;
  /** The replaced variables: all but those within quotes. */
  readonly variables: readonly VariableUse[];
}

/** Replaces the variables of a query outside quotes, so that a grammar can parse it and columns stay the same. */
export function maskVariables(text: string, tokens: readonly Token[], language: 'promql' | 'logql'): MaskedQuery {
  const variables: VariableUse[] = [];
  let masked = '';
  let done = 0;
  tokens.forEach((token, index) => {
    // The grammar of Prometheus' editor lacks `5.`, which Prometheus accepts.
    if (token.kind === 'number' && /^\d+\.$/.test(token.text) && tokens[index + 1]?.from !== token.to) {
      masked += `${text.slice(done, token.to - 1)} `;
      done = token.to;
    }
    if (token.kind !== 'variable') return;
    const standIn = standInFor(tokens[index - 1], token, tokens[index + 1], language);
    masked += text.slice(done, token.from) + standIn(token.to - token.from);
    done = token.to;
    variables.push({ name: nameOfVariable(token.text), from: token.from, to: token.to });
  });
  return { text: masked + text.slice(done), variables };
}

type StandIn = (length: number) => string;
const asName: StandIn = (length) => 'v'.repeat(length);
/** In PromQL a number is also a duration. */
const asNumber: StandIn = (length) => '1'.padStart(length, '0');
const asDuration: StandIn = (length) => '1s'.padStart(length, '0');

const isJoinable = (token: Token | undefined) => /^(word|number|variable)$/.test(token?.kind ?? '');

function standInFor(before: Token | undefined, token: Token, after: Token | undefined, language: string): StandIn {
  const { from, to, context } = token;
  if (context === '{' || context === 'labels') return asName;
  const joined = before?.to === from && isJoinable(before);
  const continued = after?.from === to && isJoinable(after);
  if (context === '[' || /^offset$/i.test(before?.text ?? '')) {
    return language === 'logql' && !joined && !continued ? asDuration : asNumber;
  }
  if (joined || continued) return joined && before.kind !== 'word' ? asNumber : asName;
  return /^[[{(]$/.test(after?.text ?? '') || before?.text === '|' ? asName : asNumber;
}
