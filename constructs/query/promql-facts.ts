import {
  type PromAggregation,
  type PromBinary,
  type PromCall,
  type PromExpr,
  type PromSelector,
  type PromSubquery,
  promChildren,
} from './promql-ast.ts';
import { promType } from './promql-check.ts';
import type { Name } from './query-text.ts';
import { variablesIn } from './query-variables.ts';

/** What a query reads. Expressions have their offsets in the text: `placeIn` converts one to line and column. */
export interface PromqlFacts {
  readonly selectors: readonly SelectorUse[];
  /** Those of more than a selector. */
  readonly subqueries: readonly SubqueryUse[];
  readonly labels: readonly LabelUse[];
  /** Labels that the query itself creates, by `label_replace`, `label_join` and `count_values`. */
  readonly made: readonly Name[];
}

/** A selector, and the function it is an argument of. */
export interface SelectorUse {
  readonly selector: PromSelector;
  /**
   * The function or aggregation whose argument it is, directly or within a subquery.
   *
   * @default - it is an operand, or the whole query
   */
  readonly func?: string;
}

/** A subquery, and the function it is an argument of. */
export interface SubqueryUse {
  readonly subquery: PromSubquery;
  /** @default - none. */
  readonly func?: string;
}

/** Labels that a query reads, by name. */
export interface LabelUse {
  readonly kind: 'by' | 'without' | 'on' | 'ignoring' | 'group_left' | 'group_right' | 'label_replace' | 'label_join';
  readonly labels: readonly Name[];
  /** The expressions that they are read from; for `on` and `ignoring` both sides. */
  readonly of: readonly PromExpr[];
}

/** Cached by expression: jobs and checks both need them. */
const FACTS = new WeakMap<PromExpr, PromqlFacts>();

/** The facts of an expression, from left to right. */
export function promqlFacts(expr: PromExpr): PromqlFacts {
  const facts = FACTS.get(expr) ?? factsOf(expr);
  FACTS.set(expr, facts);
  return facts;
}

function factsOf(expr: PromExpr): PromqlFacts {
  const selectors: SelectorUse[] = [];
  const subqueries: SubqueryUse[] = [];
  const labels: LabelUse[] = [];
  const made: Name[] = [];
  const visit = (part: PromExpr, func?: string) => {
    labels.push(...usesOf(part));
    made.push(...madeBy(part));
    const caller = func !== undefined && { func };
    if (part.kind === 'selector') selectors.push({ selector: part, ...caller });
    if (part.kind === 'subquery' && part.expr.kind !== 'selector') subqueries.push({ subquery: part, ...caller });
    const own = part.kind === 'call' ? part.func : part.kind === 'aggregation' ? part.op : undefined;
    for (const child of promChildren(part)) visit(child, part.kind === 'subquery' ? func : own);
  };
  visit(expr);
  return { selectors, subqueries, labels, made };
}

function usesOf(expr: PromExpr): LabelUse[] {
  if (expr.kind === 'aggregation') {
    return expr.grouping ? [{ ...expr.grouping, of: [expr.expr] }] : [];
  }
  if (expr.kind === 'binary' && expr.matching) {
    const { kind, labels, group, include } = expr.matching;
    const one = group === 'left' ? expr.right : expr.left;
    return [
      { kind, labels, of: [expr.left, expr.right] },
      ...(group && include.length > 0 ? [{ kind: `group_${group}` as const, labels: include, of: [one] }] : []),
    ];
  }
  if (expr.kind === 'call' && (expr.func === 'label_replace' || expr.func === 'label_join')) {
    const sources = expr.func === 'label_replace' ? expr.args.slice(3, 4) : expr.args.slice(3);
    return [{ kind: expr.func, labels: sources.flatMap(nameIn), of: expr.args.slice(0, 1) }];
  }
  return [];
}

function madeBy(expr: PromExpr): Name[] {
  if (expr.kind === 'aggregation' && expr.op === 'count_values') return nameIn(expr.param);
  return expr.kind === 'call' && /^label_(replace|join)$/.test(expr.func) ? nameIn(expr.args[1]) : [];
}

/** The label that a string argument names. */
function nameIn(expr: PromExpr | undefined): Name[] {
  return expr?.kind === 'string' ? [{ name: expr.value, from: expr.from, to: expr.to }] : [];
}

/**
 * The possible labels of series, without `__name__`. 'unknown' means any: a variable replaces an expression or a label, or
 * a function is experimental. After `by` and `on` they are known again: those list all remaining labels.
 */
export type LabelSet = ReadonlySet<string> | 'unknown';

/**
 * The possible labels of an expression's result; labels outside the set never occur.
 *
 * @param ofSelector labels of the series that a selector matches; 'unknown' where the catalogue lacks them.
 * @param found cache of results for the same series.
 */
export function outputLabels(
  expr: PromExpr,
  ofSelector: (selector: PromSelector) => LabelSet,
  found = new Map<PromExpr, LabelSet>(),
): LabelSet {
  const labels = found.get(expr) ?? labelsOf(expr, ofSelector, (part) => outputLabels(part, ofSelector, found));
  found.set(expr, labels);
  return labels;
}

function labelsOf(
  expr: PromExpr,
  ofSelector: (selector: PromSelector) => LabelSet,
  labelsOfPart: (part: PromExpr) => LabelSet,
): LabelSet {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return NONE;
    case 'variable':
      return 'unknown';
    case 'selector':
      return ofSelector(expr);
    case 'subquery':
    case 'unary':
      return labelsOfPart(expr.expr);
    case 'call':
      return ofCall(expr, labelsOfPart);
    case 'aggregation':
      return ofAggregation(expr, labelsOfPart(expr.expr));
    case 'binary':
      return ofBinary(expr, labelsOfPart(expr.left), labelsOfPart(expr.right));
  }
}

const NONE: LabelSet = new Set();

function ofCall(call: PromCall, labelsOf: (expr: PromExpr) => LabelSet): LabelSet {
  const { func, args } = call;
  const type = promType(call);
  if (type === 'any') return 'unknown';
  if (type === 'scalar' || func === 'vector') return NONE;
  if (func === 'absent' || func === 'absent_over_time') return ofAbsent(args[0]);
  const vector = args.find((arg) => !/^(scalar|string)$/.test(promType(arg)));
  const labels = vector ? labelsOf(vector) : NONE;
  if (func === 'histogram_quantile' || func === 'histogram_fraction') return minus(labels, ['le']);
  return /^label_(replace|join)$/.test(func) ? union(labels, asSet(madeBy(call))) : labels;
}

/** `absent` returns the labels that its selector matches by '='. */
function ofAbsent(arg: PromExpr | undefined): LabelSet {
  if (arg?.kind === 'variable') return 'unknown';
  const matchers = arg?.kind === 'selector' ? arg.matchers : [];
  const others = matchers.filter(({ op, value }) => op !== '=' || value === '').map(({ label }) => label);
  return minus(asSet(matchers.map(({ label, ...at }) => ({ name: label, ...at }))), others);
}

function ofAggregation(expr: PromAggregation, labels: LabelSet): LabelSet {
  const { op, grouping } = expr;
  if (/^(topk|bottomk|limitk|limit_ratio)$/.test(op)) return labels;
  const kept =
    grouping?.kind === 'without'
      ? minus(labels, namesOf(grouping.labels))
      : both(asSet(grouping?.labels ?? []), labels);
  return union(kept, asSet(madeBy(expr)));
}

function ofBinary({ op, left, right, matching }: PromBinary, ofLeft: LabelSet, ofRight: LabelSet): LabelSet {
  if (op === 'or') return union(ofLeft, ofRight);
  if (op === 'and' || op === 'unless') return ofLeft;
  if (promType(left) === 'scalar') return ofRight;
  if (promType(right) === 'scalar') return ofLeft;
  if (matching?.group) {
    const [many, one] = matching.group === 'left' ? [ofLeft, ofRight] : [ofRight, ofLeft];
    return union(minus(many, namesOf(matching.include)), both(asSet(matching.include), one));
  }
  const shared = both(ofLeft, ofRight);
  return matching?.kind === 'on'
    ? both(asSet(matching.labels), shared)
    : minus(shared, namesOf(matching?.labels ?? []));
}

function namesOf(labels: readonly Name[]): string[] {
  return labels.map(({ name }) => name);
}

/** The names, unless one of them is a variable. */
function asSet(labels: readonly Name[]): LabelSet {
  const names = namesOf(labels);
  return names.some((name) => variablesIn(name).length > 0) ? 'unknown' : new Set(names);
}

function union(a: LabelSet, b: LabelSet): LabelSet {
  return a === 'unknown' || b === 'unknown' ? 'unknown' : new Set([...a, ...b]);
}

/** The intersection; unknown labels may be any. */
function both(a: LabelSet, b: LabelSet): LabelSet {
  if (a === 'unknown') return b;
  return b === 'unknown' ? a : new Set([...a].filter((label) => b.has(label)));
}

function minus(labels: LabelSet, others: readonly string[]): LabelSet {
  return labels === 'unknown' ? labels : new Set([...labels].filter((label) => !others.includes(label)));
}
