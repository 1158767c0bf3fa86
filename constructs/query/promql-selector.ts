import type { SyntaxNode } from '@lezer/common';
import type { Modifiers, PromExpr, PromSelector } from './promql-ast.ts';
import { durationSeconds } from './query-literals.ts';
import type { Matcher, Name, QueryDuration, Span } from './query-text.ts';
import { partOf, partsOf, type Reading, spanOf } from './query-tree.ts';

/** The sign of a number, and what may stand between. */
export const SIGN = /^([+-])(?:\s|#.*\n)*/;

/** A number or a duration of PromQL, with its sign; durations in seconds. */
export function promNumber(reading: Reading, node: Span): number {
  const [before = '', sign] = SIGN.exec(reading.textOf(node)) ?? [];
  const value = unsigned(reading.textOf(node).slice(before.length).replaceAll('_', ''));
  return sign === '-' ? -value : value;
}

function unsigned(written: string): number {
  if (/^inf$/i.test(written)) return Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(written)) return Number.NaN;
  const number = Number(written);
  return Number.isNaN(number) ? (durationSeconds(written) ?? number) : number;
}

/** A range, a step or an offset in seconds. */
function promSeconds(reading: Reading, node: SyntaxNode, must?: 'above zero'): QueryDuration {
  const variable = reading.variableOf(node);
  if (variable) return { variable: variable.name };
  if (!/^[+-]?\s*[\w.]+$/.test(reading.textOf(node))) {
    reading.refuseExperimental(node, 'calculating with durations');
    return 0;
  }
  const value = promNumber(reading, node);
  if (must && value <= 0) reading.refuse(node, 'the duration must be above zero');
  return value;
}

/** `up{job="a"}` */
export function promSelector(reading: Reading, node: SyntaxNode): PromSelector {
  const identifier = partOf(node, 'Identifier');
  const braces = partOf(node, 'LabelMatchers');
  const all = braces ? partsOf(braces).map((matcher) => promMatcher(reading, matcher)) : [];
  const named = all.find(isName);
  if (identifier && named) reading.refuse(named, `the metric has a name already, '${reading.textOf(identifier)}'`);
  const byName = identifier ? undefined : all.find((matcher) => isName(matcher) && matcher.op === '=');
  const name = identifier ? reading.textOf(identifier) : byName?.value;
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
  return node.name === 'QuotedLabelName'
    ? { label: '__name__', op: '=', value: reading.quotedOf(node), ...spanOf(node) }
    : reading.matcherOf(node);
}

/** `(job, "my.label")` */
export function promLabels(reading: Reading, node: SyntaxNode | undefined): Name[] {
  return (node ? partsOf(node) : []).map((label) => {
    if (label.name !== 'QuotedLabelName') return reading.nameOf(label);
    const name = reading.quotedOf(label);
    if (name === '') reading.refuse(label, 'a label must have a name');
    return { name, ...spanOf(label) };
  });
}

/** Applies the modifiers of an expression: `[5m]`, `[1h:]`, `offset 5m`, `@ end()`. */
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
      const word = partsOf(node)[1]!;
      reading.refuseExperimental(word, `'${reading.textOf(word)}'`);
      return expr;
    }
  }
}

function ranged(reading: Reading, expr: PromExpr, inParentheses: boolean, node: SyntaxNode): PromExpr {
  const duration = partOf(node, 'DurationExpr')!;
  const range = promSeconds(reading, duration, 'above zero');
  const at = { from: expr.to, to: node.to };
  if (expr.kind !== 'selector' || expr.range !== undefined || inParentheses) {
    reading.refuse(at, `a range needs a selector, an expression a subquery: '[${reading.textOf(duration)}:]'`);
    return expr.kind === 'subquery' || (expr.kind === 'selector' && expr.range !== undefined)
      ? expr
      : { kind: 'subquery', expr, range, from: expr.from, to: node.to };
  }
  if (expr.offset || typeof expr.at === 'number') reading.refuse(at, "a range must stand before 'offset' and '@'");
  return { ...expr, range, to: node.to };
}

function modified(reading: Reading, expr: PromExpr, inParentheses: boolean, node: SyntaxNode): PromExpr {
  const key = node.name === 'OffsetExpr' ? 'offset' : 'at';
  const sign = partsOf(node)[1]!;
  const at = { from: sign.from, to: node.to };
  const word = `'${reading.textOf(sign).toLowerCase()}'`;
  if ((expr.kind !== 'selector' && expr.kind !== 'subquery' && expr.kind !== 'variable') || inParentheses) {
    reading.refuse(at, `${word} must follow a selector or a subquery`);
    return expr;
  }
  if (expr[key] !== undefined && expr[key] !== 0) reading.refuse(at, `duplicate ${word}`);
  const value = key === 'offset' ? promSeconds(reading, partOf(node, 'OffsetDurationExpr')!) : moment(reading, node);
  return { ...expr, [key]: value, to: node.to };
}

/** The time after `@`. */
function moment(reading: Reading, node: SyntaxNode): Modifiers['at'] {
  const what = partsOf(node)[2]!;
  if (what.name === 'AtModifierPreprocessors') {
    return reading.textOf(what).toLowerCase() === 'start' ? 'start' : 'end';
  }
  const variable = reading.variableOf(what);
  if (variable) return { variable: variable.name };
  const value = promNumber(reading, what);
  if (!Number.isFinite(value)) reading.refuse(what, "'@' needs a time stamp in seconds");
  return value;
}
