import { familiesOf, seriesNamed } from '../../kit/catalogue.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import type { Offer } from '../../kit/wiring.ts';
import { groupBy } from '../../query/group-by.ts';
import type { PromSelector } from '../../query/promql.ts';
import { takes } from '../../query/query-matcher.ts';
import type { Matcher } from '../../query/query-text.ts';
import type { Contradiction } from '../check.ts';
import { seriesFor } from '../known-series.ts';
import type { Stack } from '../stack.ts';
import { listed } from './place.ts';

/** Why series are missing: the same words for every query, so that a report merges the findings. */
export type Cause = Pick<Contradiction, 'value' | 'why' | 'remedy'>;

/** Why a series is missing, or lacks a label. Empty: its name may be misspelt. */
export function causesOf(stack: Stack, selector: PromSelector, label?: string): readonly Cause[] {
  const { name = '' } = selector;
  const exposes = (job: ScrapeJob) => {
    const series = seriesNamed(job.exposes ?? {}, name, familiesOf(name));
    return series !== undefined && (label === undefined || series.labels.includes(label)) && isAsked(job, selector);
  };
  const [found = []] = [unscraped(stack, exposes), unevaluated(stack, name), unknown(stack, selector)].filter(
    (causes) => causes.length > 0,
  );
  return found;
}

/** Why no job matches a matcher. Empty: its name may be misspelt. */
export function causesOfJob(stack: Stack, matcher: Matcher): readonly Cause[] {
  return unscraped(stack, ({ job }) => takes(matcher, job));
}

function isAsked({ job }: ScrapeJob, { matchers }: PromSelector): boolean {
  return matchers.every((matcher) => matcher.label !== 'job' || takes(matcher, job));
}

/** A component offers the job, but it is not passed to `addScrape`: it may be scraped under another name. */
function unscraped({ offers, jobs }: Stack, isMeant: (job: ScrapeJob) => boolean): Cause[] {
  const scraped = new Set(jobs.map(({ endpoint }) => endpoint.url));
  const open = offers.filter((offer) => offer.jobs.some((job) => !scraped.has(job.endpoint.url) && isMeant(job)));
  return notGiven(open, 'nothing scrapes them', 'addScrape');
}

/** An application offers the recording rule, but it is not passed to `addRules`; or a job that the rule needs is missing. */
function unevaluated(stack: Stack, name: string): Cause[] {
  const recorded = new Set(stack.queries.map(({ records }) => records));
  const open = stack.offers.flatMap((offer) =>
    offer.rules
      .filter(({ records = [] }) => records.some(({ record }) => record === name))
      .filter(({ records = [] }) => !records.some(({ record }) => recorded.has(record)))
      .map(({ needs = [] }) => ({ offer, needs })),
  );
  const jobs = new Set(stack.jobs.map(({ job }) => job));
  const missing = open.flatMap(({ needs }) => needs).filter((job) => !jobs.has(job));
  if (missing.length > 0) return unscraped(stack, ({ job }) => missing.includes(job));
  return notGiven(
    open.map(({ offer }) => offer),
    'nothing evaluates them',
    'addRules',
  );
}

/** One cause per chart: what a chart creates is passed on at one place. */
function notGiven(offers: readonly Offer[], why: string, method: string): Cause[] {
  const byPlace = groupBy(offers, ({ path, property }) => `${property} of ${path.split('/')[0]}`);
  return [...byPlace.values()].map((offered) => ({
    value: `${offered[0]?.property} of ${listed(offered.map(({ path }) => path))}`,
    why,
    remedy: `give them to prometheus.${method}() in main.ts`,
  }));
}

/** The job is scraped, but declares no metrics in `exposes`. */
function unknown(stack: Stack, { name, matchers }: PromSelector): Cause[] {
  const silent = new Set(stack.jobs.filter(({ exposes }) => exposes === undefined).map(({ job }) => job));
  if (silent.size === 0) return [];
  const askedOf = ({ matchers }: Pick<PromSelector, 'matchers'>) =>
    matchers.find(({ label, op, value }) => label === 'job' && op === '=' && silent.has(value))?.value;
  const alike = stack.promql
    .flatMap(({ facts }) => facts?.selectors ?? [])
    .filter(({ selector }) => selector.name === name && seriesFor(stack.series, selector).length === 0);
  const job = askedOf({ matchers }) ?? alike.map(({ selector }) => askedOf(selector)).find((job) => job !== undefined);
  if (job === undefined) return [];
  return [
    {
      value: `job ${job}`,
      why: 'nothing is known of what it exposes',
      remedy: "write it down in 'exposes' of its metrics",
    },
  ];
}
