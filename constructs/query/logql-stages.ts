import type { SyntaxNode } from '@lezer/common';
import type { LabelComparison, LineFilter, LogParser, LogStage } from './logql-ast.ts';
import { wrongPattern } from './query-matcher.ts';
import type { Matcher, Name } from './query-text.ts';
import { allOf, isOpen, nameOf, partOf, partsOf, quotedOf, type Reading, spanOf, textOf } from './query-tree.ts';
import { groupsOf, wrongRegex } from './re2.ts';

/** `job="a"` */
export function logMatcher(reading: Reading, node: SyntaxNode): Matcher {
  const [label, op, value] = partsOf(node);
  const matcher: Matcher = {
    label: textOf(reading, label!),
    op: textOf(reading, op!) as Matcher['op'],
    value: quotedOf(reading, value!),
    ...spanOf(node),
  };
  const wrong = isOpen(reading, matcher.value) ? undefined : wrongPattern(matcher);
  if (wrong) reading.found.push({ at: spanOf(node), message: wrong });
  return matcher;
}

/** The stages below a node, from left to right; filters behind `unwrap` too. */
export function logStages(reading: Reading, node: SyntaxNode): LogStage[] {
  return partsOf(node).flatMap((part): LogStage[] => {
    switch (part.name) {
      case 'PipelineStage':
      case 'PipelineExpr':
      case 'LineFilters':
        return logStages(reading, part);
      case 'UnwrapExpr':
        return [...logStages(reading, part), ...unwrap(reading, part)];
      default:
        return stage(reading, part);
    }
  });
}

function stage(reading: Reading, node: SyntaxNode): LogStage[] {
  const span = spanOf(node);
  switch (node.name) {
    case 'LineFilter':
      return [lineFilter(reading, node)];
    case 'LabelParser':
    case 'LogfmtParser':
    case 'JsonExpressionParser':
    case 'LogfmtExpressionParser':
      return [parser(reading, node)];
    case 'LabelFilter':
      return [{ kind: 'label filter', comparisons: comparisons(reading, node), ...span }];
    case 'LabelFormatExpr': {
      const labels = allOf(node, 'LabelFormatMatcher').map((format) => {
        const [label, , value] = partsOf(format);
        const of = value!.name === 'Identifier' ? textOf(reading, value!) : undefined;
        return { ...nameOf(reading, label!), ...(of !== undefined && { of }) };
      });
      return [{ kind: 'label_format', labels, ...span }];
    }
    case 'LineFormatExpr':
      return [{ kind: 'line_format', template: quotedOf(reading, partOf(node, 'String')!), ...span }];
    case 'DropLabelsExpr':
    case 'KeepLabelsExpr': {
      const kind = node.name === 'DropLabelsExpr' ? 'drop' : 'keep';
      const labels = allOf(node, kind === 'drop' ? 'DropLabel' : 'KeepLabel').map((label) => ({
        ...nameOf(reading, allOf(label, 'Identifier')[0]!),
        some: partOf(label, 'Matcher') !== undefined,
      }));
      return [{ kind, labels, ...span }];
    }
    case 'DecolorizeExpr':
      return [{ kind: 'decolorize', ...span }];
    default:
      return [];
  }
}

function lineFilter(reading: Reading, node: SyntaxNode): LineFilter {
  const op = textOf(reading, partOf(node, 'Filter')!) as LineFilter['op'];
  const values = allOf(node, 'String').map((value) => {
    const text = quotedOf(reading, value);
    const wrong =
      op.includes('~') && !isOpen(reading, text) && !partOf(node, 'FilterOp') ? wrongRegex(text) : undefined;
    if (wrong) reading.found.push({ at: spanOf(value), message: wrong });
    return text;
  });
  return { kind: 'line filter', op, values, ...spanOf(node) };
}

function parser(reading: Reading, node: SyntaxNode): LogParser {
  const [word] = /^\w+/.exec(textOf(reading, node)) ?? [];
  const name = word as LogParser['parser'];
  const pattern = partOf(node, 'String');
  if (!pattern) {
    const expressions = allOf(node, 'LabelExtractionExpression').map((part) => nameOf(reading, partsOf(part)[0]!));
    return { kind: 'parser', parser: name, ...(expressions.length > 0 && { labels: expressions }), ...spanOf(node) };
  }
  const text = quotedOf(reading, pattern);
  const wrong = name === 'regexp' && !isOpen(reading, text) ? wrongRegex(text) : undefined;
  const names = name === 'regexp' ? groupsOf(text) : capturesOf(text);
  const example = name === 'regexp' ? '(?P<level>\\w+)' : '<level>';
  const none =
    names.length === 0 && !isOpen(reading, text)
      ? `'${name}' makes no label; name a part of the line, such as '${example}'`
      : undefined;
  const message = wrong ?? none;
  if (message) reading.found.push({ at: spanOf(pattern), message });
  const labels: Name[] = names.map((label) => ({ name: label, ...spanOf(pattern) }));
  return { kind: 'parser', parser: name, pattern: text, labels, ...spanOf(node) };
}

/** The labels that a pattern makes; `<_>` makes none. */
function capturesOf(pattern: string): string[] {
  return [...pattern.matchAll(/<(\w+)>/g)].map(([, name = '']) => name).filter((name) => name !== '_');
}

function comparisons(reading: Reading, node: SyntaxNode): LabelComparison[] {
  return partsOf(node).flatMap((part): LabelComparison[] => {
    switch (part.name) {
      case 'LabelFilter':
      case 'UnitFilter':
        return comparisons(reading, part);
      case 'Matcher':
        return [logMatcher(reading, part)];
      case 'NumberFilter':
      case 'DurationFilter':
      case 'BytesFilter':
      case 'IpLabelFilter': {
        const [label, op] = partsOf(part);
        const text = partOf(part, 'String');
        const value = text ? quotedOf(reading, text) : textOf(reading, { from: op!.to, to: part.to }).trim();
        return [{ label: textOf(reading, label!), op: textOf(reading, op!), value, ...spanOf(part) }];
      }
      default:
        return [];
    }
  });
}

function unwrap(reading: Reading, node: SyntaxNode): LogStage[] {
  const label = partOf(node, 'Identifier');
  if (!label) return [];
  const conversion = partOf(node, 'ConvOp');
  return [
    {
      kind: 'unwrap',
      label: nameOf(reading, label),
      ...(conversion && { conversion: textOf(reading, conversion) }),
      ...spanOf(node),
    },
  ];
}
