import type { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import type { Endpoint, Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';
import type { PrometheusApi } from '../../kit/prometheus-api.ts';

/** Properties for `Grafana`. */
export interface GrafanaProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'grafana'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /** The data source for metrics, and the default one. */
  readonly prometheus: PrometheusApi;

  /** The data source for logs. */
  readonly loki: Endpoint<'loki'>;

  /** The data source for alerts and silences. */
  readonly alertmanager: Endpoint<'alertmanager'>;

  /**
   * Whether its editors may silence alerts where Alertmanager has a guard. Without a guard they always may.
   *
   * @default false
   */
  readonly silences?: boolean;

  /** Dashboards, one ConfigMap each. */
  readonly dashboards: readonly Dashboard[];

  /**
   * Pods that may open it, such as those of your ingress controller.
   *
   * @default - none: it is reached by a port-forward.
   */
  readonly openTo?: readonly Pods[];

  /**
   * Size of the volume for users, preferences and the password.
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
   * Memory.
   *
   * @default { request: Size.mebibytes(128), limit: Size.mebibytes(512) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(100)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it.
   *
   * @default 'http://localhost:3000' - what `npm run open` serves.
   */
  readonly url?: string;
}
