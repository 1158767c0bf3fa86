/** A part of the text of a query, as offsets; `to` is exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Something that the server refuses in a query. */
export interface Problem extends Span {
  /** What is wrong, and how to fix it. Lower case, no full stop. */
  readonly message: string;
}

/** A problem with its line and column. */
export interface SyntaxProblem extends Problem {
  /** Line of the query, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
}

/** A name in a query: a label, or an entry of a label list. */
export interface Name extends Span {
  readonly name: string;
}

/** A matcher of a label, such as `job=~"a|b"`. */
export interface Matcher extends Span {
  readonly label: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  /** Unquoted and unescaped. */
  readonly value: string;
}

/** Vector matching of a binary operation. */
export interface Matching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly Name[];
  /** The "many" side of a many-to-one match: `group_left` or `group_right`. @default - one-to-one. */
  readonly group?: 'left' | 'right';
  /** Labels that are copied from the "one" side. */
  readonly include: readonly Name[];
}

/** Labels that an aggregation keeps, or leaves out. */
export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly Name[];
}

/** A duration in seconds, or the variable in its place. */
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

/** Characters of a long line that are shown on each side. */
const NEIGHBORHOOD = 40;

/** The line of a span, shortened around it, with carets below the span. */
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
