import type { SyntaxNode } from '@lezer/common';
import type { LogJoin, LogLabelUse, LogPipeline, LogQuery } from './logql-ast.ts';
import { logStages } from './logql-stages.ts';
import { durationSeconds } from './query-literals.ts';
import { takes } from './query-matcher.ts';
import type { Name, QueryDuration } from './query-text.ts';
import { allOf, partOf, partsOf, type Reading, spanOf } from './query-tree.ts';

/** Builds the AST of a node. What the grammar accepts but Loki refuses is reported to `reading`. */
export function logQuery(reading: Reading, node: SyntaxNode): LogQuery {
  const labels: LogLabelUse[] = [];
  const made: Name[] = [];
  const joins: LogJoin[] = [];

  /** The pipelines below a node, from left to right. */
  function pipelinesOf(node: SyntaxNode): LogPipeline[] {
    if (node.name === 'LogExpr' || node.name === 'LogRangeExpr') return [pipeline(reading, node)];
    const parts = partsOf(node).map((part) => ({ part, pipelines: pipelinesOf(part) }));
    const of = parts.flatMap(({ pipelines }) => pipelines);
    switch (node.name) {
      case 'RangeAggregationExpr':
      case 'VectorAggregationExpr': {
        checkFunction(reading, node, of);
        const grouping = partOf(node, 'Grouping');
        if (grouping) labels.push({ kind: partOf(grouping, 'By') ? 'by' : 'without', labels: names(grouping), of });
        break;
      }
      case 'LabelReplaceExpr': {
        const [target, , source, pattern] = partsOf(node).filter(({ name }) => name === 'String');
        made.push({ name: reading.quotedOf(target!), ...spanOf(target!) });
        const read = { name: reading.quotedOf(source!), ...spanOf(source!) };
        labels.push({ kind: 'label_replace', labels: [read], of });
        reading.checkRegex(pattern!, reading.quotedOf(pattern!));
        break;
      }
      case 'BinOpExpr': {
        const [left, right] = parts.filter(({ part }) => part.name === 'Expr');
        for (const { part } of [left!, right!]) checkOperand(reading, node, part);
        labels.push(...matching(node, left!.pipelines, right!.pipelines));
        joins.push(...joinOf(reading, node, left!.part, right!.part));
      }
    }
    return of;
  }

  function names(node: SyntaxNode | undefined, name = 'Identifier'): Name[] {
    return node ? allOf(node, name).map((label) => reading.nameOf(label)) : [];
  }

  function matching(node: SyntaxNode, left: LogPipeline[], right: LogPipeline[]): LogLabelUse[] {
    const modifier = partOf(node, 'BinOpModifier');
    const on = modifier && partOf(modifier, 'OnOrIgnoringModifier');
    if (!on) return [];
    const [matched, included] = allOf(modifier, 'GroupingLabels').map((list) => names(list, 'GroupingLabel'));
    const isLeft = partOf(modifier, 'GroupLeft') !== undefined;
    const one = { kind: isLeft ? 'group_left' : 'group_right', of: isLeft ? right : left } as const;
    return [
      { kind: partOf(on, 'On') ? 'on' : 'ignoring', labels: matched ?? [], of: [...left, ...right] },
      ...(included ? [{ ...one, labels: included }] : []),
    ];
  }

  return { pipelines: pipelinesOf(node), labels, joins, made, ...spanOf(node) };
}

function pipeline(reading: Reading, node: SyntaxNode): LogPipeline {
  const selector = allOf(node, 'Selector')[0]!;
  const matchers = allOf(selector, 'Matcher').map((matcher) => reading.matcherOf(matcher));
  for (const matcher of matchers) reading.checkMatcher(matcher);
  if (matchers.every((matcher) => !reading.hasVariables(matcher.value) && takes(matcher, ''))) {
    reading.refuse(selector, 'the selector matches all streams; add a matcher that does not match the empty value');
  }
  const [range] = allOf(node, 'Range').map((duration) => durationIn(reading, duration));
  const [offset] = allOf(node, 'OffsetExpr').map((duration) => durationIn(reading, duration));
  return {
    matchers,
    stages: logStages(reading, node),
    ...(range !== undefined && { range }),
    ...(offset !== undefined && { offset }),
    ...spanOf(node),
  };
}

const GO_DURATION = /^(?:\d*\.?\d+(?:ns|us|\u00b5s|ms|s|m|h))+$/;

/** A duration as Prometheus or Go write it, such as `1.5h`. */
function durationIn(reading: Reading, node: SyntaxNode): QueryDuration | undefined {
  const duration = partOf(node, 'Duration');
  const variable = reading.variableOf(node);
  if (variable) return { variable: variable.name };
  if (!duration) return undefined;
  const text = reading.textOf(duration).replace(/^-/, '');
  const seconds = durationSeconds(text);
  if (seconds === undefined && !GO_DURATION.test(text)) {
    reading.refuse(duration, `invalid duration '${text}', expected one such as 5m or 1h30m`);
  }
  return seconds;
}

/** What a vector aggregation is grouped by, through parentheses and scalars. */
function groupedBy(reading: Reading, node: SyntaxNode): readonly string[] | undefined {
  if (node.name === 'VectorAggregationExpr') {
    if (/^(topk|bottomk|sort|sort_desc)$/.test(reading.textOf(partOf(node, 'VectorOp')!))) return undefined;
    const grouping = partOf(node, 'Grouping');
    if (grouping && !partOf(grouping, 'By')) return undefined;
    return grouping ? allOf(grouping, 'Identifier').map((label) => reading.textOf(label)) : [];
  }
  const parts = partsOf(node).filter(({ name }) => /Expr$/.test(name));
  const operands = node.name === 'BinOpExpr' ? parts.filter((part) => !isLiteral(part)) : parts;
  return operands.length === 1 && /^(Expr|MetricExpr|BinOpExpr)$/.test(node.name)
    ? groupedBy(reading, operands[0]!)
    : undefined;
}

function joinOf(reading: Reading, node: SyntaxNode, left: SyntaxNode, right: SyntaxNode): LogJoin[] {
  const modifier = partOf(node, 'BinOpModifier');
  if (modifier && partOf(modifier, 'OnOrIgnoringModifier')) return [];
  const [ofLeft, ofRight] = [left, right].map((side) => (isLiteral(side) ? undefined : groupedBy(reading, side)));
  const op = reading.textOf(partsOf(node)[1]!).toLowerCase();
  return ofLeft && ofRight && op !== 'or' ? [{ op, left: ofLeft, right: ofRight, ...spanOf(node) }] : [];
}

const NEED_UNWRAP = /^(avg|sum|max|min|stddev|stdvar|quantile|first|last)_over_time$|^rate_counter$/;
const REFUSE_UNWRAP = /^(bytes|count)_over_time$|^bytes_rate$/;
const REFUSE_GROUPING = /^(sort|sort_desc|rate|rate_counter|bytes_rate|(bytes|count|sum|absent)_over_time)$/;

/** The parameter before the comma. */
const PARAMETERS: Readonly<Record<string, string>> = {
  quantile_over_time: 'a number from 0 to 1',
  topk: 'a whole number above 0',
  bottomk: 'a whole number above 0',
};

/** A range or vector aggregation. */
function checkFunction(reading: Reading, node: SyntaxNode, of: readonly LogPipeline[]): void {
  const op = partOf(node, 'RangeOp') ?? partOf(node, 'VectorOp')!;
  const name = reading.textOf(op).toLowerCase();
  const unwraps = of.some(({ stages }) => stages.some(({ kind }) => kind === 'unwrap'));
  if (!unwraps && NEED_UNWRAP.test(name)) reading.refuse(op, `'${name}' needs '| unwrap' and a label`);
  if (unwraps && REFUSE_UNWRAP.test(name)) reading.refuse(op, `'${name}' works on lines; remove '| unwrap'`);
  const grouping = partOf(node, 'Grouping');
  if (grouping && REFUSE_GROUPING.test(name)) reading.refuse(grouping, `'${name}' allows no grouping`);
  const parameter = partOf(node, 'Number');
  const expected = PARAMETERS[name];
  if (!parameter) {
    reading.refuse(op, expected && `'${name}' needs ${expected} first`);
    return;
  }
  const given = reading.textOf(parameter);
  const isWrong = name.endsWith('k') && !reading.variableOf(parameter) && !/^0*[1-9]\d*$/.test(given);
  if (!expected || isWrong) reading.refuse(parameter, `'${name}' needs ${expected ?? 'no number'}, not ${given}`);
}

/** One side of a binary operation. */
function checkOperand(reading: Reading, node: SyntaxNode, side: SyntaxNode): void {
  const op = reading.textOf(partsOf(node)[1]!).toLowerCase();
  if (partOf(side, 'LogExpr')) {
    reading.refuse(side, `'${op}' needs numbers, not lines; count them, such as 'rate({…}[5m])'`);
  }
  if (/^(and|or|unless)$/.test(op) && isLiteral(side)) {
    reading.refuse(side, `'${op}' needs series, not a number; use 'vector'`);
  }
}

/** Whether a node is a number, in parentheses or not: Loki computes those of numbers while it parses. */
function isLiteral(node: SyntaxNode): boolean {
  if (node.name === 'LiteralExpr') return true;
  const parts = partsOf(node);
  if (node.name === 'BinOpExpr') return parts.filter(({ name }) => /Expr$/.test(name)).every(isLiteral);
  return parts.length === 1 && /^(Expr|MetricExpr|BinOpExpr|LiteralExpr)$/.test(parts[0]!.name) && isLiteral(parts[0]!);
}
