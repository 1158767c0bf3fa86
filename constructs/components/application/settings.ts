import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ENDPOINTS, PODS } from '../../kit/endpoint.ts';
import { kind, like, optional, type Read, record, type Shape, shape } from '../../kit/read.ts';
import { SCRAPE_SETTINGS } from '../../kit/scrape/settings.ts';
import { SECRET_REF, secretProblems } from '../../kit/secret-ref.ts';
import * as kit from '../../kit/settings.ts';
import { isWritable } from '../../kit/text.ts';
import { seconds } from '../../kit/units.ts';
import * as validators from '../../kit/validators.ts';
import { human, isPlain, shown } from '../../kit/values.ts';
import { APPLICATION_ALERTS } from './alert-scopes.ts';
import { HEALTHCHECK, healthcheckProblems, probes } from './healthcheck.ts';
import type { ApplicationMetrics, ApplicationPort, ApplicationProps } from './props.ts';
import { SERVICE_LEVEL, sloProblems } from './slo-problems.ts';

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
    drain: Duration.seconds(5),
    memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
    cpu: Cpu.millis(50),
    openTo: [],
    connectsTo: [],
    alerts: {},
  } as const;
}

const METRICS: Read<ApplicationMetrics | 'none'> = (prop, value, problems) => {
  const must = `the port and the settings of a scrape, or 'none'; for example { port: "http", path: "/metrics" }`;
  if (value === 'none' || !isPlain(value))
    return kind((it) => it === 'none', must, 'none' as const)(prop, value, problems);
  return shape<ApplicationMetrics>(SCRAPE_SETTINGS, { port: 'http' })(prop, value, problems);
};

const SHAPE: Shape<ApplicationProps> = {
  ports: record<ApplicationPort>(like({ container: 8000 }), { http: { container: 8000, service: 5000 } }),
  healthcheck: HEALTHCHECK,
  metrics: METRICS,
  slo: optional(SERVICE_LEVEL),
  secrets: record(SECRET_REF),
  scratch: like<readonly string[]>([]),
  openTo: PODS,
  connectsTo: ENDPOINTS,
  alerts: APPLICATION_ALERTS,
};

/** How an application reads its props. */
export const applicationSettings = kit.readerOf<ApplicationProps, ReturnType<typeof defaults>>({
  defaults,
  shape: SHAPE,
  problems,
});

function problems(settings: Settings): string[] {
  const { healthcheck, pullSecret, user, drain, slo, metrics, scratch } = settings;
  return [
    ...healthcheckProblems(healthcheck),
    ...portProblems(settings),
    ...validators.unless(
      scratch.every(validators.isFolder) && new Set(scratch).size === scratch.length,
      `'scratch' (${scratch.join(', ')}) must be absolute paths below /, each once; for example ['/tmp']`,
    ),
    ...variableProblems(settings),
    ...validators.unless(
      pullSecret === undefined || validators.isSubdomain(pullSecret),
      `'pullSecret' (${shown(pullSecret)}) must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example "registry"`,
    ),
    ...validators.unless(
      slo === undefined || metrics !== 'none',
      "'slo' must be measured, and 'metrics' is 'none'; name the port of the metrics, or leave 'slo' out",
    ),
    ...(slo ? sloProblems(slo, boundsOf(metrics)) : []),
    ...validators.unless(
      validators.isWholeNumber(seconds(drain), 0) && seconds(drain) <= 20,
      `'drain' (${human(drain)}) must be whole seconds, at most 20: a pod is killed after 30; for example Duration.seconds(5)`,
    ),
    ...validators.wholeNumber('user', user, 1, 'root is not allowed; for example 10001'),
  ];
}

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
      `'ports' (${numbers.join(', ')}) must differ on the Service; give each its own 'service'`,
    ),
  ];
}

/** Bytes of a variable with its name: Linux starts no program with a longer one. */
const LONGEST_VARIABLE = 131_072 - 256;

function valueProblems(prop: string, value: unknown): string[] {
  const problem = (must: string) => [`'${prop}' (${shown(value)}) must be ${must}`];
  if (typeof value !== 'string') return problem('text; leave it out, or give it a value such as "info"');
  if (!isWritable(value)) return problem('text without control characters; for example "info"');
  return Buffer.byteLength(value) <= LONGEST_VARIABLE
    ? []
    : problem('at most 128 kB, or no program starts; mount a file of objects of your own');
}

function variableProblems({ env, secrets }: Settings): string[] {
  const misnamed = (prop: 'env' | 'secrets', variables: object, example: string) =>
    Object.keys(variables)
      .filter((name) => !validators.isLabelName(name) || name.length > 253)
      .map(
        (name) =>
          `'${prop}' (${shown(name)}) must be names of variables: letters, digits and '_', ` +
          `not beginning with a digit; for example "${example}"`,
      );
  const twice = Object.keys(secrets).filter((name) => Object.hasOwn(env, name));
  return [
    ...misnamed('env', env, 'LOG_LEVEL'),
    ...Object.entries<unknown>(env).flatMap(([name, value]) => valueProblems(`env.${name}`, value)),
    ...misnamed('secrets', secrets, 'DB_PASSWORD'),
    ...Object.entries(secrets).flatMap(([name, from]) =>
      secretProblems(from).map((problem) => `'secrets.${name}': ${problem}`),
    ),
    ...validators.unless(
      twice.length === 0,
      `'secrets' (${twice.join(', ')}) must be other variables than those of 'env'; leave them out of one of the two`,
    ),
  ];
}
