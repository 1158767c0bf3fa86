import type { Duration } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Endpoint, Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Memory } from '../../kit/memory.ts';
import type { ScrapeSettings } from '../../kit/scrape/job.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';
import type { ApplicationAlerts } from './alert-scopes.ts';
import type { Healthcheck } from './healthcheck.ts';
import type { ServiceLevel } from './slo.ts';

/** A port of an application: `5000:8000` of a compose file is `{ container: 8000, service: 5000 }`. */
export interface ApplicationPort {
  /** Port on which the container listens. */
  readonly container: number;

  /**
   * Port of the Service.
   *
   * @default - as `container`.
   */
  readonly service?: number;
}

/** Where the metrics of an application are, and how they are scraped. */
export interface ApplicationMetrics extends ScrapeSettings {
  /** Name of the port. */
  readonly port: string;
}

/** Properties for `Application`. */
export interface ApplicationProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of all its objects: also `job` and `app` on its metrics, `container` and `app` on its logs. So it is none that a
   * part of the stack has there, such as `loki`.
   */
  readonly name: string;

  /** The image, with a tag, a digest or both. */
  readonly image: string;

  /** Port name -> port. A worker that nobody connects to has none: `{}`, and then no Service. */
  readonly ports: Readonly<Record<string, ApplicationPort>>;

  /** When it is healthy, in the words of a compose file. Startup, readiness and liveness probes follow from it. */
  readonly healthcheck: Healthcheck;

  /**
   * Where its metrics are: the name of the port, and the path where it is not `/metrics`. `'none'` where it has no
   * metrics: it is not scraped then.
   *
   * @default - on the first port; `'none'` without ports.
   */
  readonly metrics?: ApplicationMetrics | 'none';

  /**
   * What it promises to those who use it: alerts tell when the promise is about to break, and a dashboard shows how
   * much may still go wrong. It has to count
   * `http_requests_total` and `http_request_duration_seconds`; requests of health checks are left out. Where
   * `metrics.exposes` gives the buckets of the histogram, a threshold must be one of their bounds.
   *
   * @default - nothing.
   * @see https://sre.google/workbook/alerting-on-slos/
   */
  readonly slo?: ServiceLevel;

  /**
   * Labels, a severity and thresholds for its alerts: `{ labels: { team: 'shop' } }` is what `routes` of Alertmanager choose by.
   *
   * @default - as all others.
   */
  readonly alerts?: ApplicationAlerts;

  /**
   * Number of pods.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Variable -> value. Nothing secret: what is written here is in dist/.
   *
   * @default - none.
   */
  readonly env?: Readonly<Record<string, string>>;

  /**
   * Variable -> key of a Secret in its namespace, which you create. A pod waits for it, and reads it when it starts.
   *
   * @default - none.
   */
  readonly secrets?: Readonly<Record<string, SecretRef>>;

  /**
   * Secret of the type `kubernetes.io/dockerconfigjson` in its namespace, which you create: the login at the image's registry.
   *
   * @default - none.
   */
  readonly pullSecret?: string;

  /**
   * Folders that it may write to. They start empty; everything else is read-only.
   *
   * @default ['/tmp']
   */
  readonly scratch?: readonly string[];

  /**
   * Numeric user and group of its process, not root.
   *
   * @default 10001
   */
  readonly user?: number;

  /**
   * How long a pod still answers after it was told to stop: whole seconds, at most 20. Services need a moment to send requests
   * elsewhere. The image needs the program `sleep`; without it, the pod stops at once.
   *
   * @default Duration.seconds(5)
   */
  readonly drain?: Duration;

  /**
   * Memory of each pod.
   *
   * @default { request: Size.mebibytes(128), limit: Size.mebibytes(512) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved for each pod.
   *
   * @default Cpu.millis(50)
   */
  readonly cpu?: Cpu;

  /**
   * Pods that may open its ports, such as those of your ingress controller.
   *
   * @default - none but Prometheus.
   */
  readonly openTo?: readonly Pods[];

  /**
   * What it connects to. Everything else is closed, but DNS.
   *
   * @default - nothing.
   */
  readonly connectsTo?: readonly Endpoint[];
}
