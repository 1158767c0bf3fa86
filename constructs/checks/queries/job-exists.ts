import { nearest } from '../../query/nearest.ts';
import { takes } from '../../query/query-matcher.ts';
import type { Matcher } from '../../query/query-text.ts';
import { variablesIn } from '../../query/query-variables.ts';
import type { Check } from '../check.ts';
import type { Stack } from '../stack.ts';
import { type Cause, causesOfJob } from './cause.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A job that is not scraped. */
export const jobExists: Check = {
  id: 'job-exists',
  title: 'Every job in a query is scraped.',
  because: 'An alert over an unknown job never fires.',
  example: {
    change: "a query has the matcher job='lokki'",
    plant: asks({ expr: 'up{job="lokki"}' }),
  },
  find: (stack) => {
    const names = [...new Set(stack.jobs.map(({ job }) => job))].sort();
    return stack.promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? [])
        .flatMap(({ selector }) => selector.matchers)
        .filter(({ label, op, value }) => label === 'job' && /^=~?$/.test(op) && variablesIn(value).length === 0)
        .filter((matcher) => !names.some((name) => takes(matcher, name)))
        .flatMap((matcher) =>
          reasons(stack, matcher, names).map((reason) => ({ ...placeOf(record, matcher), ...reason })),
        ),
    );
  },
};

function reasons(stack: Stack, matcher: Matcher, names: readonly string[]): readonly Cause[] {
  const causes = causesOfJob(stack, matcher);
  return causes.length > 0 ? causes : [misspelt(matcher, names)];
}

function misspelt({ value }: Matcher, names: readonly string[]): Cause {
  const meant = nearest(value, names);
  return {
    value,
    why: 'no job of this name is scraped',
    remedy: meant ? `did you mean ${meant}?` : `the jobs are ${names.join(', ')}`,
  };
}
