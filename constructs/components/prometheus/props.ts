import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';

/** Properties for `Prometheus`. */
export interface PrometheusProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'prometheus'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * Where alerts are sent.
   *
   * @default - nowhere.
   */
  readonly alertmanager?: Endpoint<'alertmanager'>;

  /**
   * Recording rules and alerts to evaluate, by topic.
   *
   * @default - none.
   */
  readonly rules?: readonly RuleGroup[];

  /**
   * Filters the groups that were passed to `addRules()`.
   *
   * @default - all, as they come.
   * @internal
   */
  readonly chooseAdded?: (groups: readonly RuleGroup[]) => readonly RuleGroup[];

  /**
   * Address under which the pages of `docs/runbooks` can be read. Every alert links to its page.
   *
   * @default - alerts carry no link.
   */
  readonly runbooksUrl?: string;

  /**
   * Address under which people reach Grafana. Alerts link to the dashboards that show them.
   *
   * @default - alerts carry no such link.
   */
  readonly grafanaUrl?: string;

  /**
   * How often jobs are scraped that don't say otherwise. At most 2 minutes, as a series counts as gone after 5 minutes;
   * and at most the shortest `for` of the alerts, which is 1 minute for those that come.
   *
   * @default Duration.seconds(15)
   */
  readonly scrapeInterval?: Duration;

  /**
   * How often rules are evaluated.
   *
   * @default - `scrapeInterval`.
   */
  readonly evaluationInterval?: Duration;

  /**
   * How long samples are kept. Whichever of this and `retentionSize` is reached first wins.
   *
   * @default Duration.days(15)
   */
  readonly retention?: Duration;

  /**
   * Space that samples may fill before the oldest are deleted.
   *
   * @default - 80% of `storage`, the most that Prometheus recommends.
   * @see https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size
   */
  readonly retentionSize?: Size;

  /**
   * Size of the volume for samples and the write-ahead log. Plan with 2 bytes for each sample: samples per second ×
   * seconds of `retention` × 2.
   *
   * @default Size.gibibytes(10)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volume.
   *
   * @default - the cluster's default.
   */
  readonly storageClass?: string;

  /**
   * Memory. Plan with 8 KiB for each active series.
   *
   * @default { request: Size.mebibytes(512), limit: Size.gibibytes(2) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(200)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it.
   *
   * @default 'http://localhost:9090' - what `npm run open` serves.
   */
  readonly url?: string;
}
