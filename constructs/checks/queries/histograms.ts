import { type PromCall, type PromExpr, promChildren, walkPromql } from '../../query/promql.ts';
import type { Check, Contradiction } from '../check.ts';
import { resultLabels, seriesFor } from '../known-series.ts';
import type { Stack } from '../stack.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

const QUANTILES = ['histogram_quantile', 'histogram_fraction'];

/** A histogram without its buckets or `le`. */
export const histogramUsed: Check = {
  id: 'histogram-used',
  title: "'histogram_quantile' gets the buckets of a histogram, with their label 'le'.",
  because: 'Without it the result is empty or NaN.',
  example: {
    change: "a quantile is computed without 'le'",
    plant: asks({
      expr: 'histogram_quantile(0.9, sum by (handler) (rate(prometheus_http_request_duration_seconds_bucket[5m])))',
    }),
  },
  find: (stack) =>
    stack.promql.flatMap(({ record, expr }) =>
      (expr ? quantilesIn(expr) : []).flatMap((call) =>
        problems(stack, call).map((problem) => ({ ...placeOf(record, call), value: call.func, ...problem })),
      ),
    ),
};

function quantilesIn(expr: PromExpr): PromCall[] {
  const calls: PromCall[] = [];
  walkPromql(expr, (part) => {
    if (part.kind === 'call' && QUANTILES.includes(part.func)) calls.push(part);
  });
  return calls;
}

function problems({ series }: Stack, call: PromCall): Pick<Contradiction, 'why' | 'remedy'>[] {
  const buckets = promChildren(call).at(-1);
  if (!buckets) return [];
  const labels = resultLabels(series, buckets);
  const others: string[] = [];
  walkPromql(buckets, (part) => {
    if (part.kind !== 'selector') return;
    const known = seriesFor(series, part).filter(({ type }) => type !== undefined);
    if (known.length > 0 && !known.some(({ labels }) => labels === 'unknown' || labels.has('le'))) {
      others.push(part.name ?? '');
    }
  });
  return [
    ...others.map((name) => ({
      why: `${name} is no bucket of a histogram`,
      remedy: `take ${name}_bucket, if there is one`,
    })),
    ...(labels !== 'unknown' && !labels.has('le') && others.length === 0
      ? [{ why: "what it gets has no label 'le'", remedy: 'keep it: by (le, …)' }]
      : []),
  ];
}
