import type { SyntaxNode } from '@lezer/common';
import type { LogLabelUse, LogPipeline, LogQuery } from './logql-ast.ts';
import { logMatcher, logStages } from './logql-stages.ts';
import { durationSeconds } from './query-duration.ts';
import { takes } from './query-matcher.ts';
import type { Name, QueryDuration, Span } from './query-text.ts';
import {
  allOf,
  isOpen,
  nameOf,
  partOf,
  partsOf,
  quotedOf,
  type Reading,
  spanOf,
  textOf,
  variableDuration,
  variableOf,
} from './query-tree.ts';
import { wrongRegex } from './re2.ts';

/** What is gathered from a tree. */
interface Gathered {
  readonly pipelines: LogPipeline[];
  readonly calls: Name[];
  readonly labels: LogLabelUse[];
  readonly made: Name[];
}

/** The query that a node stands for. */
export function logQuery(reading: Reading, node: SyntaxNode): LogQuery {
  const gathered: Gathered = { pipelines: [], calls: [], labels: [], made: [] };
  gather(reading, node, [], gathered);
  return { gives: partOf(node, 'LogExpr') ? 'lines' : 'numbers', ...gathered, ...spanOf(node) };
}

function gather(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): void {
  switch (node.name) {
    case 'LogExpr':
      into.pipelines.push(pipeline(reading, node, callers));
      return;
    case 'RangeAggregationExpr':
      rangeAggregation(reading, node, callers, into);
      return;
    case 'VectorAggregationExpr':
      vectorAggregation(reading, node, callers, into);
      return;
    case 'LabelReplaceExpr':
      labelReplace(reading, node, callers, into);
      return;
    case 'BinOpExpr':
      binary(reading, node, callers, into);
      return;
    case 'VectorExpr':
      into.calls.push(called(reading, partOf(node, 'Vector')!));
      return;
    default:
      for (const part of partsOf(node)) gather(reading, part, callers, into);
  }
}

/** A function or an aggregation, whose name may be written in any case. */
function called(reading: Reading, node: SyntaxNode): Name {
  return { name: textOf(reading, node).toLowerCase(), ...spanOf(node) };
}

function pipeline(reading: Reading, node: SyntaxNode, callers: readonly string[]): LogPipeline {
  const selector = allOf(node, 'Selector')[0]!;
  const matchers = allOf(selector, 'Matcher').map((matcher) => logMatcher(reading, matcher));
  if (matchers.every((matcher) => !isOpen(reading, matcher.value) && takes(matcher, ''))) {
    const message = 'the selector takes every stream there is; match a label with a value that is not empty';
    reading.found.push({ at: spanOf(selector), message });
  }
  const range = allOf(node, 'Range')[0];
  const offset = allOf(node, 'OffsetExpr')[0];
  return {
    matchers,
    stages: logStages(reading, node),
    ...(range && { range: seconds(reading, range) }),
    ...(offset && { offset: seconds(reading, offset) }),
    callers,
    ...spanOf(node),
  };
}

/** A duration of Prometheus, or one of Go, such as `1.5h`; in seconds. */
function seconds(reading: Reading, node: SyntaxNode): QueryDuration {
  const variable = variableDuration(reading, node);
  if (variable) return variable;
  const duration = partOf(node, 'Duration')!;
  const [, sign, length = ''] = /^(-?)(.*)$/.exec(textOf(reading, duration)) ?? [];
  const value = durationSeconds(length) ?? goSeconds(length);
  if (value === undefined) {
    const message = `'${length}' is no duration; write it as 5m or 1h30m`;
    reading.found.push({ at: spanOf(duration), message });
    return 0;
  }
  return sign ? -value : value;
}

const GO_UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

function goSeconds(text: string): number | undefined {
  if (!/^(?:\d*\.?\d+(?:ns|us|\u00b5s|ms|s|m|h))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([\d.]+)(\D+)/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (GO_UNITS[unit] ?? 0), 0);
}

/** Functions that take a value out of each line, and those that take the lines themselves. */
const NEED_UNWRAP = /^(avg|sum|max|min|stddev|stdvar|quantile|first|last)_over_time$|^rate_counter$/;
const REFUSE_UNWRAP = /^(bytes|count)_over_time$|^bytes_rate$/;
const TAKE_GROUPING = /^(avg|stddev|stdvar|quantile|max|min|first|last)_over_time$/;

function rangeAggregation(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): void {
  const func = called(reading, partOf(node, 'RangeOp')!);
  into.calls.push(func);
  const taken = pipeline(reading, partOf(node, 'LogRangeExpr')!, [func.name, ...callers]);
  into.pipelines.push(taken);
  const grouping = partOf(node, 'Grouping');
  const unwraps = taken.stages.some(({ kind }) => kind === 'unwrap');
  const say = (message: string, at: Span = func) => reading.found.push({ at: spanOf(at), message });
  if (!unwraps && NEED_UNWRAP.test(func.name)) say(`'${func.name}' takes values; add '| unwrap' and their label`);
  if (unwraps && REFUSE_UNWRAP.test(func.name)) say(`'${func.name}' takes lines; remove '| unwrap'`);
  if (grouping && !TAKE_GROUPING.test(func.name)) {
    say(`'${func.name}' takes no grouping; group around it, such as 'sum by (job) (…)'`, grouping);
  }
  parameter(reading, node, func, func.name === 'quantile_over_time' ? 'a number from 0 to 1' : undefined);
  if (grouping) into.labels.push(groupingOf(reading, grouping, [taken]));
}

const TAKE_COUNT = /^(topk|bottomk)$/;

function vectorAggregation(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): void {
  const op = called(reading, partOf(node, 'VectorOp')!);
  into.calls.push(op);
  parameter(reading, node, op, TAKE_COUNT.test(op.name) ? 'a whole number above 0' : undefined);
  const of = below(reading, partOf(node, 'MetricExpr')!, [op.name, ...callers], into);
  const grouping = partOf(node, 'Grouping');
  if (grouping && op.name.startsWith('sort')) {
    reading.found.push({ at: spanOf(grouping), message: `'${op.name}' takes no grouping; remove it` });
  }
  if (grouping) into.labels.push(groupingOf(reading, grouping, of));
}

/** Checks what stands before the comma. */
function parameter(reading: Reading, node: SyntaxNode, func: Name, wanted: string | undefined): void {
  const number = partOf(node, 'Number');
  if (!number) {
    if (wanted) reading.found.push({ at: spanOf(func), message: `'${func.name}' takes ${wanted} first; add it` });
    return;
  }
  const text = textOf(reading, number);
  if (!wanted) reading.found.push({ at: spanOf(number), message: `'${func.name}' takes no number; remove it` });
  else if (TAKE_COUNT.test(func.name) && !variableOf(reading, number) && !/^0*[1-9]\d*$/.test(text)) {
    reading.found.push({ at: spanOf(number), message: `'${func.name}' takes ${wanted}, not ${text}` });
  }
}

/** Gathers what is in a node, and gives its pipelines. */
function below(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): LogPipeline[] {
  const before = into.pipelines.length;
  gather(reading, node, callers, into);
  return into.pipelines.slice(before);
}

function groupingOf(reading: Reading, node: SyntaxNode, of: readonly LogPipeline[]): LogLabelUse {
  const labels = allOf(node, 'Identifier').map((label) => nameOf(reading, label));
  return { kind: partOf(node, 'By') ? 'by' : 'without', labels, of };
}

function labelReplace(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): void {
  const func = called(reading, partOf(node, 'LabelReplace')!);
  into.calls.push(func);
  const of = below(reading, partOf(node, 'MetricExpr')!, [func.name, ...callers], into);
  const [made, , source, pattern] = partsOf(node).filter(({ name }) => name === 'String');
  into.made.push({ name: quotedOf(reading, made!), ...spanOf(made!) });
  into.labels.push({ kind: 'label_replace', labels: [{ name: quotedOf(reading, source!), ...spanOf(source!) }], of });
  const text = quotedOf(reading, pattern!);
  const wrong = isOpen(reading, text) ? undefined : wrongRegex(text);
  if (wrong) reading.found.push({ at: spanOf(pattern!), message: wrong });
}

function binary(reading: Reading, node: SyntaxNode, callers: readonly string[], into: Gathered): void {
  const sides = partsOf(node).filter(({ name }) => name === 'Expr');
  const [op, modifier] = partsOf(node).slice(1);
  const sign = textOf(reading, op!).toLowerCase();
  const [left = [], right = []] = sides.map((side) => {
    const taken = below(reading, side, callers, into);
    if (partOf(side, 'LogExpr')) {
      const message = `'${sign}' takes numbers, not lines; count them, such as 'rate({…}[5m])'`;
      reading.found.push({ at: spanOf(side), message });
    }
    if (/^(and|or|unless)$/.test(sign) && isLiteral(side)) {
      const message = `'${sign}' takes series, not a number; make one of it with 'vector'`;
      reading.found.push({ at: spanOf(side), message });
    }
    return taken;
  });
  const [labels, include] = modifier ? allOf(modifier, 'GroupingLabels') : [];
  const on = modifier && partOf(modifier, 'OnOrIgnoringModifier');
  if (!on) return;
  const names = (list: SyntaxNode | undefined) =>
    list ? allOf(list, 'GroupingLabel').map((label) => nameOf(reading, label)) : [];
  into.labels.push({ kind: partOf(on, 'On') ? 'on' : 'ignoring', labels: names(labels), of: [...left, ...right] });
  if (!include) return;
  const isLeft = partOf(modifier, 'GroupLeft') !== undefined;
  into.labels.push({
    kind: isLeft ? 'group_left' : 'group_right',
    labels: names(include),
    of: isLeft ? right : left,
  });
}

/** Whether a node is a number, in parentheses or not. */
function isLiteral(node: SyntaxNode): boolean {
  const [part, ...others] = partsOf(node);
  if (!part || others.length > 0) return false;
  return part.name === 'LiteralExpr' || (part.name === 'MetricExpr' && isLiteral(part));
}
