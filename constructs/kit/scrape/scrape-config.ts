import { Duration } from 'cdk8s';
import { groupBy } from '../../query/group-by.ts';
import type { IsRead } from '../../query/used-series.ts';
import { byteSize, promDuration, seconds } from '../units.ts';
import { keptSeries, type ScrapeJob, type ScrapeSettings } from './job.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { CLUSTER_CA, constant, copyName, DISCOVERY, labelKey, type RelabelConfig } from './targets.ts';

/**
 * One `scrape_config`, as Prometheus reads it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export interface ScrapeConfig {
  readonly job_name: string;
  readonly relabel_configs: readonly RelabelConfig[];
  readonly metric_relabel_configs?: readonly RelabelConfig[];
  readonly [setting: string]: unknown;
}

type Settings = Readonly<Record<string, unknown>>;

/** Most applications with equal settings that get a configuration each: one is 1 kB, and a ConfigMap holds 1 MiB. */
const MOST_ALIKE = 20;

/** Name of the configuration that applications share. */
const SHARED = 'applications';

/** The interval and timeout of a job, with the defaults filled in. */
export function timing(job: ScrapeSettings, scrapeInterval: Duration): { interval: Duration; timeout: Duration } {
  const interval = job.interval ?? scrapeInterval;
  return { interval, timeout: job.timeout ?? Duration.seconds(Math.min(10, seconds(interval))) };
}

/** Prometheus' `global` defaults for scrape configurations without values of their own. */
export function globalSettings(scrapeInterval: Duration): Settings {
  return { ...settings({}, scrapeInterval), keep_dropped_targets: 100 };
}

/**
 * The scrape configurations of some jobs: one for each, named as the job. If more than 20 applications have equal settings,
 * they share one, so that a thousand of them fit into one ConfigMap.
 *
 * @param isRead whether some query reads a series. @default - all.
 */
export function scrapeConfigs(jobs: readonly ScrapeJob[], scrapeInterval: Duration, isRead?: IsRead): ScrapeConfig[] {
  const equal = groupBy(jobs, (job) =>
    JSON.stringify([
      ...[job.discovery, labelKey(job), job.app, job.mayShare],
      ...[settings(job, scrapeInterval), metricRelabelling(job, isRead)],
    ]),
  );
  const groups = [...equal.values()].flatMap((alike) => {
    const byJob = [...groupBy(alike, ({ job }) => job).values()];
    return alike[0]?.mayShare && byJob.length > MOST_ALIKE ? [alike] : byJob;
  });
  // A numeric suffix must not make a name look like that of another job.
  const jobNames = new Set(jobs.map(({ job }) => job));
  const taken = new Set<string>();
  return groups.map((group) => {
    const [{ job: own }] = group as [ScrapeJob];
    const wanted = group.every(({ job }) => job === own) ? own : SHARED;
    const name = unique(wanted, (name) => taken.has(name) || (name !== own && jobNames.has(name)));
    taken.add(name);
    const others = [...jobNames].filter((job) => group.every((one) => one.job !== job));
    return scrapeConfig(name, { group, others }, scrapeInterval, isRead);
  });
}

function scrapeConfig(
  name: string,
  { group, others }: { readonly group: readonly ScrapeJob[]; readonly others: readonly string[] },
  scrapeInterval: Duration,
  isRead: IsRead | undefined,
): ScrapeConfig {
  const [first] = group as readonly [ScrapeJob];
  const { role, namespace, relabel, settings: ofDiscovery } = DISCOVERY[first.discovery];
  const defaults = globalSettings(scrapeInterval);
  const own = {
    ...settings(first, scrapeInterval),
    target_limit: group.reduce((sum, { limits }) => sum + (limits?.targets ?? DEFAULT_LIMITS.targets), 0),
  };
  return {
    job_name: name,
    ...Object.fromEntries(Object.entries(own).filter(([key, value]) => defaults[key] !== value)),
    ...ofDiscovery,
    ...(first.clusterCa && { tls_config: { ca_file: CLUSTER_CA } }),
    kubernetes_sd_configs: [
      { role, ...(namespace && { namespaces: { names: [...new Set(group.map(namespace))].sort() } }) },
    ],
    relabel_configs: [...jobLabel(name, group), ...relabel(group, others)],
    ...metricRelabelling(first, isRead),
  };
}

/** Prometheus sets `job` to the name of the configuration. */
function jobLabel(name: string, [first, ...others]: readonly ScrapeJob[]): RelabelConfig[] {
  if (first === undefined || others.some(({ job }) => job !== first.job)) return [copyName('job')];
  return name === first.job ? [] : [constant('job', first.job)];
}

function unique(name: string, isTaken: (candidate: string) => boolean): string {
  for (let number = 2, candidate = name; ; number += 1) {
    if (!isTaken(candidate)) return candidate;
    candidate = `${name}-${number}`;
  }
}

/** Relabelling that drops series after the scrape. */
function metricRelabelling(job: ScrapeJob, isRead?: IsRead): Pick<ScrapeConfig, 'metric_relabel_configs'> {
  const kept = keptSeries(job, isRead);
  const { drop, dropValues } = job;
  const steps = [
    ...(drop ? [{ source_labels: ['__name__'], regex: drop, action: 'drop' }] : []),
    ...(dropValues
      ? [
          {
            source_labels: ['__name__', dropValues.label],
            regex: `(${dropValues.series});(${dropValues.values})`,
            action: 'drop',
          },
        ]
      : []),
    ...(kept ? [{ source_labels: ['__name__'], regex: kept.join('|'), action: 'keep' }] : []),
  ];
  return steps.length > 0 ? { metric_relabel_configs: steps } : {};
}

function settings(job: ScrapeSettings, scrapeInterval: Duration): Settings {
  const { interval, timeout } = timing(job, scrapeInterval);
  const limits = { ...DEFAULT_LIMITS, ...job.limits };
  return {
    scrape_interval: promDuration(interval),
    scrape_timeout: promDuration(timeout),
    ...(job.path && { metrics_path: job.path }),
    sample_limit: limits.samples,
    label_limit: limits.labels,
    label_name_length_limit: limits.labelName,
    label_value_length_limit: limits.labelValue,
    body_size_limit: byteSize(limits.body),
    target_limit: limits.targets,
  };
}
