import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { k8s } from '../../../imports/k8s.ts';
import { httpProbes } from '../../kit/http-probes.ts';
import { type Installation, priorityClass } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import { lazy } from '../../kit/lazy.ts';
import type { Memory } from '../../kit/memory.ts';
import { oneOf } from '../../kit/read.ts';
import { keptSeries, type ScrapeJob } from '../../kit/scrape/job.ts';
import { CLUSTER_LIMITS, STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { settingsOf } from '../../kit/settings.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { groupBy } from '../../query/group-by.ts';
import { seriesRead } from '../../query/used-series.ts';
import { metrics } from './metrics/kube-state-metrics.ts';
import { metrics as telemetryMetrics } from './metrics/kube-state-metrics-telemetry.ts';

/** The release that this project is tested with. */
export const IMAGE = 'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0';

const PORT = 8080;
const TELEMETRY_PORT = 8081;

/** What it watches: API group -> resources. No secrets and no config maps: reading their list is reading them. */
const RESOURCES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'services',
  ],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

/**
 * API groups of what it can watch. All else is in the core group.
 *
 * @see https://github.com/kubernetes/kube-state-metrics/tree/main/docs#exposed-metrics
 */
const API_GROUPS: Readonly<Record<string, readonly string[]>> = {
  ...RESOURCES,
  'admissionregistration.k8s.io': ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'],
  'certificates.k8s.io': ['certificatesigningrequests'],
  'coordination.k8s.io': ['leases'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['ingressclasses', ...(RESOURCES['networking.k8s.io'] ?? [])],
  'rbac.authorization.k8s.io': ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
};

/** Properties for `KubeStateMetrics`. */
export interface KubeStateMetricsProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'kube-state-metrics'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * Memory. Plan with 30 KiB for each pod of the cluster.
   *
   * @default { request: Size.mebibytes(64), limit: Size.mebibytes(256) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(10)
   */
  readonly cpu?: Cpu;

  /**
   * Which metrics it makes, and which are stored: all, or only those that some query of the installation reads.
   *
   * @default 'used'
   */
  readonly series?: 'used' | 'all';

  /**
   * Names of metrics that are made and stored although no query reads them.
   *
   * @default - none.
   */
  readonly alsoKeep?: readonly string[];
}

/** Turns the state of Kubernetes objects into metrics. */
export class KubeStateMetrics extends Construct {
  /** Metrics about the objects of the cluster. */
  readonly metrics: ScrapeJob;
  /** Its own metrics. */
  readonly telemetry: ScrapeJob;

  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    const settings = settingsOf(this, props, { defaults, shape: { series: oneOf('used', 'all') } });
    const { installation, namespace, name, series } = settings;
    const identity: Identity = {
      namespace,
      name,
      app: 'kube-state-metrics',
      component: 'metrics',
      partOf: installation.name,
    };
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 1,
      runAs: { user: 10_006, group: 10_006 },
      looksUpNames: false,
      api: permissionsFor(Object.values(RESOURCES).flat()),
      permissions: ({ args }) => permissionsFor(args.flatMap(resourcesIn)),
      service: { http: PORT, telemetry: TELEMETRY_PORT },
      container: {
        image: settings.image,
        args: [
          `--port=${PORT}`,
          `--telemetry-port=${TELEMETRY_PORT}`,
          `${FLAG}${Object.values(RESOURCES).flat().sort().join()}`,
          ...(series === 'used' ? [lazy(() => this.allowlist())] : []),
        ],
        ports: { http: PORT, telemetry: TELEMETRY_PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
      },
    });
    this.metrics = {
      job: 'kube-state-metrics',
      discovery: 'about-others',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
      limits: CLUSTER_LIMITS,
      series,
      alsoKeep: settings.alsoKeep,
    };
    this.telemetry = {
      job: 'kube-state-metrics-telemetry',
      app: 'kube-state-metrics',
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'telemetry'),
      exposes: telemetryMetrics,
      limits: STACK_LIMITS,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    Wiring.of(this).offer(this, 'telemetry', { jobs: [this.telemetry] });
  }

  /** One regular expression: a list of names would allow whatever begins like one of them. */
  private allowlist(): string {
    const kept = keptSeries(this.metrics, seriesRead(Wiring.of(this).queries)) ?? [];
    return `--metric-allowlist=^(${kept.join('|')})$`;
  }
}

const defaults = () => ({
  name: 'kube-state-metrics',
  image: IMAGE,
  cpu: Cpu.millis(10),
  memory: { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
  series: 'used' as const,
  alsoKeep: [],
});

const FLAG = '--resources=';

/** The resources that an argument names. */
function resourcesIn(arg: string): string[] {
  return arg.startsWith(FLAG) ? arg.slice(FLAG.length).split(',') : [];
}

/** The permissions on some resources. One of no known group is taken for a resource of the core group. */
function permissionsFor(names: readonly string[]): k8s.PolicyRule[] {
  const groupOf = (name: string) => Object.keys(API_GROUPS).find((group) => API_GROUPS[group]?.includes(name)) ?? '';
  return [...groupBy(names, groupOf)].map(([group, resources]) => ({
    apiGroups: [group],
    resources: [...resources],
    verbs: ['list', 'watch'],
  }));
}

const PROBES = httpProbes({
  started: { path: '/livez', port: PORT },
  ready: { path: '/readyz', port: TELEMETRY_PORT },
  live: { path: '/livez', port: PORT },
  startupFailures: 24,
});
