import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { check, type Rule } from '../../kit/check.ts';
import type { Dashboard } from '../../kit/dashboards/dashboard.ts';
import type { Endpoint, Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import type { Memory } from '../../kit/pod.ts';
import type { RuleGroup } from '../../kit/rules/rule-group.ts';
import * as rules from '../../kit/rules.ts';
import type { ScrapeJob, ScrapeSettings } from '../../kit/scrape/job.ts';
import { type SecretRef, secretProblems } from '../../kit/secret-ref.ts';
import { seconds } from '../../kit/units.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { JOB } from '../../matchers.ts';
import { type Healthcheck, healthcheckProblems, probes } from './healthcheck.ts';
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

  /** Port name -> port. */
  readonly ports: Readonly<Record<string, ApplicationPort>>;

  /** When it is healthy, in the words of a compose file. Startup, readiness and liveness probes follow from it. */
  readonly healthcheck: Healthcheck;

  /**
   * Where its metrics are: the name of the port, and the path where it is not `/metrics`.
   *
   * @default - on the first port.
   */
  readonly metrics?: { readonly port: string } & ScrapeSettings;

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
  /** Its metrics. Give them to `prometheus.addScrape()`. */
  readonly metrics: ScrapeJob;
  /** Recording rules and alerts over its promise, if it gives one. Give them to `prometheus.addRules()`. */
  readonly rules: readonly RuleGroup[];
  /** Shows how it keeps its promise, if it gives one. Give them to `grafana.addDashboards()`. */
  readonly dashboards: readonly Dashboard[];
  private readonly workload: Workload;

  constructor(scope: Construct, id: string, props: ApplicationProps) {
    super(scope, id);
    const settings = withDefaults(props);
    check(this, settings, RULES);
    const { installation, namespace, name, ports, metrics } = settings;
    const identity: Identity = { namespace, name, app: name, component: 'application', partOf: installation.name };
    this.workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: settings.replicas,
      runAs: { user: settings.user, group: settings.user },
      pullSecret: settings.pullSecret,
      service: Object.fromEntries(
        Object.entries(ports).map(([key, { container, service = container }]) => [key, service]),
      ),
      container: {
        image: settings.image,
        env: { ...settings.env, ...settings.secrets },
        ports: Object.fromEntries(Object.entries(ports).map(([key, { container }]) => [key, container])),
        // Without one, a rule says so.
        probes: settings.healthcheck && probes(settings.healthcheck),
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: settings.scratch.map((path) => ({ kind: 'scratch', path, size: Size.mebibytes(64) })),
      },
    });
    const { port, ...scrape } = metrics;
    this.metrics = { ...scrape, job: name, discovery: 'pods', endpoint: this.workload.endpoint('metrics', port) };
    this.rules = settings.slo ? sloRules(identity, settings.slo) : [];
    this.dashboards = settings.slo ? [slo] : [];
    const wiring = Wiring.of(this);
    wiring.offer(this, 'metrics', { jobs: [this.metrics] });
    if (this.rules.length > 0) wiring.offer(this, 'rules', { rules: this.rules });
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

type Settings = ReturnType<typeof withDefaults>;

function withDefaults(props: ApplicationProps) {
  const ports = props.ports ?? {};
  return {
    ...props,
    ports,
    metrics: props.metrics ?? { port: Object.keys(ports)[0] ?? '' },
    replicas: props.replicas ?? 2,
    env: props.env ?? {},
    secrets: props.secrets ?? {},
    scratch: props.scratch ?? ['/tmp'],
    user: props.user ?? 10_001,
    memory: props.memory ?? { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
    cpu: props.cpu ?? Cpu.millis(50),
    openTo: props.openTo ?? [],
    connectsTo: props.connectsTo ?? [],
  };
}

const portNames = ({ ports }: Settings) => Object.keys(ports).join(', ') || 'none';

const servicePorts = ({ ports }: Settings) => Object.values(ports).map(({ container, service = container }) => service);

const isVariable = (name: string) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

/** Names that the series and log lines of the stack's own parts have as `job` and `app`. */
const OF_STACK: readonly string[] = Object.values(JOB);

/** The names of variables are names of variables. */
function variables(prop: 'env' | 'secrets', example: string): Rule<Settings> {
  const wrong = (settings: Settings) => Object.keys(settings[prop]).filter((name) => !isVariable(name));
  return {
    broken: (settings) => wrong(settings).length > 0,
    message: (settings) =>
      `'${prop}' ("${wrong(settings)[0]}") must be names of variables: letters, digits and '_', ` +
      `not beginning with a digit; for example "${example}"`,
  };
}

const isText = (value: unknown) => typeof value === 'string';

/** Variables whose value is none. */
const unset = ({ env }: Settings) => Object.entries(env).filter(([, value]) => !isText(value));

const secretsProblems = ({ secrets }: Settings) =>
  Object.entries(secrets).flatMap(([name, from]) =>
    secretProblems(from).map((problem) => `'secrets.${name}': ${problem}`),
  );

const givenTwice = ({ env, secrets }: Settings) => Object.keys(secrets).filter((name) => Object.hasOwn(env, name));

/** The port that the health check asks, if no Service offers it. */
function unofferedHealthPort({ healthcheck, ports }: Settings): number | undefined {
  const { check: asked } = probes(healthcheck).readiness;
  if (!('port' in asked)) return undefined;
  return Object.values(ports).some(({ container }) => container === asked.port) ? undefined : asked.port;
}

/** A share of requests, in percent: with less than 90 even an outage is no hurry, and with 100 the first failure breaks it. */
function promised(prop: string, read: (slo: ServiceLevel) => number | undefined): Rule<Settings> {
  const value = ({ slo }: Settings) => (slo ? read(slo) : undefined);
  return {
    broken: (settings) => {
      const percent = value(settings);
      return percent !== undefined && !(percent >= 90 && percent < 100);
    },
    message: (settings) =>
      `'${prop}' (${value(settings)}) must be at least 90 and below 100, in percent: 100 leaves no error budget; ` +
      'for example 99.9',
  };
}

/** The time that its promise measures by, in seconds. */
const threshold = ({ slo }: Settings) => (slo?.latency ? seconds(slo.latency.threshold) : undefined);

/** The bounds of the buckets that it times requests by, in seconds, as far as they are known. */
const bounds = ({ metrics }: Settings) => metrics.exposes?.http_request_duration_seconds?.buckets;

/** The bound of a bucket that is nearest to the threshold. */
function nearestBound(settings: Settings): string {
  const distance = (bound: number) => Math.abs(bound - (threshold(settings) ?? 0));
  const [nearest] = [...(bounds(settings) ?? [])].sort((a, b) => distance(a) - distance(b));
  if (nearest === undefined) return 'add a bucket with this bound to the histogram';
  return `the nearest is ${Number.isInteger(nearest) ? `Duration.seconds(${nearest})` : `Duration.millis(${nearest * 1000})`}`;
}

const isLength = (time: number) => time > 0 && Number.isFinite(time);

const RULES: readonly Rule<Settings>[] = [
  {
    broken: ({ name }) => OF_STACK.includes(name),
    message: ({ name }) =>
      `'name' ("${name}") must be none of ${OF_STACK.join(', ')}: series and log lines would be taken for those of that ` +
      `part of the stack; for example "${name}-app"`,
  },
  {
    broken: ({ healthcheck }) => healthcheckProblems(healthcheck).length > 0,
    message: ({ healthcheck }) => healthcheckProblems(healthcheck).join('\n  - '),
  },
  {
    broken: ({ ports }) => Object.keys(ports).length === 0,
    message: () => "'ports' ({}) must have at least one; for example { http: { container: 8000, service: 5000 } }",
  },
  {
    broken: ({ metrics, ports }) => !Object.hasOwn(ports, metrics.port),
    message: (settings) =>
      `'metrics.port' ("${settings.metrics.port}") must be one of 'ports' (${portNames(settings)}): no Service offers it; ` +
      "add it to 'ports', or name one of them",
  },
  {
    broken: (settings) => unofferedHealthPort(settings) !== undefined,
    message: (settings) =>
      `'healthcheck.test' asks port ${unofferedHealthPort(settings)}, which is none of 'ports' (${portNames(settings)}): ` +
      "no Service offers it; add it to 'ports', or correct the address",
  },
  {
    broken: ({ scratch }) => !scratch.every(rules.isFolder) || new Set(scratch).size < scratch.length,
    message: ({ scratch }) =>
      `'scratch' (${scratch.join(', ')}) must be absolute paths below /, each once; for example ['/tmp']`,
  },
  {
    broken: (settings) => servicePorts(settings).length > new Set(servicePorts(settings)).size,
    message: (settings) =>
      `'ports' (${servicePorts(settings).join(', ')}) must differ on the Service; give each its own 'service'`,
  },
  variables('env', 'LOG_LEVEL'),
  {
    broken: (settings) => unset(settings).length > 0,
    message: (settings) =>
      unset(settings)
        .map(
          ([name, value]) => `'env.${name}' (${value}) must be text; leave it out, or give it a value such as "info"`,
        )
        .join('\n  - '),
  },
  variables('secrets', 'DB_PASSWORD'),
  {
    broken: (settings) => secretsProblems(settings).length > 0,
    message: (settings) => secretsProblems(settings).join('\n  - '),
  },
  {
    broken: (settings) => givenTwice(settings).length > 0,
    message: (settings) =>
      `'secrets' (${givenTwice(settings).join(', ')}) must be other variables than those of 'env'; leave them out of one of the two`,
  },
  {
    broken: ({ pullSecret }) => pullSecret !== undefined && !rules.isSubdomain(pullSecret),
    message: ({ pullSecret }) =>
      `'pullSecret' ("${pullSecret}") must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "registry"`,
  },
  {
    broken: ({ slo }) => slo !== undefined && slo.availability === undefined && slo.latency === undefined,
    message: () => "'slo' ({}) must promise something; for example { availability: 99.9 }",
  },
  promised('slo.availability', ({ availability }) => availability),
  promised('slo.latency.target', ({ latency }) => latency?.target),
  {
    broken: (settings) => !isLength(threshold(settings) ?? 1),
    message: ({ slo }) =>
      `'slo.latency.threshold' (${slo?.latency && rules.human(slo.latency.threshold)}) must be above zero, and a bound of a bucket of http_request_duration_seconds; ` +
      'for example Duration.millis(500)',
  },
  {
    broken: (settings) => {
      const time = threshold(settings);
      return time !== undefined && isLength(time) && bounds(settings)?.includes(time) === false;
    },
    message: (settings) =>
      `'slo.latency.threshold' (${settings.slo?.latency && rules.human(settings.slo.latency.threshold)}) must be a bound of a bucket of ` +
      `http_request_duration_seconds (in seconds: ${bounds(settings)?.join(', ') || 'none'}), or nothing measures the promise; ` +
      nearestBound(settings),
  },
  rules.wholeNumber('user', ({ user }) => user, 1, 'root is not allowed; for example 10001'),
];
