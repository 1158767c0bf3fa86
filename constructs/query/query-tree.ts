import type { SyntaxNode } from '@lezer/common';
import { unquote } from './query-literals.ts';
import { type Matcher, type Name, type Problem, problem, type Span } from './query-text.ts';
import type { MaskedQuery } from './query-tokens.ts';
import { type VariableUse, variablesIn } from './query-variables.ts';
import { regexProblem } from './regex.ts';
import { parseTemplate } from './template.ts';
import { LINE_TEMPLATES } from './template-languages.ts';

/** State while a tree is read: the original text and the problems. */
export class Reading {
  readonly problems: Problem[] = [];
  readonly #text: string;
  readonly #masked: MaskedQuery;
  readonly #variables: boolean;

  /** @param variables whether strings may contain Grafana variables. */
  constructor(text: string, masked: MaskedQuery, variables: boolean) {
    this.#text = text;
    this.#masked = masked;
    this.#variables = variables;
  }

  refuse(at: Span, message: string | undefined): void {
    if (message !== undefined) this.problems.push(problem(at, message));
  }

  /** Refuses what Prometheus accepts only with a feature flag. */
  refuseExperimental(at: Span, what: string): void {
    this.refuse(at, `${what} is experimental, and Prometheus runs without experimental features`);
  }

  /** The original text of a node. */
  textOf({ from, to }: Span): string {
    return this.#text.slice(from, to);
  }

  /** The name in a node, with its span. */
  nameOf(node: Span): Name {
    return { name: this.textOf(node), ...spanOf(node) };
  }

  /** The string in a node, unquoted. */
  quotedOf(node: Span): string {
    const { value, invalidAt } = unquote(this.textOf(node));
    if (invalidAt === undefined) return value;
    const at = { from: node.from + invalidAt, to: node.from + invalidAt + 2 };
    this.refuse(at, `invalid escape sequence '${this.textOf(at)}'; double the backslash, or quote with back-ticks`);
    return value;
  }

  /** `job="a"` */
  matcherOf(node: SyntaxNode): Matcher {
    const [label, op, value] = partsOf(node);
    return {
      label: /^["'`]/.test(this.textOf(label!)) ? this.quotedOf(label!) : this.textOf(label!),
      op: this.textOf(op!) as Matcher['op'],
      value: this.quotedOf(value!),
      ...spanOf(node),
    };
  }

  /** The variable in a node, outside quotes. */
  variableOf({ from, to }: Span): VariableUse | undefined {
    return this.#masked.variables.find((variable) => variable.from >= from && variable.to <= to);
  }

  /** Whether a text has variables that Grafana interpolates before the server gets it. */
  hasVariables(text: string): boolean {
    return this.#variables && variablesIn(text).length > 0;
  }

  checkMatcher(matcher: Matcher): void {
    if (/^[=!]~$/.test(matcher.op)) this.checkRegex(matcher, matcher.value);
  }

  /** Checks a template in quotes. */
  checkTemplate(at: Span, text: string): void {
    if (this.hasVariables(text)) return;
    const [found] = parseTemplate(text, LINE_TEMPLATES).problems;
    if (!found) return;
    // With escapes, offsets of the quoted text differ.
    const isSame = this.textOf(at).slice(1, -1) === text;
    const from = at.from + 1;
    this.refuse(isSame ? { from: from + found.from, to: from + found.to } : at, `template: ${found.message}`);
  }

  checkRegex(at: Span, pattern: string): void {
    if (!this.hasVariables(pattern)) this.refuse(at, regexProblem(pattern));
  }
}

/** The span of a node. */
export function spanOf({ from, to }: Span): Span {
  return { from, to };
}

/** The children of a node, without comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = [];
  for (let part = node.firstChild; part; part = part.nextSibling) {
    if (part.name !== 'LineComment' && !part.type.isError) parts.push(part);
  }
  return parts;
}

/** The child of a node with this name. */
export function partOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  let part = node.firstChild;
  while (part && part.name !== name) part = part.nextSibling;
  return part ?? undefined;
}

/** All descendants of a node with this name. */
export function allOf(node: SyntaxNode, name: string): SyntaxNode[] {
  return partsOf(node).flatMap((part) => (part.name === name ? [part] : allOf(part, name)));
}
