import type { SyntaxNode } from '@lezer/common';
import type { LabelComparison, LogStage } from './logql-ast.ts';
import { allOf, partOf, partsOf, type Reading, spanOf } from './query-tree.ts';
import { groupNames, regexProblem } from './regex.ts';

type Stage<Kind extends LogStage['kind']> = LogStage & { readonly kind: Kind };

/** The stages below a node, from left to right, including filters after `unwrap`. */
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
        if (value!.name !== 'Identifier') reading.checkTemplate(value!, reading.quotedOf(value!));
        return { ...reading.nameOf(label!), ...(value!.name === 'Identifier' && { of: reading.textOf(value!) }) };
      });
      return [{ kind: 'label_format', labels, ...span }];
    }
    case 'LineFormatExpr': {
      const quoted = partOf(node, 'String')!;
      const template = reading.quotedOf(quoted);
      reading.checkTemplate(quoted, template);
      return [{ kind: 'line_format', template, ...span }];
    }
    case 'DropLabelsExpr':
    case 'KeepLabelsExpr': {
      const kind = node.name === 'DropLabelsExpr' ? 'drop' : 'keep';
      const labels = allOf(node, kind === 'drop' ? 'DropLabel' : 'KeepLabel').map((label) => ({
        ...reading.nameOf(allOf(label, 'Identifier')[0]!),
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

function lineFilter(reading: Reading, node: SyntaxNode): Stage<'line filter'> {
  const op = reading.textOf(partOf(node, 'Filter')!) as Stage<'line filter'>['op'];
  const values = allOf(node, 'String').map((node) => ({ node, text: reading.quotedOf(node) }));
  if (op.includes('~') && !partOf(node, 'FilterOp')) {
    for (const { node, text } of values) reading.checkRegex(node, text);
  }
  return { kind: 'line filter', op, values: values.map(({ text }) => text), ...spanOf(node) };
}

function parser(reading: Reading, node: SyntaxNode): Stage<'parser'> {
  const [word] = /^\w+/.exec(reading.textOf(node)) ?? [];
  const name = word as Stage<'parser'>['parser'];
  const quoted = partOf(node, 'String');
  if (!quoted) {
    const labels = allOf(node, 'LabelExtractionExpression').map((part) => reading.nameOf(partsOf(part)[0]!));
    return { kind: 'parser', parser: name, ...(labels.length > 0 && { labels }), ...spanOf(node) };
  }
  const pattern = reading.quotedOf(quoted);
  if (name === 'regexp') reading.checkRegex(quoted, pattern);
  const names = name === 'regexp' ? groupNames(pattern) : capturesOf(pattern);
  const isValid = name !== 'regexp' || regexProblem(pattern) === undefined;
  if (names.length === 0 && isValid && !reading.hasVariables(pattern)) {
    const example = name === 'regexp' ? '(?P<level>\\w+)' : '<level>';
    reading.refuse(quoted, `'${name}' extracts no label; name a part of the line, such as '${example}'`);
  }
  const labels = names.map((label) => ({ name: label, ...spanOf(quoted) }));
  return { kind: 'parser', parser: name, pattern, labels, ...spanOf(node) };
}

/** The labels that a pattern extracts; `<_>` is not one. */
function capturesOf(pattern: string): string[] {
  return [...pattern.matchAll(/<(\w+)>/g)].map(([, name = '']) => name).filter((name) => name !== '_');
}

function comparisons(reading: Reading, node: SyntaxNode): LabelComparison[] {
  return partsOf(node).flatMap((part): LabelComparison[] => {
    switch (part.name) {
      case 'LabelFilter':
      case 'UnitFilter':
        return comparisons(reading, part);
      case 'Matcher': {
        const matcher = reading.matcherOf(part);
        reading.checkMatcher(matcher);
        return [matcher];
      }
      case 'NumberFilter':
      case 'DurationFilter':
      case 'BytesFilter':
      case 'IpLabelFilter': {
        const [label, op] = partsOf(part);
        const quoted = partOf(part, 'String');
        const value = quoted ? reading.quotedOf(quoted) : reading.textOf({ from: op!.to, to: part.to }).trim();
        return [{ label: reading.textOf(label!), op: reading.textOf(op!), value, ...spanOf(part) }];
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
  const unwrapped = { label: reading.nameOf(label), ...(conversion && { conversion: reading.textOf(conversion) }) };
  return [{ kind: 'unwrap', ...unwrapped, ...spanOf(node) }];
}
