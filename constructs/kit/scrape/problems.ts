import { Duration } from 'cdk8s';
import { regexProblem } from '../../query/regex.ts';
import type { Catalogue } from '../catalogue.ts';
import { isPods } from '../endpoint.ts';
import { canonicalSize, mebibytes, seconds } from '../units.ts';
import {
  isDnsLabel,
  isLabelName,
  isMetricName,
  isPort,
  isPossibleSize,
  isQueryName,
  isWholeNumber,
} from '../validators.ts';
import { human, shown } from '../values.ts';
import type { ScrapeJob } from './job.ts';
import { timing } from './scrape-config.ts';
import { DISCOVERY } from './targets.ts';

/** Staleness: a series without a sample for this long is gone. @see https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness */
const LOOKBACK = Duration.minutes(5);

/** The longest interval at which one missed scrape leaves no gap. */
export const LONGEST_INTERVAL = Duration.minutes(2);

/**
 * The problems of some scrape jobs.
 *
 * @param content content of the stack: the names of its jobs are reserved for jobs that expose the same metrics.
 */
export function jobProblems(
  jobs: readonly ScrapeJob[],
  scrapeInterval: Duration,
  content: readonly { readonly jobs?: Readonly<Record<string, Catalogue>> }[],
): string[] {
  const reserved: Readonly<Record<string, Catalogue>> = Object.assign({}, ...content.map(({ jobs }) => jobs));
  return [
    ...jobs.flatMap((job) => [
      ...nameProblems(job, reserved),
      ...grammarProblems(job),
      ...timingProblems(job, scrapeInterval),
      ...targetProblems(job),
      ...limitProblems(job),
      ...annotationProblems(job),
    ]),
    ...duplicates(jobs),
  ];
}

/** Queries select the stack's own components by job: another job of the same name would match as well. */
function nameProblems({ job, exposes = {} }: ScrapeJob, reserved: Readonly<Record<string, Catalogue>>): string[] {
  const known = Object.hasOwn(reserved, job) ? reserved[job] : undefined;
  if (known === undefined || Object.keys(known).every((family) => Object.hasOwn(exposes, family))) return [];
  return [
    `job '${job}': 'job' (${shown(job)}) must not be the name of a job of the stack, unless it exposes the same metrics: ` +
      `series would be taken for those of that part; for example "${job}-app"`,
  ];
}

/** Names are parts of queries and of regular expressions; `$1` in a label of a target would be a group of one. */
function grammarProblems({ job, app, path, exposes = {}, alsoKeep = [], dropValues, endpoint }: ScrapeJob): string[] {
  const families = Object.entries(exposes);
  const labels = families.flatMap(([, metric]) => [...(metric.labels ?? [])]);
  const refused = (field: string, names: readonly string[], fits: (name: string) => boolean, must: string) =>
    names.filter((name) => !fits(name)).map((name) => `job ${shown(job)}: '${field}' (${shown(name)}) must be ${must}`);
  const name =
    "at most 128 letters, digits and - _ . / :, beginning and ending with a letter or digit; for example 'shop'";
  const label = "the name of a label: letters, digits and '_'; for example 'method'";
  return [
    // The name of a workload is reported where it is given.
    ...refused('job', isPods(endpoint.to) && endpoint.to.label?.[1] === job ? [] : [job], isQueryName, name),
    ...refused('app', app === undefined ? [] : [app], isQueryName, name),
    ...refused(
      'path',
      path?.startsWith('/') ? [path] : [],
      (text) => /^\/[\w\-.~!&*+,;=:@/]*$/.test(text),
      "the path of an address, without a query and without escapes; for example '/metrics'",
    ),
    ...refused(
      'exposes',
      [...families.map(([family]) => family), ...alsoKeep],
      isMetricName,
      "names of metrics: letters, digits, '_' and ':'; for example 'http_requests_total'",
    ),
    ...refused('exposes', labels, isLabelName, label),
    ...refused('dropValues.label', dropValues ? [dropValues.label] : [], isLabelName, label),
  ];
}

function timingProblems(job: ScrapeJob, scrapeInterval: Duration): string[] {
  const { interval, timeout } = timing(job, scrapeInterval);
  const problems: string[] = [];
  if (!(seconds(interval) <= seconds(LONGEST_INTERVAL) && seconds(interval) >= 1)) {
    problems.push(
      `job '${job.job}': 'interval' (${human(interval)}) must be between 1 second and ${human(LONGEST_INTERVAL)}: ` +
        `a series counts as gone after ${human(LOOKBACK)}, and one missed scrape must leave no gap; for example Duration.minutes(1)`,
    );
  }
  if (!(seconds(timeout) > 0)) {
    problems.push(
      `job '${job.job}': 'timeout' (${human(timeout)}) must be above zero; for example Duration.seconds(10)`,
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

/** Pod discovery needs a label within a namespace. */
function targetProblems({ job, discovery, path, endpoint: { to, url } }: ScrapeJob): string[] {
  const problems: string[] = [];
  if (DISCOVERY[discovery].byLabel && !(isPods(to) && to.label)) {
    problems.push(
      `job '${job}': its targets (${url}) must be pods with a label, because that is how they are found; ` +
        'for example those of an Application',
    );
  }
  if (path !== undefined && !path.startsWith('/')) {
    problems.push(`job '${job}': 'path' (${shown(path)}) must begin with /; for example "/${path}"`);
  }
  return problems;
}

/** Limits that are ineffective, or reject everything. */
function limitProblems({ job, limits = {}, drop, dropValues }: ScrapeJob): string[] {
  const { body, ...numbers } = limits;
  return [
    ...Object.entries(numbers)
      .filter(([, limit]) => limit !== undefined && !isWholeNumber(limit, 1))
      .map(
        ([name, limit]) =>
          `job '${job}': 'limits.${name}' (${limit}) must be a whole number of at least 1; leave it out for the default`,
      ),
    ...(body !== undefined && !(mebibytes(body) >= 1 && isPossibleSize(body))
      ? [`job '${job}': 'limits.body' (${canonicalSize(body)}) must be at least 1Mi; for example Size.mebibytes(64)`]
      : []),
    ...regexProblems(job, 'drop', drop, '.+_bucket'),
    ...regexProblems(job, 'dropValues.series', dropValues?.series, 'http_request_duration_seconds_.+'),
    ...regexProblems(job, 'dropValues.values', dropValues?.values, 'OPTIONS|HEAD'),
  ];
}

function regexProblems(job: string, field: string, regex: string | undefined, example: string): string[] {
  if (regex === undefined) return [];
  // Prometheus puts it between parentheses: a quotation has to end before them.
  const inParentheses = regexProblem(`(?:${regex})`) && '\\Q without \\E';
  const wrong = regexProblem(regex) ?? inParentheses;
  return wrong === undefined
    ? []
    : [`job '${job}': '${field}' (${shown(regex)}) must be a regular expression (${wrong}); for example "${example}"`];
}

/** Annotations may name only listed ports: without a list, a policy would allow all ports. */
function annotationProblems({ job, discovery, endpoint: { to, ports } }: ScrapeJob): string[] {
  if (discovery !== 'annotated-pods') return [];
  const listed = ports.map(({ port }) => port);
  return [
    ...(listed.length > 0 && listed.every(isPort)
      ? []
      : [
          `job '${job}': 'ports' ([${listed}]) must be ports, at least one: whole numbers from 1 to 65535; for example [8080]`,
        ]),
    ...(isPods(to) && !isDnsLabel(to.namespace)
      ? [
          `job '${job}': 'namespaces' (${shown(to.namespace)}) must be names of namespaces: DNS-1123 labels; for example "shop"`,
        ]
      : []),
  ];
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
