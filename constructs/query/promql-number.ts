import type { SyntaxNode } from '@lezer/common';
import { durationSeconds } from './query-duration.ts';
import { shortened } from './query-errors.ts';
import type { QueryDuration, Span } from './query-text.ts';
import { partsOf, type Reading, spanOf, textOf, variableDuration } from './query-tree.ts';

/** Longest duration that Prometheus can hold: 2^63 nanoseconds. */
const LONGEST_SECONDS = 2 ** 63 / 1e9;

/** The sign of a number, and what may stand between. */
export const SIGN = /^([+-])(?:\s|#.*\n)*/;

/** A number or a duration of PromQL, with its sign; durations in seconds. */
export function promNumber(reading: Reading, node: Span): number {
  const text = textOf(reading, node);
  const [before = '', sign] = SIGN.exec(text) ?? [];
  const written = text.slice(before.length);
  const value = unsigned(written);
  if (value === Number.POSITIVE_INFINITY && /\d/.test(written)) {
    reading.found.push({ at: spanOf(node), message: `'${shortened(written)}' is too large for a number; write Inf` });
  }
  if (value === undefined) {
    const units = "the units go from 'y' over 'w', 'd', 'h', 'm' and 's' to 'ms', each at most once";
    reading.found.push({ at: spanOf(node), message: `'${written}' is no duration; ${units}, such as 1h30m` });
    return 0;
  }
  return sign === '-' ? -value : value;
}

function unsigned(written: string): number | undefined {
  const plain = written.replaceAll('_', '');
  if (/^inf$/i.test(plain)) return Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(plain)) return Number.NaN;
  // As in Go, a zero in front makes an octal number where all digits are.
  if (/^0[0-7]+$/.test(plain)) return Number.parseInt(plain, 8);
  const number = Number(plain);
  return Number.isNaN(number) ? durationSeconds(plain) : number;
}

/** A range, a step or an offset in seconds. */
export function promSeconds(reading: Reading, node: SyntaxNode, must?: 'above zero'): QueryDuration {
  const variable = variableDuration(reading, node);
  if (variable) return variable;
  const value = literal(reading, node);
  if (value === undefined) {
    const message =
      'calculating with durations is experimental, and Prometheus runs without experimental features; write the result';
    reading.found.push({ at: spanOf(node), message });
    return 0;
  }
  if (must && value <= 0) reading.found.push({ at: spanOf(node), message: 'the duration must be above zero' });
  else if (!(Math.abs(value) <= LONGEST_SECONDS)) {
    reading.found.push({ at: spanOf(node), message: 'the duration must be at most 292 years' });
  }
  return value;
}

/** Undefined if it is calculated. */
function literal(reading: Reading, node: SyntaxNode): number | undefined {
  const [first, second, ...more] = partsOf(node);
  if (node.name === 'NumberDurationLiteralInDurationContext') return promNumber(reading, node);
  if (!first || more.length > 0 || first.to - first.from !== (second ? 1 : node.to - node.from)) return undefined;
  if (!second) return literal(reading, first);
  const value = literal(reading, second);
  return value !== undefined && textOf(reading, first) === '-' ? -value : value;
}
