import type { Duration } from 'cdk8s';
import { Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { k8s } from '../../imports/k8s.ts';
import type { ConfigFiles } from './config-files.ts';
import { lazy } from './lazy.ts';
import type { SecretRef } from './secret-ref.ts';
import { cpuQuantity, seconds, sizeQuantity } from './units.ts';

/** Memory of a container. */
export interface Memory {
  /** What the scheduler reserves. */
  readonly request: Size;
  /** Beyond it the container is killed. */
  readonly limit: Size;
}

/** A health check. */
export interface Probe {
  /** An HTTP request that must answer 2xx or 3xx, or a command that must exit with 0. */
  readonly check: { readonly path: string; readonly port: number } | { readonly command: readonly string[] };
  readonly period: Duration;
  readonly timeout: Duration;
  /** Failures in a row that count as down. */
  readonly failures: number;
}

/** The three health checks, each stated: a default of Kubernetes' own is a timeout of 1 s. */
export interface Probes {
  readonly startup: Probe;
  readonly readiness: Probe;
  readonly liveness: Probe;
}

/** A folder that a container sees. */
export type Mount =
  | { readonly kind: 'config'; readonly path: string; readonly from: readonly ConfigFiles[] }
  | { readonly kind: 'data'; readonly path: string; readonly claim: string }
  | { readonly kind: 'scratch'; readonly path: string; readonly size: Size }
  | { readonly kind: 'secret'; readonly path: string; readonly secret: string }
  | {
      readonly kind: 'host';
      readonly path: string;
      readonly hostPath: string;
      readonly writable?: boolean;
      readonly propagation?: 'HostToContainer';
    };

/** User and group of a pod's processes. */
export interface RunAs {
  readonly user: number;
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
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Variable -> value, or what holds it. */
  readonly env?: Readonly<Record<string, Value>>;
  /** Name -> port. */
  readonly ports?: Readonly<Record<string, number>>;
  readonly probes?: Probes;
  readonly cpu: Cpu;
  readonly memory: Memory;
  readonly mounts: readonly Mount[];
}

/** Room for a container's own log files (the kubelet keeps five of 10 MiB) and its scratch folders. */
const EPHEMERAL_STORAGE = { request: Size.mebibytes(64), limit: Size.mebibytes(512) };

/** Renders a container. All have the restricted profile's fields and a read-only root file system. */
export function container(settings: ContainerSettings): k8s.Container {
  const { name, image, command, args, env = {}, ports = {}, probes, cpu, memory, mounts } = settings;
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
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    ...(mounts.length > 0 && {
      volumeMounts: mounts.map((mount) => ({
        name: volumeName(mount),
        mountPath: mount.path,
        ...(isReadOnly(mount) && { readOnly: true }),
        ...(mount.kind === 'host' && mount.propagation && { mountPropagation: mount.propagation }),
      })),
    }),
  };
}

/** The volumes behind some mounts, each once. */
export function volumes(mounts: readonly Mount[]): k8s.Volume[] {
  return [...new Map(mounts.map((mount) => [volumeName(mount), volume(mount)])).values()];
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

function probe({ check, period, timeout, failures }: Probe): k8s.Probe {
  return {
    ...('path' in check
      ? { httpGet: { path: check.path, port: k8s.IntOrString.fromNumber(check.port), scheme: 'HTTP' } }
      : { exec: { command: [...check.command] } }),
    periodSeconds: seconds(period),
    timeoutSeconds: seconds(timeout),
    failureThreshold: failures,
  };
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

function isReadOnly(mount: Mount): boolean {
  return mount.kind === 'config' || mount.kind === 'secret' || (mount.kind === 'host' && !mount.writable);
}

/** From the path, so that it stays when mounts are added: `/etc/prometheus/config` becomes `etc-prometheus-config`. */
function volumeName({ path }: Mount): string {
  return (
    String(path)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'root'
  );
}

function configVolume(name: string, from: readonly ConfigFiles[]): k8s.Volume {
  const [only, ...more] = from;
  if (only && more.length === 0) return { name, configMap: { name: only.name, defaultMode: 0o444 } };
  return {
    name,
    projected: { defaultMode: 0o444, sources: from.map((files) => ({ configMap: { name: files.name } })) },
  };
}

function volume(mount: Mount): k8s.Volume {
  const name = volumeName(mount);
  switch (mount.kind) {
    case 'config':
      // Files may be added after the pod.
      return lazy(() => configVolume(name, mount.from));
    case 'data':
      return { name, persistentVolumeClaim: { claimName: mount.claim } };
    case 'scratch':
      return { name, emptyDir: { sizeLimit: sizeQuantity(mount.size) } };
    case 'secret':
      return { name, secret: { secretName: mount.secret, defaultMode: 0o440 } };
    case 'host':
      return { name, hostPath: { path: mount.hostPath, type: mount.writable ? 'DirectoryOrCreate' : 'Directory' } };
  }
}
