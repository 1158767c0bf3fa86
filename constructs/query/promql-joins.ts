import { type PromBinary, type PromExpr, type PromSelector, promType, walkPromql } from './promql.ts';
import type { LabelSet } from './promql-facts.ts';
import { takes } from './query-matcher.ts';
import { variablesIn } from './query-variables.ts';

/** Why a binary operation of two vectors never finds a pair, or more pairs than it may. */
export type JoinProblem =
  /** All series of one side have a label that no series of the other has, and it is compared. */
  | { readonly kind: 'never'; readonly label: string; readonly side: 'left' | 'right'; readonly ignored: boolean }
  /** Several series of one side have the same labels, as far as they are compared. */
  | { readonly kind: 'many'; readonly labels: readonly string[]; readonly side: 'left' | 'right' };

/**
 * Labels of which one target has several values. Other labels may depend on those that are compared: a pod has one node.
 */
const SEVERAL_PER_TARGET =
  /^(path|route|handler|uri|url|method|verb|code|status|status_code|le|quantile|resource|operation|operation_type|mode|cpu|device|level)$/;

/** The problems of all binary operations in an expression. */
export function joinProblems(
  expr: PromExpr,
  possible: (expr: PromExpr) => LabelSet,
): { readonly of: PromBinary; readonly problem: JoinProblem }[] {
  const found: { of: PromBinary; problem: JoinProblem }[] = [];
  walkPromql(expr, (part) => {
    if (part.kind !== 'binary' || part.op === 'or') return;
    if (promType(part.left) !== 'instant vector' || promType(part.right) !== 'instant vector') return;
    const problem = neverMatches(part, possible) ?? matchesMany(part, possible);
    if (problem) found.push({ of: part, problem });
  });
  return found;
}

/** By `on`, a missing label is a finding about labels. */
function neverMatches({ left, right, matching }: PromBinary, possible: Possible): JoinProblem | undefined {
  if (matching?.kind === 'on') return undefined;
  const ignored = new Set(matching?.labels.map(({ name }) => name));
  const missing = (some: PromExpr, other: PromExpr) => {
    const others = possible(other);
    if (others === 'unknown') return undefined;
    return [...certain(some, possible)].find((label) => !ignored.has(label) && !others.has(label));
  };
  const ofLeft = missing(left, right);
  if (ofLeft !== undefined) return { kind: 'never', label: ofLeft, side: 'left', ignored: matching !== undefined };
  const ofRight = missing(right, left);
  if (ofRight !== undefined) return { kind: 'never', label: ofRight, side: 'right', ignored: matching !== undefined };
  return undefined;
}

function matchesMany({ op, left, right, matching }: PromBinary, possible: Possible): JoinProblem | undefined {
  if (!matching || op === 'and' || op === 'unless') return undefined;
  const compared = new Set(matching.labels.map(({ name }) => name));
  const several = (side: PromExpr) =>
    isFiltered(side)
      ? []
      : [...certain(side, possible)]
          .filter((label) => SEVERAL_PER_TARGET.test(label))
          .filter((label) => compared.has(label) === (matching.kind === 'ignoring'));
  for (const side of ['left', 'right'] as const) {
    const labels = matching.group === side ? [] : several(side === 'left' ? left : right);
    if (labels.length > 0) return { kind: 'many', labels, side };
  }
  return undefined;
}

type Possible = (expr: PromExpr) => LabelSet;

/** Whether only some of the series are left: one of several values, for example. */
function isFiltered(expr: PromExpr): boolean {
  let filtered = false;
  walkPromql(expr, (part) => {
    if (part.kind === 'binary' && /^(==|!=|[<>]=?|and|unless)$/.test(part.op)) filtered = true;
    if (part.kind === 'aggregation' && /^(topk|bottomk|limitk)$/.test(part.op)) filtered = true;
    if (part.kind === 'selector' && part.matchers.some(({ label }) => SEVERAL_PER_TARGET.test(label))) filtered = true;
  });
  return filtered;
}

/** Labels that each series of a result has: what it is grouped by, and what its selectors ask for. */
function certain(expr: PromExpr, possible: Possible): ReadonlySet<string> {
  switch (expr.kind) {
    case 'selector':
      return new Set(ofSelector(expr));
    case 'subquery':
    case 'unary':
      return certain(expr.expr, possible);
    case 'aggregation': {
      const inner = possible(expr.expr);
      const { grouping, op } = expr;
      if (/^(topk|bottomk|limitk|limit_ratio)$/.test(op)) return certain(expr.expr, possible);
      const names = new Set(grouping?.labels.map(({ name }) => name));
      if (grouping?.kind === 'without') return filtered(certain(expr.expr, possible), (label) => !names.has(label));
      return filtered(names, (label) => inner !== 'unknown' && inner.has(label) && variablesIn(label).length === 0);
    }
    case 'call': {
      const vector = expr.args.find((arg) => !/^(scalar|string)$/.test(promType(arg)));
      if (!vector || /^(absent|absent_over_time|vector|label_replace|label_join)$/.test(expr.func)) return NONE;
      return filtered(certain(vector, possible), (label) => !/^histogram_/.test(expr.func) || label !== 'le');
    }
    case 'binary':
      return ofBinary(expr, possible);
    default:
      return NONE;
  }
}

const NONE: ReadonlySet<string> = new Set();

function ofSelector({ matchers }: PromSelector): string[] {
  return matchers
    .filter((matcher) => variablesIn(matcher.value).length === 0 && !takes(matcher, ''))
    .map(({ label }) => label);
}

function ofBinary({ op, left, right, matching }: PromBinary, possible: Possible): ReadonlySet<string> {
  const ofLeft = certain(left, possible);
  const ofRight = certain(right, possible);
  if (op === 'and' || op === 'unless') return ofLeft;
  if (op === 'or') return filtered(ofLeft, (label) => ofRight.has(label));
  if (promType(left) === 'scalar') return ofRight;
  if (promType(right) === 'scalar' || matching?.group === 'left') return ofLeft;
  if (matching?.group === 'right') return ofRight;
  const names = new Set(matching?.labels.map(({ name }) => name));
  return filtered(ofLeft, (label) => !matching || names.has(label) === (matching.kind === 'on'));
}

function filtered(labels: ReadonlySet<string>, keep: (label: string) => boolean): ReadonlySet<string> {
  return new Set([...labels].filter(keep));
}
