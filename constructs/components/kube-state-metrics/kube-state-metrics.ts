import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { k8s } from '../../../imports/k8s.ts';
import { CATALOGUE } from '../../catalogue/index.ts';
import type { Installation } from '../../kit/installation.ts';
import type { Identity } from '../../kit/labels.ts';
import { lazy } from '../../kit/lazy.ts';
import type { Memory, Probes } from '../../kit/pod.ts';
import { keptSeries, type ScrapeJob } from '../../kit/scrape/job.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { JOB } from '../../matchers.ts';
import { groupBy } from '../../query/group-by.ts';
import { seriesRead } from '../../query/used-series.ts';
import { IMAGES } from '../../versions.ts';

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
   * The image, with a tag.
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
    const { installation, namespace, name = JOB.kubeStateMetrics, series = 'used' } = props;
    const identity: Identity = {
      namespace,
      name,
      app: JOB.kubeStateMetrics,
      component: 'metrics',
      partOf: installation.name,
    };
    const workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: 1,
      runAs: { user: 65_534, group: 65_534 },
      api: permissionsFor(Object.values(RESOURCES).flat()),
      permissions: ({ args }) => permissionsFor(args.flatMap(resourcesIn)),
      service: { http: PORT, telemetry: TELEMETRY_PORT },
      container: {
        image: props.image ?? IMAGES.kubeStateMetrics,
        args: [
          `--port=${PORT}`,
          `--telemetry-port=${TELEMETRY_PORT}`,
          `${FLAG}${Object.values(RESOURCES).flat().sort().join()}`,
          ...(series === 'used' ? [lazy(() => this.allowlist())] : []),
        ],
        ports: { http: PORT, telemetry: TELEMETRY_PORT },
        probes: PROBES,
        cpu: props.cpu ?? Cpu.millis(10),
        memory: props.memory ?? { request: Size.mebibytes(64), limit: Size.mebibytes(256) },
      },
    });
    this.metrics = {
      job: JOB.kubeStateMetrics,
      discovery: 'about-others',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: CATALOGUE.kubeStateMetrics,
      limits: { samples: 200_000 },
      series,
      alsoKeep: props.alsoKeep,
    };
    this.telemetry = {
      job: JOB.kubeStateMetricsTelemetry,
      app: JOB.kubeStateMetrics,
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'telemetry'),
      exposes: CATALOGUE.kubeStateMetricsTelemetry,
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

const FLAG = '--resources=';

/** The resources that an argument names. */
function resourcesIn(arg: string): string[] {
  return arg.startsWith(FLAG) ? arg.slice(FLAG.length).split(',') : [];
}

/** What it asks of some resources. What is in none of the known groups is taken for a resource of the core group. */
/** What it asks of some resources. */
function permissionsFor(names: readonly string[]): k8s.PolicyRule[] {
  const groupOf = (name: string) => Object.keys(API_GROUPS).find((group) => API_GROUPS[group]?.includes(name)) ?? '';
  return [...groupBy(names, groupOf)].map(([group, resources]) => ({
    apiGroups: [group],
    resources: [...resources],
    verbs: ['list', 'watch'],
  }));
}

const PROBES: Probes = {
  startup: {
    check: { path: '/livez', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 24,
  },
  readiness: {
    check: { path: '/readyz', port: TELEMETRY_PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 3,
  },
  liveness: {
    check: { path: '/livez', port: PORT },
    period: Duration.seconds(10),
    timeout: Duration.seconds(5),
    failures: 6,
  },
};
