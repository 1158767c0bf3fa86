import type { SyntaxNode } from '@lezer/common';
import type { Modifiers, PromExpr, PromSelector } from './promql-ast.ts';
import { promNumber, promSeconds } from './promql-number.ts';
import type { Matcher, Name } from './query-text.ts';
import { nameOf, partOf, partsOf, quotedOf, type Reading, spanOf, textOf, variableOf } from './query-tree.ts';

/** Why something is refused that this Prometheus could do if it were told to. */
export function experimental(what: string): string {
  return `${what} is experimental, and Prometheus runs without experimental features; do without`;
}

/** `up{job="a"}` */
export function promSelector(reading: Reading, node: SyntaxNode): PromSelector {
  const identifier = partOf(node, 'Identifier');
  const braces = partOf(node, 'LabelMatchers');
  const all = braces ? partsOf(braces).map((matcher) => promMatcher(reading, matcher)) : [];
  const named = all.find(isName);
  if (identifier && named) {
    const message = `the metric is named already, '${textOf(reading, identifier)}'; remove one of the names`;
    reading.found.push({ at: spanOf(named), message });
  }
  const byName = identifier ? undefined : all.find((matcher) => isName(matcher) && matcher.op === '=');
  const name = identifier ? textOf(reading, identifier) : byName?.value;
  return {
    kind: 'selector',
    ...(name !== undefined && { name }),
    matchers: all.filter((matcher) => matcher !== byName),
    ...spanOf(node),
  };
}

function isName({ label }: Matcher): boolean {
  return label === '__name__';
}

function promMatcher(reading: Reading, node: SyntaxNode): Matcher {
  const [label, op, value] = partsOf(node);
  if (node.name === 'QuotedLabelName') {
    return { label: '__name__', op: '=', value: quotedOf(reading, node), ...spanOf(node) };
  }
  return {
    label: label!.name === 'QuotedLabelName' ? quotedOf(reading, label!) : textOf(reading, label!),
    op: textOf(reading, op!) as Matcher['op'],
    value: quotedOf(reading, value!),
    ...spanOf(node),
  };
}

/** `(job, "my.label")` */
export function promLabels(reading: Reading, node: SyntaxNode | undefined): Name[] {
  return (node ? partsOf(node) : []).map((label) => {
    if (label.name !== 'QuotedLabelName') return nameOf(reading, label);
    const name = quotedOf(reading, label);
    if (name === '') reading.found.push({ at: spanOf(label), message: 'a label must have a name' });
    return { name, ...spanOf(label) };
  });
}

/** What stands behind an expression and changes it: `[5m]`, `[1h:]`, `offset 5m`, `@ end()`. */
export function promPostfix(reading: Reading, expr: PromExpr, inParentheses: boolean, node: SyntaxNode): PromExpr {
  switch (node.name) {
    case 'MatrixSelector':
      return ranged(reading, expr, inParentheses, node);
    case 'SubqueryExpr': {
      const durations = partsOf(node).filter(({ name }) => name === 'DurationExpr');
      const [range = 0, step] = durations.map((duration) => promSeconds(reading, duration, 'above zero'));
      return { kind: 'subquery', expr, range, ...(step !== undefined && { step }), from: expr.from, to: node.to };
    }
    case 'OffsetExpr':
    case 'StepInvariantExpr':
      return modified(reading, expr, inParentheses, node);
    default: {
      const word = node.name === 'AnchoredExpr' ? 'anchored' : 'smoothed';
      reading.found.push({ at: { from: node.to - word.length, to: node.to }, message: experimental(`'${word}'`) });
      return expr;
    }
  }
}

function ranged(reading: Reading, expr: PromExpr, inParentheses: boolean, node: SyntaxNode): PromExpr {
  const duration = partOf(node, 'DurationExpr')!;
  const range = promSeconds(reading, duration, 'above zero');
  const at = { from: expr.to, to: node.to };
  if (expr.kind !== 'selector' || expr.range !== undefined || inParentheses) {
    const subquery = `[${textOf(reading, duration)}:]`;
    reading.found.push({ at, message: `a range belongs to a selector; an expression takes a subquery, '${subquery}'` });
    return expr.kind === 'subquery' || (expr.kind === 'selector' && expr.range !== undefined)
      ? expr
      : { kind: 'subquery', expr, range, from: expr.from, to: node.to };
  }
  if (expr.offset || typeof expr.at === 'number') {
    reading.found.push({ at, message: "a range stands before 'offset' and '@'; move it to the selector" });
  }
  return { ...expr, range, to: node.to };
}

function modified(reading: Reading, expr: PromExpr, inParentheses: boolean, node: SyntaxNode): PromExpr {
  const key = node.name === 'OffsetExpr' ? 'offset' : 'at';
  const sign = partsOf(node)[1]!;
  const at = { from: sign.from, to: node.to };
  const word = `'${textOf(reading, sign).toLowerCase()}'`;
  if ((expr.kind !== 'selector' && expr.kind !== 'subquery' && expr.kind !== 'variable') || inParentheses) {
    reading.found.push({ at, message: `${word} belongs to a selector or a subquery; move it behind one` });
    return expr;
  }
  if (expr[key] !== undefined && expr[key] !== 0) {
    reading.found.push({ at, message: `${word} is there twice; remove one` });
  }
  const value = key === 'offset' ? promSeconds(reading, partOf(node, 'OffsetDurationExpr')!) : moment(reading, node);
  return { ...expr, [key]: value, to: node.to };
}

/** Behind `@`. */
function moment(reading: Reading, node: SyntaxNode): Modifiers['at'] {
  const what = partsOf(node)[2]!;
  if (what.name === 'AtModifierPreprocessors') {
    return textOf(reading, what).toLowerCase() === 'start' ? 'start' : 'end';
  }
  const variable = variableOf(reading, what);
  if (variable) return { variable: variable.name };
  const value = promNumber(reading, what);
  if (!Number.isFinite(value)) reading.found.push({ at: spanOf(what), message: "'@' takes a time stamp in seconds" });
  return value;
}
