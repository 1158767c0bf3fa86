import { type PromExpr, promChildren } from '../../query/promql.ts';
import type { Check, Contradiction } from '../check.ts';
import { type Part, panelsOf, stringOf } from './dashboards.ts';

const OF_BYTES = /^(bytes|decbytes|bits|decbits|kbytes|mbytes|gbytes)$/;
const OF_TIME = /^(s|ms|µs|ns|m|h|d|dtdurations|clocks)$/;
const OF_SHARES = /^percentunit$/;

/** A share above this in a threshold is a percentage: ten times the whole. */
const LARGEST_SHARE = 10;

/** A unit or a threshold that does not fit what a panel shows. */
export const panelUnitFits: Check = {
  id: 'panel-unit-fits',
  title: 'A panel shows seconds as time, bytes as bytes, and thresholds of shares are shares.',
  because: 'A number with a wrong unit is read wrongly; a threshold of 80 is never reached by a share.',
  example: {
    change: "a panel of the dashboard 'Application' has the threshold 90 and the unit 'percentunit'",
    plant: ({ files }) => {
      const application = files.find(({ content }) => Object(content).uid === 'application');
      const [panel] = panelsOf(application?.content).filter(({ type }) => type === 'timeseries');
      const steps = [{ value: 90, color: 'red' }];
      const defaults = { unit: 'percentunit', thresholds: { mode: 'absolute', steps } };
      if (panel) Object.assign(panel, { fieldConfig: { defaults, overrides: [] } });
    },
  },
  find: ({ files, promql }) => {
    const parsed = new Map(promql.flatMap(({ record, expr }) => (expr ? [[record.expr, expr]] : [])));
    return files.flatMap(({ path, content }) =>
      panelsOf(content).flatMap((panel) => {
        const at = `panel '${stringOf(panel.title)}' of the dashboard '${stringOf(Object(content).title)}'`;
        return inPanel(panel, parsed).map((found) => ({ path, at, ...found }));
      }),
    );
  },
};

type Found = Pick<Contradiction, 'value' | 'why' | 'remedy'>;

function inPanel(panel: Part, parsed: ReadonlyMap<string, PromExpr>): Found[] {
  const { unit, thresholds } = Object(Object(panel.fieldConfig).defaults);
  const found: Found[] = [];
  const isPercentage = Object(thresholds).mode === 'percentage';
  const steps: unknown[] = Array.isArray(Object(thresholds).steps) ? thresholds.steps : [];
  for (const step of steps) {
    const value: unknown = Object(step).value;
    if (isPercentage || !OF_SHARES.test(stringOf(unit)) || typeof value !== 'number' || value < LARGEST_SHARE) continue;
    found.push({
      value: `threshold ${value}`,
      why: "the unit 'percentunit' shows 1 as 100 %",
      remedy: `write ${value / 100}, or use the unit 'percent'`,
    });
  }
  const dimensions = new Set(
    (Array.isArray(panel.targets) ? panel.targets : []).map((target) => {
      const expr = parsed.get(stringOf(Object(target).expr));
      return expr && dimensionOf(expr);
    }),
  );
  const [dimension] = dimensions;
  if (dimensions.size !== 1 || dimension === undefined) return found;
  const isWrong = dimension === 'seconds' ? OF_BYTES.test(stringOf(unit)) : OF_TIME.test(stringOf(unit));
  if (isWrong) {
    const remedy = `use the unit '${dimension === 'seconds' ? 's' : 'bytes'}'`;
    found.push({ value: `unit '${unit}'`, why: `what is asked is a number of ${dimension}`, remedy });
  }
  return found;
}

/** Functions and aggregations that keep the dimension of their argument. */
const KEEPS = /^(sum|avg|min|max|quantile|topk|bottomk|abs|deriv|delta|clamp_min|clamp_max|\w+_over_time)$/;

/** Seconds or bytes, by the names of metrics; undefined if it is something else or unknown. */
function dimensionOf(expr: PromExpr): 'seconds' | 'bytes' | undefined {
  switch (expr.kind) {
    case 'selector':
      if (/_bytes$/.test(expr.name ?? '')) return 'bytes';
      return /_seconds$/.test(expr.name ?? '') ? 'seconds' : undefined;
    case 'aggregation':
      return KEEPS.test(expr.op) ? dimensionOf(expr.expr) : undefined;
    case 'call': {
      if (expr.func === 'histogram_quantile') return ofBuckets(expr.args[1]);
      return KEEPS.test(expr.func) && !/^(count|present|absent|changes)/.test(expr.func)
        ? dimensionOf(expr.args.at(-1)!)
        : undefined;
    }
    case 'binary': {
      if (!/^(and|unless|or|[<>]=?|[=!]=|[+-])$/.test(expr.op) || expr.bool) return undefined;
      return expr.left.kind === 'number' ? dimensionOf(expr.right) : dimensionOf(expr.left);
    }
    default:
      return undefined;
  }
}

function ofBuckets(expr: PromExpr | undefined): 'seconds' | 'bytes' | undefined {
  if (!expr) return undefined;
  if (expr.kind === 'selector') {
    const [, dimension] = /_(seconds|bytes)(?:_bucket)?$/.exec(expr.name ?? '') ?? [];
    return dimension as 'seconds' | 'bytes' | undefined;
  }
  return ofBuckets(promChildren(expr).at(-1));
}
