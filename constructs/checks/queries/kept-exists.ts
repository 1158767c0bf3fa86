import { seriesOf } from '../../kit/catalogue.ts';
import { nearest } from '../../query/nearest.ts';
import type { Check } from '../check.ts';

/** An unknown name in `alsoKeep`. */
export const keptExists: Check = {
  id: 'kept-exists',
  title: "Every name in 'alsoKeep' of a job is a series that the job exposes.",
  because: 'Nothing is stored under a misspelt name, and later queries find no history.',
  example: {
    change: "Prometheus' own job also keeps 'go_goroutine'",
    plant: ({ jobs }) => {
      for (const job of jobs) if (job.job === 'prometheus') job.alsoKeep = ['go_goroutine'];
    },
  },
  find: ({ jobs }) =>
    jobs.flatMap(({ prometheus: path, job, exposes, alsoKeep = [] }) => {
      if (alsoKeep.length === 0 || exposes === undefined) return [];
      const series = seriesOf(exposes);
      return alsoKeep
        .filter((name) => !series.has(name))
        .map((name) => {
          const meant = nearest(name, series.keys());
          return {
            path,
            at: `alsoKeep of the job ${job}`,
            value: name,
            why: 'the job does not expose it',
            remedy: meant ? `did you mean ${meant}?` : 'take it out',
          };
        });
    }),
};
