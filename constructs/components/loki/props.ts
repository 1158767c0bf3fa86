import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { Guard } from '../../kit/guard.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';

/** Properties for `Loki`. */
export interface LokiProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'loki'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * How long logs are kept: whole days, because the index is one table a day.
   *
   * @default Duration.days(7)
   */
  readonly retention?: Duration;

  /**
   * Size of the volume. Loki has no retention by size: plan with bytes a day × days of `retention` × 1.5, compressed
   * about ten to one.
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
   * Memory.
   *
   * @default { request: Size.mebibytes(256), limit: Size.gibibytes(1) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(100)
   */
  readonly cpu?: Cpu;

  /**
   * Bytes a second that it takes from all collectors together. Beyond it, collectors are told to wait.
   *
   * @default Size.mebibytes(8)
   */
  readonly ingestionRate?: Size;

  /**
   * Streams that may be active at once.
   *
   * @default 10000
   */
  readonly maxStreams?: number;

  /**
   * Alerts over logs to evaluate every minute, by topic: their expressions are LogQL.
   *
   * @default - none.
   */
  readonly rules?: readonly RuleGroup[];

  /**
   * Where alerts are sent.
   *
   * @default - nowhere: there can be no `rules`.
   */
  readonly alertmanager?: Endpoint<'alertmanager'>;

  /**
   * Proxy in front of it that lets each caller do only what it needs. Without it, whoever reaches Loki may also stop it.
   *
   * @default - none: the network policies say who reaches it.
   */
  readonly guard?: Guard;

  /**
   * Address under which the pages of `docs/runbooks` can be read. Every alert links to its page.
   *
   * @default - alerts carry no link.
   */
  readonly runbooksUrl?: string;

  /**
   * Address under which people reach Grafana. Alerts link to the dashboards that show them, and to their query.
   *
   * @default - alerts carry no such links.
   */
  readonly grafanaUrl?: string;
}
