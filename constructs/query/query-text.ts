/** A stretch of the text of a query: offsets, without `to` itself. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something that the server refuses, and where. */
export interface Problem {
  readonly at: Span;
  readonly message: string;
}

/** A problem of a query for people. */
export interface SyntaxProblem extends Span {
  /** What is wrong, and what would be right. Lower case, no full stop. */
  readonly message: string;
  /** Line of the query, from 1. */
  readonly line: number;
  /** Character of the line, from 1. */
  readonly column: number;
}

/** A name in a query: a label, or a part of a list of labels. */
export interface Name extends Span {
  readonly name: string;
}

/** A matcher of a label, such as `job=~"a|b"`. */
export interface Matcher extends Span {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  /** Its text without quotes and escapes. */
  readonly value: string;
}

/** How the sides of a binary operation find each other. */
export interface Matching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly Name[];
  /** The side with many series for one of the other. @default - one for one. */
  readonly group?: 'left' | 'right';
  /** Labels that are taken from the side of the one. */
  readonly include: readonly Name[];
}

/** Labels that an aggregation keeps, or leaves out. */
export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly Name[];
}

/** A duration in seconds, or the variable that gives it. */
export type QueryDuration = number | { readonly variable: string };

/** A problem, with its place in words. */
export function problemAt(text: string, { from, to }: Span, message: string): SyntaxProblem {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const line = text.slice(0, start).split('\n').length;
  return { message, from, to, line, column: from - start + 1 };
}

/** How much of a long line is shown on each side. */
const NEIGHBORHOOD = 40;

/** The line where a problem is, cut to its neighborhood, and carets below what is meant. */
export function pointAt(text: string, { from, to }: Span): string {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', from);
  const end = next === -1 ? text.length : next;
  const left = from - start > NEIGHBORHOOD ? from - NEIGHBORHOOD : start;
  const right = end - from > NEIGHBORHOOD ? from + NEIGHBORHOOD : end;
  const before = `${left > start ? '…' : ''}${text.slice(left, from)}`;
  const after = `${text.slice(from, right)}${right < end ? '…' : ''}`;
  const carets = '^'.repeat(Math.max(1, Math.min(to, right) - from));
  return `${before}${after}\n${before.replaceAll(/[^\t]/g, ' ')}${carets}`;
}
