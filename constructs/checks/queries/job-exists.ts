import { nearest } from '../../lib/nearest.ts';
import { takes } from '../../lib/query-matcher.ts';
import { variablesIn } from '../../lib/query-variables.ts';
import type { Check } from '../check.ts';
import { asks } from './example.ts';
import { placeOf } from './place.ts';

/** A job that is not scraped. */
export const jobExists: Check = {
  id: 'job-exists',
  title: 'Every job that a query asks for is scraped.',
  because: 'An alert over a job that is not there never fires.',
  example: {
    change: "a query asks for the job 'lokki'",
    plant: asks({ expr: 'up{job="lokki"}' }),
  },
  find: ({ promql, jobs }) => {
    const names = [...new Set(jobs.map(({ job }) => job))].sort();
    return promql.flatMap(({ record, facts }) =>
      (facts?.selectors ?? [])
        .flatMap(({ selector }) => selector.matchers)
        .filter(({ label, op, value }) => label === 'job' && /^=~?$/.test(op) && variablesIn(value).length === 0)
        .filter((matcher) => !names.some((name) => takes(matcher, name)))
        .map((matcher) => {
          const meant = nearest(matcher.value, names);
          return {
            ...placeOf(record, matcher),
            value: matcher.value,
            why: 'no job of this name is scraped',
            remedy: meant ? `did you mean ${meant}?` : `the jobs are ${names.join(', ')}`,
          };
        }),
    );
  },
};
