import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Guard } from '../../kit/guard.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';
import type { AlertScope } from '../../kit/rules/alert-scope.ts';
import type { Inhibition } from '../../kit/rules/inhibition.ts';
import type { MaintenanceWindow } from './maintenance.ts';
import type { Receiver } from './receiver.ts';
import type { AlertRoute } from './routes.ts';

/** Properties for `Alertmanager`. */
export interface AlertmanagerProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'alertmanager'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /** Who is woken by critical alerts. `Receiver.none({ because })` if nobody is. */
  readonly critical: Receiver;

  /**
   * Who gets all other alerts.
   *
   * @default - as `critical`.
   */
  readonly warning?: Receiver;

  /**
   * Who expects the Watchdog, which always fires, every 5 minutes, and tells you when it stays away: alerting is broken
   * then.
   *
   * @default - nobody notices.
   */
  readonly deadMansSwitch?: Receiver;

  /**
   * Who gets some alerts, such as those of a team, instead of `critical` and `warning`. The first route that matches counts.
   *
   * @default - none.
   */
  readonly routes?: readonly AlertRoute[];

  /**
   * Labels, severities and thresholds for some alerts, such as those of a namespace: `{ match: { namespace: 'dev-*' }, severity:
   * 'warning' }` wakes nobody. They apply to alerts on metrics and on logs. Later ones win, and those of an application win
   * over them.
   *
   * @default - none.
   */
  readonly scopes?: readonly AlertScope[];

  /**
   * Alerts that explain others: nobody is told of what follows from something known.
   *
   * @default - those of the alerts of the stack only.
   */
  readonly inhibitions?: readonly Inhibition[];

  /**
   * Hours in which alerts are held back.
   *
   * @default - none.
   */
  readonly maintenance?: readonly MaintenanceWindow[];

  /**
   * How long to collect alerts of a new group before the first notification.
   *
   * @default Duration.seconds(30)
   */
  readonly groupWait?: Duration;

  /**
   * How often a group may notify about changes.
   *
   * @default Duration.minutes(5)
   */
  readonly groupInterval?: Duration;

  /**
   * How often a critical alert that still fires is sent again.
   *
   * @default Duration.hours(4)
   */
  readonly repeatInterval?: Duration;

  /**
   * How often any other alert that still fires is sent again.
   *
   * @default Duration.hours(12)
   */
  readonly warningRepeatInterval?: Duration;

  /**
   * Size of the volume for silences and the log of notifications.
   *
   * @default Size.gibibytes(1)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volume.
   *
   * @default - the cluster's default.
   */
  readonly storageClass?: string;

  /**
   * Proxy in front of it that lets each caller do only what it needs. Without it, whoever may send alerts may also silence them.
   *
   * @default - none: the network policies say who reaches it.
   */
  readonly guard?: Guard;

  /**
   * Memory.
   *
   * @default { request: Size.mebibytes(32), limit: Size.mebibytes(128) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(10)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it. Notifications link to it.
   *
   * @default 'http://localhost:9093' - what `npm run open` serves.
   */
  readonly url?: string;
}
