import type { SyntaxNode } from '@lezer/common';
import type { PromAggregation, PromBinary, PromExpr } from './promql-ast.ts';
import { AGGREGATIONS, EXPERIMENTAL_AGGREGATIONS } from './promql-functions.ts';
import { promNumber, SIGN } from './promql-number.ts';
import { experimental, promLabels, promPostfix, promSelector } from './promql-selector.ts';
import type { Grouping, Matching } from './query-text.ts';
import { allOf, partOf, partsOf, quotedOf, type Reading, spanOf, textOf, variableOf } from './query-tree.ts';

/** How tightly operators bind. All but `^` from left to right. */
const BINDING: Readonly<Record<string, number>> = {
  or: 1,
  ...{ and: 2, unless: 2 },
  ...{ '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3, '</': 3, '>/': 3 },
  ...{ '+': 4, '-': 4 },
  ...{ '*': 5, '/': 5, '%': 5, atan2: 5 },
  '^': 6,
};

/** A sign before an expression binds as `*` does. */
const SIGN_BINDING = 5;

/** One part of an expression as it is read from left to right. */
type Piece =
  | { readonly kind: 'sign'; readonly op: '+' | '-'; readonly from: number }
  | { readonly kind: 'operand'; readonly expr: PromExpr; readonly inParentheses: boolean }
  | { readonly kind: 'operator'; readonly op: string; readonly node: SyntaxNode };

/**
 * The expression that a node stands for.
 *
 * The grammar binds `offset`, `@` and ranges more loosely than operators (`a + b offset 5m` is `(a + b) offset 5m` in
 * its tree), Prometheus the other way round. So operators are put in order here.
 */
export function promExpr(reading: Reading, node: SyntaxNode): PromExpr {
  const pieces: Piece[] = [];
  lineUp(reading, node, pieces);
  return climb(reading, pieces, 0);
}

/** Puts an expression without its parentheses in a line: signs, operands and operators. */
function lineUp(reading: Reading, node: SyntaxNode, pieces: Piece[]): void {
  const [first, ...others] = partsOf(node);
  switch (node.name) {
    case 'BinaryExpr': {
      lineUp(reading, first!, pieces);
      pieces.push({ kind: 'operator', op: textOf(reading, others[0]!).toLowerCase(), node });
      lineUp(reading, others.at(-1)!, pieces);
      return;
    }
    case 'UnaryExpr':
      pieces.push({ kind: 'sign', op: textOf(reading, first!) === '-' ? '-' : '+', from: node.from });
      lineUp(reading, others[0]!, pieces);
      return;
    case 'MatrixSelector':
    case 'SubqueryExpr':
    case 'OffsetExpr':
    case 'StepInvariantExpr':
    case 'AnchoredExpr':
    case 'SmoothedExpr': {
      lineUp(reading, first!, pieces);
      const last = pieces.pop();
      if (last?.kind !== 'operand') return;
      const expr = promPostfix(reading, last.expr, last.inParentheses, node);
      pieces.push({ kind: 'operand', expr, inParentheses: false });
      return;
    }
    case 'ParenExpr':
      pieces.push({ kind: 'operand', expr: { ...promExpr(reading, first!), ...spanOf(node) }, inParentheses: true });
      return;
    default: {
      // The sign of a number is a part of it in the tree; in `-1^2` it stands before the power.
      const sign = /^[+-]/.exec(textOf(reading, node))?.[0];
      if (sign) pieces.push({ kind: 'sign', op: sign === '-' ? '-' : '+', from: node.from });
      pieces.push({ kind: 'operand', expr: operand(reading, node), inParentheses: false });
    }
  }
}

/** Takes operands from the front of the line as long as operators bind more tightly than `least`. */
function climb(reading: Reading, pieces: Piece[], least: number): PromExpr {
  let left = prefixed(reading, pieces);
  for (let next = pieces[0]; next?.kind === 'operator'; next = pieces[0]) {
    const binding = BINDING[next.op] ?? 0;
    if (binding <= least) break;
    pieces.shift();
    const right = climb(reading, pieces, next.op === '^' ? binding - 1 : binding);
    left = binary(reading, next.op, next.node, left, right);
  }
  return left;
}

function prefixed(reading: Reading, pieces: Piece[]): PromExpr {
  const piece = pieces.shift()!;
  if (piece.kind !== 'sign') return piece.kind === 'operand' ? piece.expr : climb(reading, pieces, 0);
  const expr = climb(reading, pieces, SIGN_BINDING);
  const { op, from } = piece;
  if (expr.kind !== 'number') return { kind: 'unary', op, expr, from, to: expr.to };
  return { ...expr, value: op === '-' ? -expr.value : expr.value, from };
}

function operand(reading: Reading, node: SyntaxNode): PromExpr {
  const span = spanOf(node);
  switch (node.name) {
    case 'NumberDurationLiteral':
      return unsignedNumber(reading, node);
    case 'StringLiteral':
      return { kind: 'string', value: quotedOf(reading, node), ...span };
    case 'AggregateExpr':
      return aggregation(reading, node);
    case 'FunctionCall': {
      const func = textOf(reading, partOf(node, 'FunctionIdentifier')!);
      return { kind: 'call', func, args: argsOf(reading, node), ...span };
    }
    default:
      return promSelector(reading, node);
  }
}

function unsignedNumber(reading: Reading, node: SyntaxNode): PromExpr {
  const variable = variableOf(reading, node);
  if (variable) return { kind: 'variable', variable: variable.name, ...spanOf(variable) };
  const [space = ''] = SIGN.exec(textOf(reading, node)) ?? [];
  const span = { from: node.from + space.length, to: node.to };
  return { kind: 'number', value: promNumber(reading, span), ...span };
}

function argsOf(reading: Reading, call: SyntaxNode): PromExpr[] {
  return partsOf(partOf(call, 'FunctionCallBody')!).map((arg) => promExpr(reading, arg));
}

function aggregation(reading: Reading, node: SyntaxNode): PromExpr {
  const opNode = partOf(node, 'AggregateOp')!;
  const op = textOf(reading, opNode).toLowerCase();
  const args = argsOf(reading, node);
  const isExperimental = EXPERIMENTAL_AGGREGATIONS.includes(op);
  const takes = isExperimental ? 'scalar' : AGGREGATIONS[op];
  if (isExperimental) {
    reading.found.push({ at: spanOf(opNode), message: experimental(`'${op}'`) });
  } else if (args.length !== (takes ? 2 : 1)) {
    const parameters = takes ? `(${takes}, instant vector)` : '(instant vector)';
    reading.found.push({ at: spanOf(opNode), message: `'${op}' takes ${parameters}, not ${count(args.length)}` });
  }
  const modifier = partOf(node, 'AggregateModifier');
  const grouping: Grouping | undefined = modifier && {
    kind: partOf(modifier, 'By') ? 'by' : 'without',
    labels: promLabels(reading, partOf(modifier, 'GroupingLabels')),
  };
  const aggregated: Omit<PromAggregation, 'expr' | 'param'> = {
    kind: 'aggregation',
    op,
    ...(grouping && { grouping }),
    ...spanOf(node),
  };
  const nothing: PromExpr = { kind: 'number', value: 0, from: opNode.to, to: opNode.to };
  return takes && args.length > 1
    ? { ...aggregated, param: args[0], expr: args[1] ?? nothing }
    : { ...aggregated, expr: args[0] ?? nothing };
}

/** How many arguments, in words. */
export function count(args: number): string {
  return args === 0 ? 'no argument' : args === 1 ? '1 argument' : `${args} arguments`;
}

function binary(reading: Reading, op: string, node: SyntaxNode, left: PromExpr, right: PromExpr): PromBinary {
  const clause = partOf(node, 'MatchingModifierClause');
  const fill = partOf(node, 'FillModifier');
  if (fill) reading.found.push({ at: spanOf(fill), message: experimental("'fill'") });
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
