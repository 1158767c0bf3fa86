import type { Grouping, Matcher, Matching, QueryDuration, Span } from './query-text.ts';

/** A PromQL expression, without parentheses; positions are offsets into its text. */
export type PromExpr =
  | PromNumber
  | PromString
  | PromVariable
  | PromSelector
  | PromSubquery
  | PromCall
  | PromAggregation
  | PromBinary
  | PromUnary;

/** A number or a duration, such as `0.99`, `0x1f`, `Inf` or `5m`; durations in seconds. */
export interface PromNumber extends Span {
  readonly kind: 'number';
  readonly value: number;
}

/** A quoted text. */
export interface PromString extends Span {
  readonly kind: 'string';
  readonly value: string;
}

/** A Grafana variable in place of an expression: a number, or the name of a metric. */
export interface PromVariable extends Span, Modifiers {
  readonly kind: 'variable';
  readonly variable: string;
}

/** When a selector or a subquery is evaluated. */
export interface Modifiers {
  /** How much earlier; negative is later. @default - no offset. */
  readonly offset?: QueryDuration;
  /** A time stamp in seconds, or an end of the range of the query. @default - the time of the evaluation. */
  readonly at?: number | 'start' | 'end' | { readonly variable: string };
}

/** Series by their name and labels, such as `up{job="a"}` or `up{job="a"}[5m]`. */
export interface PromSelector extends Span, Modifiers {
  readonly kind: 'selector';
  /** The name of the metric, with the variables in it. From `{__name__="up"}` and `{"up"}` too. @default - any. */
  readonly name?: string;
  /** Without the matcher of the name. */
  readonly matchers: readonly Matcher[];
  /** Length of a range vector. @default - an instant vector. */
  readonly range?: QueryDuration;
}

/** An expression that is evaluated over a range, such as `rate(errors_total[5m])[1h:1m]`. */
export interface PromSubquery extends Span, Modifiers {
  readonly kind: 'subquery';
  readonly expr: PromExpr;
  readonly range: QueryDuration;
  /** @default - the evaluation interval of the server. */
  readonly step?: QueryDuration;
}

/** A function call. */
export interface PromCall extends Span {
  readonly kind: 'call';
  readonly func: string;
  readonly args: readonly PromExpr[];
}

/** An aggregation, such as `sum by (job) (up)`. Its name is in lower case. */
export interface PromAggregation extends Span {
  readonly kind: 'aggregation';
  readonly op: string;
  /** @default - one series for all. */
  readonly grouping?: Grouping;
  /** Of `topk`, `quantile` and the like. */
  readonly param?: PromExpr;
  readonly expr: PromExpr;
}

/** A binary operation. `and`, `or`, `unless` and `atan2` are in lower case. */
export interface PromBinary extends Span {
  readonly kind: 'binary';
  readonly op: string;
  /** Whether a comparison has `bool`: it returns 0 or 1. */
  readonly bool: boolean;
  readonly left: PromExpr;
  readonly right: PromExpr;
  /** @default - by all labels. */
  readonly matching?: Matching;
}

/** A unary operation. */
export interface PromUnary extends Span {
  readonly kind: 'unary';
  readonly op: '+' | '-';
  readonly expr: PromExpr;
}

/** The operands and arguments of an expression. */
export function promChildren(expr: PromExpr): readonly PromExpr[] {
  switch (expr.kind) {
    case 'call':
      return expr.args;
    case 'aggregation':
      return expr.param ? [expr.param, expr.expr] : [expr.expr];
    case 'binary':
      return [expr.left, expr.right];
    case 'subquery':
    case 'unary':
      return [expr.expr];
    default:
      return [];
  }
}

/** Visits an expression and all its descendants, depth first and from left to right. */
export function walkPromql(expr: PromExpr, visit: (expr: PromExpr) => void): void {
  visit(expr);
  for (const child of promChildren(expr)) walkPromql(child, visit);
}
