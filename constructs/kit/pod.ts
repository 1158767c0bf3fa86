import type { Duration } from 'cdk8s';
import { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { k8s } from '../../imports/k8s.ts';
import type { Memory } from './memory.ts';
import { type Mount, volumeMounts } from './mounts.ts';
import type { SecretRef } from './secret-ref.ts';
import { cpuQuantity, seconds, sizeQuantity } from './units.ts';

/** A GET request of the kubelet to the pod, which must answer 2xx or 3xx. */
export interface HttpCheck {
  /** Path of the request. */
  readonly path: string;
  /** Port of the container. */
  readonly port: number;
  /** The header `Host`. @default - address and port of the pod. */
  readonly host?: string;
  /** With `HTTPS` the certificate is not verified. @default 'HTTP' */
  readonly scheme?: 'HTTP' | 'HTTPS';
}

/** A health check. */
export interface Probe {
  /** An HTTP request, or a command that must exit with 0. */
  readonly check:
    | HttpCheck
    | {
        /** Program and arguments, run in the container. */
        readonly command: readonly string[];
      };
  /** Time between two checks: whole seconds. */
  readonly period: Duration;
  /** Time after which a check has failed: whole seconds, at most `period`. */
  readonly timeout: Duration;
  /** Failures in a row that count as down. */
  readonly failures: number;
}

/** The three health checks, each stated: a default of Kubernetes' own is a timeout of 1 s. */
export interface Probes {
  /** The two others wait until it has succeeded once. A container for which it never does is restarted. */
  readonly startup: Probe;
  /** While it fails, Services send the pod no requests. */
  readonly readiness: Probe;
  /** When it fails, the container is restarted. */
  readonly liveness: Probe;
}

/** User and group of a pod's processes. */
export interface RunAs {
  /** Numeric user. */
  readonly user: number;
  /** Numeric group. */
  readonly group: number;
  /** Group that owns the volumes. @default - none, for pods without a volume of their own. */
  readonly fsGroup?: number;
  /** Why this pod has to run as root. Without it, uid 0 is refused. @default - does not run as root. */
  readonly rootBecause?: string;
}

/** The value of a variable: as it is, of a field of the pod, or of a Secret. */
type Value = string | { readonly field: string } | SecretRef;

/** One hardened container. */
export interface ContainerSettings {
  /** Unique in the pod. */
  readonly name: string;
  /** With a tag other than `latest`. */
  readonly image: string;
  /** Replaces the image's entrypoint. @default - the image's own. */
  readonly command?: readonly string[];
  /** Arguments of the entrypoint; `$(NAME)` is the value of a variable. @default - the image's own. */
  readonly args?: readonly string[];
  /**
   * Environment variable -> value, `{ field }` of the pod, or key of a Secret. In a value, `$(NAME)` is that of a variable
   * before it.
   *
   * @default - none.
   */
  readonly env?: Readonly<Record<string, Value>>;
  /** Name -> TCP port. @default - none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Health checks. @default - none. */
  readonly probes?: Probes;
  /** CPU request. There is no limit: throttling hides trouble. */
  readonly cpu: Cpu;
  /** Memory request and limit. */
  readonly memory: Memory;
  /** Its folders. All others are read-only. */
  readonly mounts: readonly Mount[];
  /**
   * How long it still serves after its pod was told to stop: Services need a moment to send requests elsewhere. The image needs
   * the program `sleep`; without it, the container stops at once. @default - stops at once.
   */
  readonly drain?: Duration;
  /** Numeric user and group of its own. @default - those of the pod. */
  readonly user?: number;
  /** The one capability that the restricted profile lets a container keep. @default - none. */
  readonly capabilities?: readonly 'NET_BIND_SERVICE'[];
}

/** Room for a container's own log files (the kubelet keeps five of 10 MiB) and its scratch folders. */
const EPHEMERAL_STORAGE = { request: Size.mebibytes(64), limit: Size.mebibytes(512) };

/** Renders a container. All have the restricted profile's fields and a read-only root file system. */
export function container(settings: ContainerSettings): k8s.Container {
  const {
    name,
    image,
    command,
    args,
    env = {},
    ports = {},
    probes,
    cpu,
    memory,
    mounts,
    user,
    capabilities,
    drain,
  } = settings;
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command && { command: [...command] }),
    ...(args && { args: [...args] }),
    ...(Object.keys(env).length > 0 && { env: Object.entries(env).map(([key, value]) => variable(key, value)) }),
    ...(Object.keys(ports).length > 0 && {
      ports: Object.entries(ports).map(([key, containerPort]) => ({ name: key, containerPort, protocol: 'TCP' })),
    }),
    ...(probes && {
      startupProbe: probe(probes.startup),
      readinessProbe: probe(probes.readiness),
      livenessProbe: probe(probes.liveness),
    }),
    ...(drain &&
      seconds(drain) > 0 && { lifecycle: { preStop: { exec: { command: ['sleep', String(seconds(drain))] } } } }),
    resources: {
      requests: {
        cpu: cpuQuantity(cpu),
        memory: sizeQuantity(memory.request),
        'ephemeral-storage': sizeQuantity(EPHEMERAL_STORAGE.request),
      },
      // No CPU limit: throttling hides trouble instead of showing it.
      limits: { memory: sizeQuantity(memory.limit), 'ephemeral-storage': sizeQuantity(EPHEMERAL_STORAGE.limit) },
    },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], ...(capabilities && { add: [...capabilities] }) },
      privileged: false,
      readOnlyRootFilesystem: true,
      ...(user !== undefined && { runAsUser: user, runAsGroup: user }),
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...(mounts.length > 0 && {
      volumeMounts: volumeMounts(mounts),
    }),
  };
}

/** The restricted profile's pod fields. */
export function podSecurity({ user, group, fsGroup }: RunAs): k8s.PodSecurityContext {
  return {
    runAsUser: user,
    runAsGroup: group,
    runAsNonRoot: user !== 0,
    seccompProfile: { type: 'RuntimeDefault' },
    ...(fsGroup !== undefined && { fsGroup, fsGroupChangePolicy: 'OnRootMismatch' }),
  };
}

/** Replicas prefer different nodes, but may share one. */
export function apart(selector: Record<string, string>): k8s.Affinity {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } },
        },
      ],
    },
  };
}

function probe({ check, period, timeout, failures }: Probe): k8s.Probe {
  return {
    ...('path' in check ? { httpGet: httpGet(check) } : { exec: { command: [...check.command] } }),
    periodSeconds: seconds(period),
    timeoutSeconds: seconds(timeout),
    failureThreshold: failures,
  };
}

function httpGet({ path, port, host, scheme = 'HTTP' }: HttpCheck): k8s.HttpGetAction {
  return {
    path,
    port: k8s.IntOrString.fromNumber(port),
    scheme,
    ...(host !== undefined && { httpHeaders: [{ name: 'Host', value: host }] }),
  };
}

/** A value or an argument that Kubernetes leaves as it is: `$(NAME)` is replaced otherwise, and `$$` is one dollar. */
export function verbatim(text: string): string {
  return text.replaceAll(/\$(?=[$(])/g, '$$$$');
}

function variable(name: string, value: Value): k8s.EnvVar {
  if (typeof value !== 'object') return { name, value };
  return {
    name,
    valueFrom:
      'field' in value
        ? { fieldRef: { fieldPath: value.field } }
        : { secretKeyRef: { name: value.secret, key: value.key } },
  };
}
