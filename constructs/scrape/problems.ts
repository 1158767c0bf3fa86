import { Duration } from 'cdk8s';
import { isPods } from '../endpoint.ts';
import { human } from '../lib/rules.ts';
import { seconds } from '../lib/units.ts';
import type { Discovery, ScrapeJob } from './job.ts';
import { timing } from './scrape-config.ts';

/** A series without a sample for this long counts as gone. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness */
const LOOKBACK = Duration.minutes(5);

/** The longest interval at which one missed scrape leaves no gap. */
export const LONGEST_INTERVAL = Duration.minutes(2);

const BY_LABEL: readonly Discovery[] = ['pods', 'node-pods', 'about-others'];

/** What is wrong with some jobs. */
export function jobProblems(jobs: readonly ScrapeJob[], scrapeInterval: Duration): string[] {
  return [
    ...jobs.flatMap((job) => [...timingProblems(job, scrapeInterval), ...targetProblems(job)]),
    ...duplicates(jobs),
  ];
}

function timingProblems(job: ScrapeJob, scrapeInterval: Duration): string[] {
  const { interval, timeout } = timing(job, scrapeInterval);
  const problems: string[] = [];
  if (seconds(interval) > seconds(LONGEST_INTERVAL) || seconds(interval) < 1) {
    problems.push(
      `job '${job.job}': 'interval' (${human(interval)}) must be between 1 second and ${human(LONGEST_INTERVAL)}: ` +
        `a series counts as gone after ${human(LOOKBACK)}, and one missed scrape must leave no gap; for example Duration.minutes(1)`,
    );
  }
  if (seconds(timeout) > seconds(interval)) {
    problems.push(
      `job '${job.job}': 'timeout' (${human(timeout)}) must be at most its 'interval' (${human(interval)}), ` +
        "or scrapes overlap; leave 'timeout' out, or raise 'interval'",
    );
  }
  return problems;
}

/** Pods are found by a label within a namespace. */
function targetProblems({ job, discovery, path, endpoint: { to, url } }: ScrapeJob): string[] {
  const problems: string[] = [];
  if (BY_LABEL.includes(discovery) && !(isPods(to) && to.label)) {
    problems.push(
      `job '${job}': its targets (${url}) must be pods with a label, because that is how they are found; ` +
        'for example those of an Application',
    );
  }
  if (path !== undefined && !path.startsWith('/')) {
    problems.push(`job '${job}': 'path' ("${path}") must begin with /; for example "/${path}"`);
  }
  return problems;
}

function duplicates(jobs: readonly ScrapeJob[]): string[] {
  const seen = new Map<string, ScrapeJob>();
  return jobs.flatMap((job) => {
    const key = JSON.stringify([job.discovery, job.path, job.endpoint.to, job.endpoint.ports]);
    const other = seen.get(key);
    seen.set(key, job);
    return other
      ? [
          `job '${job.job}': its targets (${job.endpoint.url}) are scraped by the job '${other.job}' already; add them once`,
        ]
      : [];
  });
}
