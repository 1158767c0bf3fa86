import { Duration, Size } from 'cdk8s';
import type { IsRead } from '../../query/used-series.ts';
import { type Destination, isPods } from '../endpoint.ts';
import { INSTANCE_LABEL } from '../labels.ts';
import { byteSize, promDuration, seconds } from '../units.ts';
import { keptSeries, type ScrapeJob, type ScrapeLimits } from './job.ts';
import { type RelabelConfig, targetsOf } from './targets.ts';

/**
 * One `scrape_config`, as Prometheus reads it.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
 */
export interface ScrapeConfig {
  readonly job_name: string;
  readonly metric_relabel_configs?: readonly RelabelConfig[];
  readonly [setting: string]: unknown;
}

const DEFAULT_LIMITS: ScrapeLimits = {
  samples: 50_000,
  labels: 64,
  labelName: 256,
  labelValue: 2048,
  body: Size.mebibytes(64),
  targets: 1000,
};

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The interval and timeout of a job, with the defaults filled in. */
export function timing(job: ScrapeJob, scrapeInterval: Duration): { interval: Duration; timeout: Duration } {
  const interval = job.interval ?? scrapeInterval;
  return { interval, timeout: job.timeout ?? Duration.seconds(Math.min(10, seconds(interval))) };
}

/**
 * The scrape configurations of some jobs. Jobs that differ only in their pods share one, so that a thousand applications
 * fit into one ConfigMap.
 *
 * @param isRead which series some query reads. @default - all.
 */
export function scrapeConfigs(jobs: readonly ScrapeJob[], scrapeInterval: Duration, isRead?: IsRead): ScrapeConfig[] {
  const groups = new Map<string, ScrapeJob[]>();
  for (const job of jobs) {
    const kept = metricRelabelling(job, isRead);
    const key = JSON.stringify([job.discovery, kept, mayShare(job) || job.job, settings(job, scrapeInterval)]);
    groups.set(key, [...(groups.get(key) ?? []), job]);
  }
  const taken = new Set<string>();
  return [...groups.values()].map((group) => scrapeConfig(group, scrapeInterval, isRead, taken));
}

/** Only pods whose label says what their `job` is can be told apart within one configuration. */
function mayShare({ job, app = job, discovery, endpoint: { to } }: ScrapeJob): boolean {
  return discovery === 'annotated-pods' || (discovery === 'pods' && job === app && instanceOf(to) !== undefined);
}

function instanceOf(to: Destination): string | undefined {
  return isPods(to) && to.label?.[0] === INSTANCE_LABEL ? to.label[1] : undefined;
}

function scrapeConfig(
  group: readonly ScrapeJob[],
  scrapeInterval: Duration,
  isRead: IsRead | undefined,
  taken: Set<string>,
): ScrapeConfig {
  const [first] = group as readonly [ScrapeJob];
  const name = unique(group.length === 1 ? first.job : groupName(first), taken);
  taken.add(name);
  return {
    job_name: name,
    ...settings(first, scrapeInterval),
    target_limit: group.reduce((sum, { limits }) => sum + (limits?.targets ?? DEFAULT_LIMITS.targets), 0),
    keep_dropped_targets: 100,
    ...targetsOf(group, mayShare(first)),
    ...metricRelabelling(first, isRead),
  };
}

/** What is not stored of an answer. */
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

function groupName({ discovery, interval, path }: ScrapeJob): string {
  const parts = [discovery, interval && promDuration(interval), path?.replaceAll(/[^a-zA-Z0-9]+/g, ' ').trim()];
  return parts.filter(Boolean).join('-').replaceAll(' ', '-');
}

function unique(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, candidate = name; ; number += 1) {
    if (!taken.has(candidate)) return candidate;
    candidate = `${name}-${number}`;
  }
}

function settings(job: ScrapeJob, scrapeInterval: Duration): Record<string, unknown> {
  const { interval, timeout } = timing(job, scrapeInterval);
  const limits = { ...DEFAULT_LIMITS, ...job.limits };
  return {
    scrape_interval: promDuration(interval),
    scrape_timeout: promDuration(timeout),
    ...(job.path && { metrics_path: job.path }),
    ...transport(job),
    ...(job.discovery === 'about-others' && { honor_labels: true }),
    // cAdvisor's samples carry their own time: without this, a container that is gone stays for five minutes.
    ...(job.discovery === 'kubelets' && { track_timestamps_staleness: true }),
    sample_limit: limits.samples,
    label_limit: limits.labels,
    label_name_length_limit: limits.labelName,
    label_value_length_limit: limits.labelValue,
    body_size_limit: byteSize(limits.body),
  };
}

function transport({ discovery }: ScrapeJob): Record<string, unknown> {
  const token = { authorization: { credentials_file: `${SERVICE_ACCOUNT}/token` } };
  switch (discovery) {
    case 'kubelets':
      // Kubelets sign their certificates themselves, unless a cluster is told to rotate them.
      return { scheme: 'https', ...token, tls_config: { insecure_skip_verify: true } };
    case 'api-servers':
      return {
        scheme: 'https',
        ...token,
        tls_config: { ca_file: `${SERVICE_ACCOUNT}/ca.crt`, server_name: 'kubernetes' },
      };
    default:
      return {};
  }
}
