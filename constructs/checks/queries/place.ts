import type { QueryRecord } from '../../query/query.ts';
import { placeIn, type Span } from '../../query/query-text.ts';

/** The place of a query, and of a span in it. */
export function placeOf(record: QueryRecord, span?: Span): { readonly path: string; readonly at: string } {
  const { path, asker, expr } = record;
  if (!span) return { path, at: asker };
  const { line, column } = placeIn(expr, span.from);
  return { path, at: `${asker}, ${line > 1 ? `line ${line}, ` : ''}column ${column}` };
}

/** Joins names: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const [last = '', ...others] = [...names].reverse();
  return others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last;
}
