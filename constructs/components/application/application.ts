import { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import type { Endpoint, Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import type { Memory } from '../../kit/pod.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import type { ScrapeJob, ScrapeSettings } from '../../kit/scrape/job.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { type Healthcheck, probes } from './healthcheck.ts';
import { applicationSettings } from './settings.ts';
import { type ServiceLevel, sloRules } from './slo.ts';
import { slo } from './slo-dashboard.ts';

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

/** A service of yours, watched: its pods, Service, disruption budget, policy and scrape job. */
export class Application extends Construct {
  /** Its metrics, for `prometheus.addScrape()`. @default - it has none. */
  readonly metrics?: ScrapeJob;
  /** Recording rules and alerts over its promise, if it gives one. Give them to `prometheus.addRules()`. */
  readonly rules: readonly RuleGroup[];
  /** Shows how it keeps its promise, if it gives one. Give them to `grafana.addDashboards()`. */
  readonly dashboards: readonly Dashboard[];
  private readonly workload: Workload;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const settings = applicationSettings(this, props);
    const { installation, namespace, name, ports, metrics } = settings;
    const identity: Identity = { namespace, name, app: name, component: 'application', partOf: installation.name };
    this.workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: settings.replicas,
      runAs: { user: settings.user, group: settings.user },
      pullSecret: settings.pullSecret,
      ...(Object.keys(ports).length > 0 && {
        service: Object.fromEntries(
          Object.entries(ports).map(([key, { container, service = container }]) => [key, service]),
        ),
      }),
      container: {
        image: settings.image,
        env: { ...settings.env, ...settings.secrets },
        ports: Object.fromEntries(Object.entries(ports).map(([key, { container }]) => [key, container])),
        probes: probes(settings.healthcheck),
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: settings.scratch.map((path) => ({ kind: 'scratch', path, size: Size.mebibytes(64) })),
      },
    });
    if (metrics !== 'none') {
      const { port, ...scrape } = metrics;
      this.metrics = { ...scrape, job: name, discovery: 'pods', endpoint: this.workload.endpoint('metrics', port) };
    }
    this.rules = settings.slo ? sloRules(identity, settings.slo) : [];
    this.dashboards = settings.slo ? [slo] : [];
    const wiring = Wiring.of(this);
    for (const endpoint of settings.connectsTo) wiring.connect(this.workload.pods, endpoint, `uses ${endpoint.url}`);
    for (const pods of settings.openTo) {
      for (const key of Object.keys(ports)) wiring.connect(pods, this.endpoint('http', key), `uses ${name}`);
    }
  }

  /**
   * One of its ports, for others to connect to.
   *
   * @param protocol what it speaks.
   * @param port name of the port.
   */
  endpoint<Protocol extends string>(protocol: Protocol, port: string): Endpoint<Protocol> {
    return this.workload.endpoint(protocol, port);
  }
}
