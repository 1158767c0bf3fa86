import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { k8s } from '../../imports/k8s.ts';
import { nearest } from '../query/nearest.ts';
import type { Installation } from './installation.ts';
import { installationProblems } from './installation-problems.ts';
import type { Identity } from './labels.ts';
import type { Mount } from './mounts.ts';
import type { PermissionsOf } from './permission.ts';
import type { ContainerSettings, Probe, Probes, RunAs } from './pod.ts';
import { kind, like, optional, type Shape, shape } from './read.ts';
import { readerOf, type Settings } from './settings.ts';
import { mebibytes, seconds } from './units.ts';
import * as validators from './validators.ts';
import { human, isPlain, shown } from './values.ts';

/** Properties for `Workload`. */
export interface WorkloadProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;
  /** Namespace, name and labels of its objects. */
  readonly identity: Identity;
  /** One pod on every node, or a number of replicas. */
  readonly pods: 'every-node' | number;
  /** Its container, named after `identity.app`. The volume of `data` is mounted in addition. */
  readonly container: Omit<ContainerSettings, 'name' | 'mounts'> & {
    /** Volumes of the container. @default - none. */
    readonly mounts?: readonly Mount[];
  };
  /** Runs to completion before the container starts; same image, user and mounts. @default - none. */
  readonly init?: {
    /** Name of the init container. */
    readonly name: string;
    /** Program and arguments. */
    readonly command: readonly string[];
  };
  /** Further containers of the same pods, such as a proxy in front of the first. @default - none. */
  readonly beside?: readonly ContainerSettings[];
  /** Port name -> port of the Service. The names are those of the containers' ports. @default - no Service. */
  readonly service?: Readonly<Record<string, number>>;
  /** User and group of its processes. */
  readonly runAs: RunAs;
  /** The pods' own volume. @default - none. */
  readonly data?: {
    /** Absolute path in the container. */
    readonly path: string;
    /** Size of the volume, at least 100 MiB. */
    readonly size: Size;
    /** StorageClass of the volume. @default - the cluster's default. */
    readonly storageClass?: string;
  };
  /** Permissions for the Kubernetes API, cluster-wide: the set may still grow. @default - no token, no connection to it. */
  readonly api?: Iterable<k8s.PolicyRule>;
  /**
   * Permissions that the program needs, where that depends on its configuration: a check compares them with its roles.
   *
   * @default - those of `api`.
   */
  readonly permissions?: PermissionsOf;
  /** Runs in the host network and the host PID namespace. @default false */
  readonly hostAccess?: boolean;
  /** Whether it looks up names: not if it only answers, or asks the Kubernetes API alone, whose address it is given. @default true */
  readonly looksUpNames?: boolean;
  /** Priority class of its pods. @default - none. */
  readonly priorityClass?: string;
  /** Grace period before the process is killed. @default Duration.seconds(30) */
  readonly grace?: Duration;
  /** Image pull secret. @default - none. */
  readonly pullSecret?: string;
}

/** The props of a workload with defaults filled in. */
export type WorkloadSettings = Settings<WorkloadProps, ReturnType<typeof defaults>>;

const defaults = () => ({
  hostAccess: false,
  looksUpNames: true,
  grace: Duration.seconds(30),
  beside: [] as readonly ContainerSettings[],
});

const MEMORY = { request: Size.mebibytes(128), limit: Size.mebibytes(512) };
const CONTAINER = { image: 'registry.example.com/app:1.2.3', cpu: Cpu.millis(100), memory: MEMORY };

const IDENTITY: Identity = {
  namespace: 'shop',
  name: 'shop',
  app: 'shop',
  component: 'application',
  partOf: 'monitoring',
};

const SHAPE: Shape<WorkloadProps> = {
  identity: shape({}, IDENTITY),
  pods: kind((value) => value === 'every-node' || typeof value === 'number', "'every-node' or a number of replicas", 1),
  service: optional(kind(isPlain, 'an object; for example { http: 80 }', {})),
  init: optional(like<NonNullable<WorkloadProps['init']>>({ name: 'migrate', command: ['/bin/migrate'] })),
  runAs: shape<RunAs>({}, { user: 10_001, group: 10_001 }),
  api: optional(
    kind(isIterable, 'a list of rules; for example [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }]', []),
  ),
  permissions: optional(
    kind(
      (value) => typeof value === 'function',
      'a function that returns a list of rules; for example () => []',
      () => [],
    ),
  ),
  pullSecret: optional(like('registry')),
  priorityClass: optional(like('monitoring')),
  container: shape({ cpu: like(CONTAINER.cpu), memory: like(MEMORY) }, CONTAINER),
  data: optional(like({ path: '/data', size: Size.gibibytes(10) })),
};

/** Readers for the props of a workload. */
export const workloadSettings = readerOf<WorkloadProps, ReturnType<typeof defaults>>({
  defaults,
  shape: SHAPE,
  problems,
});

/** The ports of all containers, by name. */
export function portsOf({ container, beside }: Pick<WorkloadSettings, 'container' | 'beside'>) {
  return Object.assign({}, ...[container, ...beside].map(({ ports }) => ports)) as Readonly<Record<string, number>>;
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function problems(settings: WorkloadSettings): string[] {
  const { identity, installation, container, beside, runAs } = settings;
  return [
    ...validators.dnsLabel('name', identity.name),
    ...validators.dnsLabel('namespace', identity.namespace),
    ...installationProblems(installation),
    // Where they follow from the name and the installation, it is said there.
    ...(identity.app === identity.name ? [] : validators.dnsLabel('identity.app', identity.app)),
    ...validators.labelValue('identity.component', identity.component),
    ...validators.unless(
      identity.partOf === installation.name,
      `'identity.partOf' (${shown(identity.partOf)}) must be 'installation.name' (${shown(installation.name)}): checks judge only what bears it`,
    ),
    ...validators.serviceName('name', identity.name),
    ...podProblems(settings),
    ...[container, ...beside].flatMap(containerProblems),
    ...portProblems(settings),
    ...validators.unless(
      runAs.user !== 0 || runAs.rootBecause !== undefined,
      "'runAs.user' (0) must not be root; for example 10001",
    ),
  ];
}

function containerProblems({ memory, cpu, image, mounts, probes }: WorkloadSettings['container']): string[] {
  return [
    ...validators.memory(memory),
    ...validators.cpu(cpu),
    ...validators.image('image', image),
    ...mountProblems(mounts ?? []),
    ...probeProblems(probes),
  ];
}

/** The problems of replicas and their shared volume. */
function podProblems({ pods, data }: WorkloadSettings): string[] {
  const { size, storageClass } = data ?? {};
  return [
    ...validators.unless(
      pods === 'every-node' || validators.isWholeNumber(pods, 1),
      `'replicas' (${shown(pods)}) must be a whole number of at least 1; to remove a component, leave it out`,
    ),
    ...validators.unless(
      !data || pods === 1,
      `'replicas' (${shown(pods)}) must be 1: the pods share one volume, and two writers corrupt it; leave 'replicas' out`,
    ),
    ...validators.unless(
      !size || (mebibytes(size) >= 100 && validators.isPossibleSize(size)),
      `'storage' (${size?.asString()}) must be at least 100Mi, or nothing fits on it; for example Size.gibibytes(10)`,
    ),
    ...validators.unless(
      storageClass === undefined || validators.isSubdomain(storageClass),
      `'storageClass' (${shown(storageClass)}) must be the name of a StorageClass, as "kubectl get storageclass" shows it; ` +
        "leave it out for the cluster's default",
    ),
  ];
}

const MOUNTS: readonly Mount['kind'][] = ['config', 'data', 'scratch', 'secret', 'host'];

function mountProblems(mounts: readonly Mount[]): string[] {
  return mounts.flatMap(({ kind: of, path }) => [
    ...validators.unless(
      MOUNTS.includes(of),
      `'mounts' (${shown(of)}) must be of the kind ${MOUNTS.map((one) => `'${one}'`).join(', ')}; for example { kind: 'scratch', … }`,
    ),
    ...validators.unless(
      validators.isFolder(path),
      `'mounts' (${shown(path)}) must be at absolute paths below /; for example "/tmp"`,
    ),
  ]);
}

function probeProblems(probes: Probes | undefined): string[] {
  return Object.entries<Probe>({ ...probes }).flatMap(([name, { period, timeout }]) => [
    ...Object.entries({ interval: period, timeout })
      .filter(([, duration]) => !validators.isWholeNumber(seconds(duration), 1))
      .map(
        ([prop, duration]) =>
          `the ${name} probe's '${prop}' (${human(duration)}) must be whole seconds, at least one, as Kubernetes counts them`,
      ),
    ...(seconds(timeout) > seconds(period)
      ? [
          `the ${name} probe's 'timeout' (${human(timeout)}) must be at most its 'interval' (${human(period)}), ` +
            'or checks overlap; raise the interval or lower the timeout',
        ]
      : []),
  ]);
}

function portProblems({ service = {}, container, beside }: WorkloadSettings): string[] {
  const ports = portsOf({ container, beside });
  const unknown = Object.keys(service).filter((name) => !Object.hasOwn(ports, name));
  return [
    ...Object.entries(ports).flatMap(([name, number]) => [
      ...validators.portName('ports', name),
      ...validators.port(`ports.${name}`, number),
    ]),
    ...Object.entries(service)
      .filter(([name, number]) => number !== ports[name])
      .flatMap(([name, number]) => validators.port(`ports.${name}.service`, number)),
    ...validators.unless(
      unknown.length === 0,
      `'service' names the ports ${unknown.join(', ')}, which must be the container's; ` +
        `it has ${Object.keys(ports).join(', ') || 'none'}`,
    ),
  ];
}

/** The problem of an endpoint on a port that a container lacks. */
export function missingPort(name: string, ports: Readonly<Record<string, number>> = {}): string {
  const names = Object.keys(ports);
  const meant = nearest(String(name), names);
  const remedy = meant ? `did you mean "${meant}"?` : `the ports are ${names.join(', ') || 'none'}`;
  return `the port of an endpoint (${shown(name)}) must be the name of one of the container's ports; ${remedy}`;
}
