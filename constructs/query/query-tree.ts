import type { SyntaxNode, Tree } from '@lezer/common';
import type { MaskedQuery } from './query-mask.ts';
import { unquote } from './query-string.ts';
import type { Name, QueryDuration, Span } from './query-text.ts';
import { type VariableUse, variablesIn } from './query-variables.ts';

/** A problem that was found, without its line. */
export interface Found {
  readonly at: Span;
  readonly message: string;
}

/** What is needed to read a tree: the text as it was written, what the grammar read, and where problems go. */
export interface Reading {
  readonly text: string;
  readonly masked: MaskedQuery;
  readonly found: Found[];
  /** Whether Grafana's variables may stand in texts. */
  readonly variables: boolean;
}

/** The first place where a grammar gave up, if it did. */
export function firstError(tree: Tree): SyntaxNode | undefined {
  let first: SyntaxNode | undefined;
  tree.iterate({
    enter(node) {
      if (!first && node.type.isError) first = node.node;
      return !first;
    },
  });
  return first;
}

/** The parts of a node that are not comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let part = node.firstChild; part; part = part.nextSibling) {
    if (part.name !== 'LineComment' && !part.type.isError) parts.push(part);
  }
  return parts;
}

/** The part of a node with this name. */
export function partOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  let part = node.firstChild;
  while (part && part.name !== name) part = part.nextSibling;
  return part ?? undefined;
}

/** All nodes with this name below a node. */
export function allOf(node: SyntaxNode, name: string): SyntaxNode[] {
  return partsOf(node).flatMap((part) => (part.name === name ? [part] : allOf(part, name)));
}

/** Where a node is. */
export function spanOf({ from, to }: Span): Span {
  return { from, to };
}

/** What a node says, as it was written. */
export function textOf(reading: Reading, { from, to }: Span): string {
  return reading.text.slice(from, to);
}

/** The name that a node is. */
export function nameOf(reading: Reading, node: Span): Name {
  return { name: textOf(reading, node), ...spanOf(node) };
}

/** The variable in a node, outside quotes. */
export function variableOf(reading: Reading, { from, to }: Span): VariableUse | undefined {
  return reading.masked.variables.find((variable) => variable.from >= from && variable.to <= to);
}

/** The text between the quotes of a node; as it was written where an escape in it is wrong. */
export function quotedOf(reading: Reading, node: Span): string {
  const quoted = textOf(reading, node);
  const read = unquote(quoted);
  if ('value' in read) return read.value;
  reading.found.push({ at: { from: node.from + read.at, to: node.from + read.at + 2 }, message: read.message });
  return quoted.slice(1, -1);
}

/** Whether a text is not what the server gets, as it has variables in it. */
export function isOpen({ variables }: Pick<Reading, 'variables'>, text: string): boolean {
  return variables && variablesIn(text).length > 0;
}

/** A duration that is a variable, or contains one. */
export function variableDuration(reading: Reading, node: Span): QueryDuration | undefined {
  const variable = variableOf(reading, node);
  return variable && { variable: variable.name };
}
