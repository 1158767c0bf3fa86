import type { QueryRecord } from '../../query/query.ts';
import { placeIn, type Span } from '../../query/query-text.ts';

/** Where a query stands, and where in it something is. */
export function placeOf(record: QueryRecord, span?: Span): { readonly path: string; readonly at: string } {
  const { path, asker, expr } = record;
  if (!span) return { path, at: asker };
  const { line, column } = placeIn(expr, span.from);
  return { path, at: `${asker}, ${line > 1 ? `line ${line}, ` : ''}column ${column}` };
}

/** Several names as words: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const [last = '', ...others] = [...names].reverse();
  return others.length > 0 ? `${others.reverse().join(', ')} and ${last}` : last;
}
