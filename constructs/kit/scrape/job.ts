import type { Duration, Size } from 'cdk8s';
import type { IsRead } from '../../query/used-series.ts';
import { type Catalogue, seriesOf } from '../catalogue.ts';
import type { Endpoint } from '../endpoint.ts';

/** Limits of one scrape. Prometheus has none by default, and one broken target can then exhaust its memory. */
export interface ScrapeLimits {
  /** Samples per target. */
  readonly samples: number;
  /** Labels per sample. */
  readonly labels: number;
  /** Characters in the name of a label. */
  readonly labelName: number;
  /** Characters in the value of a label. */
  readonly labelValue: number;
  /** Size of the response body. */
  readonly body: Size;
  /** Targets per job. */
  readonly targets: number;
}

/** How a job is scraped. */
export interface ScrapeSettings {
  /** Time between two scrapes. @default - Prometheus' `scrapeInterval`. */
  readonly interval?: Duration;
  /** Scrape timeout. @default - 10 seconds, or the interval where that is shorter. */
  readonly timeout?: Duration;
  /** Path of the HTTP request. @default '/metrics' */
  readonly path?: string;
  /**
   * Limits that differ from the defaults.
   *
   * @default - 5,000 samples, 32 labels with names up to 128 and values up to 256 characters, 8 MiB, 1,000 targets.
   */
  readonly limits?: Partial<ScrapeLimits>;
  /**
   * The metrics that it exposes: a query of any other is a finding.
   *
   * @default - unknown: queries may not read this job.
   */
  readonly exposes?: Catalogue;
  /** Names of metrics that are dropped: a regular expression over the whole name. @default - all are stored. */
  readonly drop?: string;
  /** Series that are dropped because of the value of a label, in addition to `drop`. @default - none. */
  readonly dropValues?: DroppedValues;
}

/** Series to drop for some values of a label: two regular expressions, each over the whole text. */
export interface DroppedValues {
  /** Names of the series. */
  readonly series: string;
  /** Name of the label. */
  readonly label: string;
  /** Values of the label. */
  readonly values: string;
}

/** How the targets of a job are discovered. */
export type Discovery =
  /** The pods behind the endpoint. */
  | 'pods'
  /** As `pods`, one for each node: `instance` is the node's name. */
  | 'node-pods'
  /** As `pods`, with `honor_labels`: the metrics describe other objects and keep their own `namespace`, `pod` and `container`. */
  | 'about-others'
  /** As `node-pods`, with `honor_labels`: what an agent counts about pods of its node keeps its own `namespace` and `app`. */
  | 'node-agents'
  /** Every kubelet. */
  | 'kubelets'
  /** Every API server. */
  | 'api-servers'
  /** Pods that opt in by annotations. */
  | 'annotated-pods';

/** One scrape job, as data. */
export interface ScrapeJob extends ScrapeSettings {
  /** Value of the label `job`. */
  readonly job: string;
  /** Value of the label `app`: the pods' `app.kubernetes.io/name`. @default - `job`. */
  readonly app?: string;
  /** How its targets are discovered. */
  readonly discovery: Discovery;
  /** Pods and port of its targets: the connection of Prometheus. */
  readonly endpoint: Endpoint<'metrics'>;
  /**
   * Which series are stored: all, or only those that some query of the installation reads.
   *
   * @default 'all'
   */
  readonly series?: 'all' | 'used';
  /** Whether the targets have certificates that the cluster's CA has signed, which are verified. @default - as `discovery` needs it. */
  readonly clusterCa?: boolean;
  /** Names of series that are stored although no query reads them. @default - none. */
  readonly alsoKeep?: readonly string[];
  /**
   * Whether it may share a `scrape_config` with other jobs, if more than 20 have equal settings, as applications do.
   * The pods' `app.kubernetes.io/name` must be `job`.
   *
   * @default false
   */
  readonly mayShare?: boolean;
}

/** The series of a job that are stored, sorted by name. @default - all of them. */
export function keptSeries({ series, exposes, alsoKeep = [] }: ScrapeJob, isRead?: IsRead): string[] | undefined {
  if (series !== 'used' || exposes === undefined || isRead === undefined) return undefined;
  return [...seriesOf(exposes).keys()].filter((name) => isRead(name) || alsoKeep.includes(name)).sort();
}

/** Those of some names that are series of a job. A job without `exposes` may have all of them. */
export function exposedOf(names: readonly string[], { exposes }: Pick<ScrapeJob, 'exposes'>): readonly string[] {
  if (exposes === undefined) return names;
  const series = seriesOf(exposes);
  return names.filter((name) => series.has(name));
}

/** A recorded job, with its intervals and its Prometheus. */
export interface JobRecord extends ScrapeJob {
  /** Path of the Prometheus that scrapes it. */
  readonly prometheus: string;
  /** Its scrape interval: its own `interval`, or the default of this Prometheus. */
  readonly scrapeInterval: Duration;
}
