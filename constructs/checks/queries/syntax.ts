import { pointAt } from '../../query/query-text.ts';
import type { Check } from '../check.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A query that Prometheus or Loki refuses. */
export const querySyntax: Check = {
  id: 'query-syntax',
  title: 'Every query can be parsed by the server that evaluates it.',
  because: 'A rule that cannot be parsed stops all rules of its file; a panel shows an error.',
  example: {
    change: 'a parenthesis is missing in an alert',
    plant: asks({ kind: 'alert', asker: "alert 'Example'", expr: 'sum(up' }),
  },
  find: ({ promql, logql }) =>
    [...promql, ...logql].flatMap(({ record, problems }) =>
      problems.map((problem) => ({
        ...placeOf(record, problem),
        value: record.expr.slice(problem.from, problem.to) || 'end of query',
        why: problem.message,
        excerpt: pointAt(record.expr, problem),
        remedy: record.language === 'promql' ? 'write it as PromQL' : 'write it as LogQL',
      })),
    ),
};
