import { type PromExpr, promChildren, walkPromql } from '../../query/promql.ts';
import type { Span } from '../../query/query-text.ts';
import type { Check, Contradiction } from '../check.ts';
import type { PromqlQuery } from '../query-view.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A comparison or a quantile outside the range of its values. */
export const thresholdReached: Check = {
  id: 'threshold-reached',
  title: 'Shares are compared with numbers up to 1, bytes with whole numbers, and quantiles are between 0 and 1.',
  because: 'A share never exceeds 1: a threshold in percent is never reached, and the alert never fires.',
  example: {
    change: 'a quantile is 95 instead of 0.95',
    plant: asks({
      expr: 'histogram_quantile(95, sum by (le) (rate(prometheus_http_request_duration_seconds_bucket[5m])))',
    }),
  },
  find: ({ promql }) => {
    const records = new Map(
      promql.flatMap(({ record, expr }) => (expr && record.records ? [[record.records, expr]] : [])),
    );
    return promql.flatMap((query) => inQuery(query, records));
  },
};

type Records = ReadonlyMap<string, PromExpr>;

function inQuery({ record, expr, facts }: PromqlQuery, records: Records): Contradiction[] {
  const found: Contradiction[] = [];
  if (!expr || !facts) return found;
  const add = (at: Span, why: string, remedy: string) => {
    found.push({ ...placeOf(record, at), value: record.expr.slice(at.from, at.to), why, remedy });
  };
  walkPromql(expr, (part) => {
    const quantile = quantileOf(part);
    if (quantile?.kind === 'number' && (quantile.value < 0 || quantile.value > 1)) {
      const meant =
        quantile.value > 1 && quantile.value <= 100 ? `write ${quantile.value / 100}` : 'take one from 0 to 1';
      add(quantile, 'a quantile is between 0 and 1', meant);
    }
    if (part.kind !== 'binary' || part.bool || !/^([<>]=?|==|!=)$/.test(part.op)) return;
    const [value, number] = part.left.kind === 'number' ? [part.right, part.left] : [part.left, part.right];
    if (number.kind !== 'number') return;
    if (number.value > 1 && isShare(value, records)) {
      add(
        number,
        'it is compared with a share, which is at most 1',
        `write ${number.value / 100} for ${number.value} %`,
      );
    }
    if (number.value > 0 && number.value < 1 && isBytes(value)) {
      add(number, 'it is compared with a number of bytes', 'divide by the total first, or write bytes');
    }
  });
  return found;
}

function quantileOf(expr: PromExpr): PromExpr | undefined {
  if (expr.kind === 'aggregation' && expr.op === 'quantile') return expr.param;
  return expr.kind === 'call' && /^(histogram_quantile|quantile_over_time)$/.test(expr.func) ? expr.args[0] : undefined;
}

/** Functions and aggregations of a share that are shares themselves. */
const KEEPS =
  /^(avg|min|max|quantile|avg_over_time|min_over_time|max_over_time|last_over_time|quantile_over_time|topk|bottomk)$/;

/** Whether an expression is a part of a whole: a quotient of counts of the same series, or a record of one. */
function isShare(expr: PromExpr, records: Records, depth = 0): boolean {
  if (depth > 20) return false;
  const inner = (part: PromExpr | undefined) => part !== undefined && isShare(part, records, depth + 1);
  switch (expr.kind) {
    case 'selector':
      return inner(records.get(expr.name ?? ''));
    case 'subquery':
    case 'unary':
      return inner(expr.expr);
    case 'aggregation':
      return KEEPS.test(expr.op) && inner(expr.expr);
    case 'call':
      return KEEPS.test(expr.func) && inner(expr.args.at(-1));
    case 'binary':
      if (expr.op === 'and' || expr.op === 'unless' || /^([<>]=?|[=!]=)$/.test(expr.op)) return inner(expr.left);
      if (expr.op === 'or') return inner(expr.left) && inner(expr.right);
      if (expr.op === '-' && expr.left.kind === 'number' && expr.left.value === 1) return inner(expr.right);
      return expr.op === '/' && isPartOf(expr.left, expr.right, records);
    default:
      return false;
  }
}

/** Whether a quotient counts some of the same series that its divisor counts. */
function isPartOf(some: PromExpr, all: PromExpr, records: Records): boolean {
  const parts = metricsOf(some, records);
  const whole = metricsOf(all, records);
  if (parts.size !== 1 || whole.size !== 1 || ![...parts].every((name) => whole.has(name))) return false;
  return !hasNumber(some) && !hasNumber(all) && isCounted(some, records) && isCounted(all, records);
}

/** Sums of rates and counts; a quotient of averages or maxima may be anything. */
function isCounted(expr: PromExpr, records: Records): boolean {
  if (expr.kind === 'aggregation' && !/^(sum|count)$/.test(expr.op)) return false;
  if (expr.kind === 'call' && !/^(rate|increase|irate|clamp_min)$/.test(expr.func)) return false;
  if (expr.kind === 'selector') {
    const record = records.get(expr.name ?? '');
    // Another time may have had fewer.
    return expr.offset === undefined && (record === undefined || isCounted(record, records));
  }
  return promChildren(expr)
    .filter(({ kind }) => kind !== 'number')
    .every((child) => isCounted(child, records));
}

function hasNumber(expr: PromExpr): boolean {
  let has = false;
  walkPromql(expr, (part) => {
    if (part.kind === 'binary' && /^[*/+-]$/.test(part.op)) has = true;
  });
  return has;
}

/** The metrics that an expression reads, through records. */
function metricsOf(expr: PromExpr, records: Records, seen = new Set<string>()): ReadonlySet<string> {
  const names = new Set<string>();
  walkPromql(expr, (part) => {
    if (part.kind !== 'selector') return;
    const { name = '' } = part;
    const record = records.get(name);
    if (!record) names.add(name);
    else if (!seen.has(name)) for (const one of metricsOf(record, records, new Set([...seen, name]))) names.add(one);
  });
  return names;
}

/** Whether an expression is a number of bytes: a gauge, or a sum of some. */
function isBytes(expr: PromExpr): boolean {
  if (expr.kind === 'selector') return /_bytes$/.test(expr.name ?? '');
  return expr.kind === 'aggregation' && /^(sum|max|min)$/.test(expr.op) && isBytes(expr.expr);
}
