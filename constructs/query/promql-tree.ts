import type { SyntaxNode } from '@lezer/common';
import type { PromBinary, PromExpr } from './promql-ast.ts';
import { promLabels, promNumber, promPostfix, promSelector, SIGN } from './promql-selector.ts';
import type { Grouping, Matching } from './query-text.ts';
import { allOf, partOf, partsOf, type Reading, spanOf } from './query-tree.ts';

/** Precedence of operators. All but `^` are left-associative. */
const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  ...{ and: 2, unless: 2 },
  ...{ '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3, '</': 3, '>/': 3 },
  ...{ '+': 4, '-': 4 },
  ...{ '*': 5, '/': 5, '%': 5, atan2: 5 },
  '^': 6,
};

/** A unary sign has the precedence of `*`. */
const SIGN_BINDING = 5;

/** One item of an expression in infix order. */
type Item =
  | { readonly kind: 'sign'; readonly op: '+' | '-'; readonly from: number }
  | { readonly kind: 'operand'; readonly expr: PromExpr; readonly inParentheses: boolean }
  | { readonly kind: 'operator'; readonly op: string; readonly node: SyntaxNode };

/**
 * Builds the AST of a node.
 *
 * The grammar gives `offset`, `@` and ranges a lower precedence than operators (`a + b offset 5m` is `(a + b) offset 5m` in
 * its tree), Prometheus a higher one. So operator precedence is resolved here.
 */
export function promExpr(reading: Reading, node: SyntaxNode): PromExpr {
  const items: Item[] = [];
  lineUp(reading, node, items);
  return climb(reading, items, 0);
}

/** Flattens an expression without its parentheses: signs, operands and operators. */
function lineUp(reading: Reading, node: SyntaxNode, items: Item[]): void {
  const [first, ...others] = partsOf(node);
  switch (node.name) {
    case 'BinaryExpr': {
      lineUp(reading, first!, items);
      items.push({ kind: 'operator', op: reading.textOf(others[0]!).toLowerCase(), node });
      lineUp(reading, others.at(-1)!, items);
      return;
    }
    case 'UnaryExpr':
      items.push({ kind: 'sign', op: reading.textOf(first!) === '-' ? '-' : '+', from: node.from });
      lineUp(reading, others[0]!, items);
      return;
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr': {
      lineUp(reading, first!, items);
      const last = items.pop();
      if (last?.kind !== 'operand') return;
      const expr = promPostfix(reading, last.expr, last.inParentheses, node);
      items.push({ kind: 'operand', expr, inParentheses: false });
      return;
    }
    case 'ParenExpr':
      items.push({ kind: 'operand', expr: { ...promExpr(reading, first!), ...spanOf(node) }, inParentheses: true });
      return;
    default: {
      // In the tree, the sign of a number belongs to it; in `-1^2` it applies to the power.
      const sign = /^[+-]/.exec(reading.textOf(node))?.[0];
      if (sign) items.push({ kind: 'sign', op: sign === '-' ? '-' : '+', from: node.from });
      items.push({ kind: 'operand', expr: operand(reading, node), inParentheses: false });
    }
  }
}

/** Precedence climbing: consumes items as long as operators bind more tightly than `least`. */
function climb(reading: Reading, items: Item[], least: number): PromExpr {
  let left = prefixed(reading, items);
  for (let next = items[0]; next?.kind === 'operator'; next = items[0]) {
    const binding = BINDING[next.op] ?? 0;
    if (binding <= least) break;
    items.shift();
    const right = climb(reading, items, next.op === '^' ? binding - 1 : binding);
    left = binary(reading, next.op, next.node, left, right);
  }
  return left;
}

function prefixed(reading: Reading, items: Item[]): PromExpr {
  const item = items.shift()!;
  if (item.kind !== 'sign') return item.kind === 'operand' ? item.expr : climb(reading, items, 0);
  const expr = climb(reading, items, SIGN_BINDING);
  const { op, from } = item;
  if (expr.kind !== 'number') return { kind: 'unary', op, expr, from, to: expr.to };
  return { ...expr, value: op === '-' ? -expr.value : expr.value, from };
}

function operand(reading: Reading, node: SyntaxNode): PromExpr {
  const span = spanOf(node);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return unsignedNumber(reading, node);
    case 'StringLiteral':
      return { kind: 'string', value: reading.quotedOf(node), ...span };
    case 'AggregateExpr':
      return aggregation(reading, node);
    case 'FunctionCall': {
      const func = reading.textOf(partOf(node, 'FunctionIdentifier')!);
      return { kind: 'call', func, args: argsOf(reading, node), ...span };
    }
    default:
      return promSelector(reading, node);
  }
}

function unsignedNumber(reading: Reading, node: SyntaxNode): PromExpr {
  const variable = reading.variableOf(node);
  if (variable) return { kind: 'variable', variable: variable.name, ...spanOf(variable) };
  const [space = ''] = SIGN.exec(reading.textOf(node)) ?? [];
  const span = { from: node.from + space.length, to: node.to };
  return { kind: 'number', value: promNumber(reading, span), ...span };
}

function argsOf(reading: Reading, call: SyntaxNode): PromExpr[] {
  return partsOf(partOf(call, 'FunctionCallBody')!).map((arg) => promExpr(reading, arg));
}

function aggregation(reading: Reading, node: SyntaxNode): PromExpr {
  const op = partOf(node, 'AggregateOp')!;
  const args = argsOf(reading, node);
  // None of too many: their number is checked later.
  const [first, second] = args.length > 2 ? [] : args;
  const modifier = partOf(node, 'AggregateModifier');
  const grouping: Grouping | undefined = modifier && {
    kind: partOf(modifier, 'By') ? 'by' : 'without',
    labels: promLabels(reading, partOf(modifier, 'GroupingLabels')),
  };
  return {
    kind: 'aggregation',
    op: reading.textOf(op).toLowerCase(),
    ...(grouping && { grouping }),
    ...(second && { param: first }),
    expr: second ?? first ?? { kind: 'number', value: 0, from: op.to, to: op.to },
    ...spanOf(node),
  };
}

function binary(reading: Reading, op: string, node: SyntaxNode, left: PromExpr, right: PromExpr): PromBinary {
  const clause = partOf(node, 'MatchingModifierClause');
  const fill = partOf(node, 'FillModifier');
  if (fill) reading.refuseExperimental(fill, "'fill'");
  return {
    kind: 'binary',
    op,
    bool: partOf(node, 'BoolModifier') !== undefined,
    left,
    right,
    ...(clause && { matching: matchingOf(reading, clause) }),
    from: left.from,
    to: right.to,
  };
}

function matchingOf(reading: Reading, clause: SyntaxNode): Matching {
  const [labels, include] = allOf(clause, 'GroupingLabels');
  const group = partOf(clause, 'GroupLeft') ? 'left' : partOf(clause, 'GroupRight') && 'right';
  return {
    kind: partOf(clause, 'On') ? 'on' : 'ignoring',
    labels: promLabels(reading, labels),
    ...(group && { group }),
    include: promLabels(reading, include),
  };
}
