/** A part of the text of a query, as offsets; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something in a query that the server refuses. */
export interface Problem extends Span {
  /** What is wrong, and what would be right. Lower case, no full stop. */
  readonly message: string;
}

/** A problem, with its place for people. */
export interface SyntaxProblem extends Problem {
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

/** The problem of a span. */
export function problem({ from, to }: Span, message: string): Problem {
  return { from, to, message };
}

/** The line and the column of an offset, both from 1. */
export function placeIn(text: string, offset: number): Pick<SyntaxProblem, 'line' | 'column'> {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** How much of a long line is shown on each side. */
const NEIGHBORHOOD = 40;

/** The line of a span, shortened to its neighborhood, with carets below the span. */
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
