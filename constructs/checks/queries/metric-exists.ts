import { nearest } from '../../query/nearest.ts';
import type { PromSelector } from '../../query/promql.ts';
import { takes } from '../../query/query-matcher.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import type { Stack } from '../stack.ts';
import { type Cause, causesOf } from './cause.ts';
import { asks } from './example.ts';
import { listed, placeOf } from './place.ts';

/** A metric that no job exposes and no rule records. */
export const metricExists: Check = {
  id: 'metric-exists',
  title: 'Every metric in a query comes from a job that is scraped, or from a recording rule.',
  because: 'An alert over an unknown metric never fires; a panel stays empty.',
  example: {
    change: "'up' is misspelt in a panel",
    plant: asks({ expr: 'upp' }),
  },
  find: (stack) =>
    stack.promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? [])
        .map(({ selector }) => selector)
        .filter(({ name }) => name !== undefined && variablesIn(name).length === 0)
        .filter((selector) => seriesFor(stack.series, selector).length === 0 && asksSomeJob(stack, selector))
        .flatMap((selector) => reasons(stack, selector).map((reason) => ({ ...placeOf(record, selector), ...reason }))),
    ),
};

/** An unknown job is reported by `jobExists`. */
function asksSomeJob({ jobs }: Stack, { matchers }: PromSelector): boolean {
  return jobs.some(({ job }) => matchers.every((matcher) => matcher.label !== 'job' || takes(matcher, job)));
}

function reasons(stack: Stack, selector: PromSelector): readonly Cause[] {
  const causes = causesOf(stack, selector);
  return causes.length > 0 ? causes : [misspelt(stack, selector)];
}

function misspelt({ series }: Stack, { name = '' }: PromSelector): Cause {
  const others = [...new Set(series.get(name).flatMap(({ job }) => job ?? []))].sort();
  if (others.length > 0) {
    return {
      value: name,
      why: 'the job that is asked does not expose it',
      remedy: `ask ${listed(others)}, which does`,
    };
  }
  const meant = nearest(name, series.keys());
  return {
    value: name,
    why: 'no job exposes it and no rule records it',
    remedy: meant ? `did you mean ${meant}?` : 'add the job that exposes it, or take the query out',
  };
}
