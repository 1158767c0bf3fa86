import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import { ENDPOINTS, type Endpoint, PODS, type Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import type { Memory } from '../../kit/pod.ts';
import { like, optional, type Read, record, type Shape, shape } from '../../kit/read.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import type { ScrapeJob, ScrapeSettings } from '../../kit/scrape/job.ts';
import { SCRAPE_SETTINGS } from '../../kit/scrape/settings.ts';
import { SECRET_REF, type SecretRef, secretProblems } from '../../kit/secret-ref.ts';
import * as kit from '../../kit/settings.ts';
import * as validators from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { JOB } from '../../matchers.ts';
import { HEALTHCHECK, type Healthcheck, healthcheckProblems, probes } from './healthcheck.ts';
import { SERVICE_LEVEL, type ServiceLevel, sloProblems, sloRules } from './slo.ts';
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

  /** The image, with a tag. */
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
    const settings = kit.settingsOf(this, props, { defaults, shape: SHAPE, problems });
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

type Settings = kit.Settings<ApplicationProps, ReturnType<typeof defaults>>;

function defaults({ ports = {} }: Partial<ApplicationProps>) {
  const [port] = Object.keys(ports);
  return {
    ports: {},
    metrics: port === undefined ? 'none' : { port },
    replicas: 2,
    env: {},
    secrets: {},
    scratch: ['/tmp'],
    user: 10_001,
    memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
    cpu: Cpu.millis(50),
    openTo: [],
    connectsTo: [],
  } as const;
}

const METRICS: Read<ApplicationMetrics | 'none'> = (prop, value, problems) =>
  value === 'none' ? value : SCRAPED(prop, value, problems);

const SCRAPED = shape<ApplicationMetrics>(SCRAPE_SETTINGS, { port: 'http', path: '/metrics' });

const SHAPE: Shape<ApplicationProps> = {
  ports: record<ApplicationPort>(like({ container: 8000 }), { http: { container: 8000, service: 5000 } }),
  healthcheck: HEALTHCHECK,
  metrics: METRICS,
  slo: optional(SERVICE_LEVEL),
  secrets: record(SECRET_REF),
  scratch: like<readonly string[]>([]),
  openTo: PODS,
  connectsTo: ENDPOINTS,
};

function problems(settings: Settings): string[] {
  const { name, healthcheck, pullSecret, user, slo, metrics, scratch } = settings;
  return [
    ...validators.unless(
      !OF_STACK.includes(name),
      () =>
        `'name' ("${name}") must be none of ${OF_STACK.join(', ')}: series and log lines would be taken for those of that ` +
        `part of the stack; for example "${name}-app"`,
    ),
    ...healthcheckProblems(healthcheck),
    ...portProblems(settings),
    ...validators.unless(
      scratch.every(validators.isFolder) && new Set(scratch).size === scratch.length,
      () => `'scratch' (${scratch.join(', ')}) must be absolute paths below /, each once; for example ['/tmp']`,
    ),
    ...variableProblems(settings),
    ...validators.unless(
      pullSecret === undefined || validators.isSubdomain(pullSecret),
      () =>
        `'pullSecret' (${shown(pullSecret)}) must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "registry"`,
    ),
    ...validators.unless(
      slo === undefined || metrics !== 'none',
      () => "'slo' must be measured, and 'metrics' is 'none'; name the port of the metrics, or leave 'slo' out",
    ),
    ...(slo ? sloProblems(slo, boundsOf(metrics)) : []),
    ...validators.wholeNumber('user', user, 1, 'root is not allowed; for example 10001'),
  ];
}

/** Names that the series and log lines of the stack's own parts have as `job` and `app`. */
const OF_STACK: readonly string[] = Object.values(JOB);

/** The bounds of the buckets that it times requests by, as far as they are known. */
function boundsOf(metrics: Settings['metrics']): readonly number[] | undefined {
  return metrics === 'none' ? undefined : metrics.exposes?.http_request_duration_seconds?.buckets;
}

function portProblems({ ports, metrics, healthcheck }: Settings): string[] {
  const names = Object.keys(ports).join(', ') || 'none';
  const numbers = Object.values(ports).map(({ container, service = container }) => service);
  const { check } = probes(healthcheck).readiness;
  const isOffered = (port: number) => Object.values(ports).some(({ container }) => container === port);
  return [
    ...validators.unless(
      metrics === 'none' || Object.hasOwn(ports, metrics.port),
      () =>
        `'metrics.port' (${shown(Object(metrics).port)}) must be one of 'ports' (${names}): no Service offers it; ` +
        "add it to 'ports', or name one of them",
    ),
    ...('port' in check && !isOffered(check.port)
      ? [
          `'healthcheck.test' asks port ${check.port}, which is none of 'ports' (${names}): ` +
            "no Service offers it; add it to 'ports', or correct the address",
        ]
      : []),
    ...validators.unless(
      new Set(numbers).size === numbers.length,
      () => `'ports' (${numbers.join(', ')}) must differ on the Service; give each its own 'service'`,
    ),
  ];
}

function variableProblems({ env, secrets }: Settings): string[] {
  const misnamed = (prop: 'env' | 'secrets', variables: object, example: string) =>
    Object.keys(variables)
      .filter((name) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      .map(
        (name) =>
          `'${prop}' ("${name}") must be names of variables: letters, digits and '_', ` +
          `not beginning with a digit; for example "${example}"`,
      );
  const twice = Object.keys(secrets).filter((name) => Object.hasOwn(env, name));
  return [
    ...misnamed('env', env, 'LOG_LEVEL'),
    ...Object.entries<unknown>(env)
      .filter(([, value]) => typeof value !== 'string')
      .map(
        ([name, value]) =>
          `'env.${name}' (${shown(value)}) must be text; leave it out, or give it a value such as "info"`,
      ),
    ...misnamed('secrets', secrets, 'DB_PASSWORD'),
    ...Object.entries(secrets).flatMap(([name, from]) =>
      secretProblems(from).map((problem) => `'secrets.${name}': ${problem}`),
    ),
    ...validators.unless(
      twice.length === 0,
      () =>
        `'secrets' (${twice.join(', ')}) must be other variables than those of 'env'; leave them out of one of the two`,
    ),
  ];
}
