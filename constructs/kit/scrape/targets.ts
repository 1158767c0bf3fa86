import type { k8s } from '../../../imports/k8s.ts';
import { groupBy } from '../../query/group-by.ts';
import { isPods } from '../endpoint.ts';
import { INSTANCE_LABEL, NAME_LABEL } from '../labels.ts';
import type { Discovery, ScrapeJob } from './job.ts';

/** One relabelling step. */
export interface RelabelConfig {
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: string;
}

/** Settings that depend on how the targets of a job are discovered. */
interface DiscoveryMethod {
  /** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config */
  readonly role: 'pod' | 'node' | 'endpointslice';
  /** Namespace of the targets. @default - targets have no namespace. */
  readonly namespace?: (job: ScrapeJob) => string | undefined;
  /** Whether the endpoint's label selects the targets. @default false */
  readonly byLabel?: boolean;
  /**
   * Relabelling that selects and labels targets, for jobs that share one configuration.
   *
   * @param others names of all other jobs: no target may take one.
   */
  readonly relabel: (jobs: readonly ScrapeJob[], others: readonly string[]) => readonly RelabelConfig[];
  /** Labels that every series gets, beside `job` and `instance`. */
  readonly labels: readonly string[];
  /** Further settings of the scrape configuration. @default - none. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Permissions that Prometheus needs in the namespace of the targets. @default - none. */
  readonly namespacePermissions?: readonly k8s.PolicyRule[];
  /** Permissions that Prometheus needs cluster-wide. @default - none. */
  readonly clusterPermissions?: readonly k8s.PolicyRule[];
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The cluster's CA. */
export const CLUSTER_CA = `${SERVICE_ACCOUNT}/ca.crt`;
const TOKEN = { scheme: 'https', authorization: { credentials_file: `${SERVICE_ACCOUNT}/token` } };
const READ = ['list', 'watch'];

const POD_LABELS = [copy('namespace', 'namespace'), copy('pod_name', 'pod'), copy('pod_container_name', 'container')];
/** A finished pod keeps its IP address for a while. */
const NOT_FINISHED = { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' };

const HONOR_LABELS = { honor_labels: true };

const PODS = {
  role: 'pod',
  namespace: ({ endpoint: { to } }) => (isPods(to) ? to.namespace : undefined),
  byLabel: true,
  relabel: (jobs) => [...behindEndpoints(jobs), ...POD_LABELS, appLabel(jobs)],
  labels: ['app', 'namespace', 'pod', 'container'],
  namespacePermissions: [{ apiGroups: [''], resources: ['pods'], verbs: READ }],
} as const satisfies DiscoveryMethod;

const NODE_PODS = {
  ...PODS,
  relabel: (jobs) => [...PODS.relabel(jobs), copy('pod_node_name', 'instance'), copy('pod_node_name', 'node')],
  labels: [...PODS.labels, 'node'],
} as const satisfies DiscoveryMethod;

/** The kinds of discovery. */
export const DISCOVERY: Readonly<Record<Discovery, DiscoveryMethod>> = {
  pods: PODS,
  'node-pods': NODE_PODS,
  'node-agents': { ...NODE_PODS, settings: HONOR_LABELS },
  'about-others': {
    ...PODS,
    relabel: (jobs) => [...behindEndpoints(jobs), appLabel(jobs)],
    labels: ['app'],
    settings: HONOR_LABELS,
  },
  kubelets: {
    role: 'node',
    relabel: () => [copy('node_name', 'instance'), copy('node_name', 'node')],
    labels: ['node'],
    settings: {
      ...TOKEN,
      // Kubelets use self-signed certificates, unless the cluster is configured otherwise: `kubeletsHaveClusterCertificates`.
      tls_config: { insecure_skip_verify: true },
      // cAdvisor's samples have timestamps: without this, a container that is gone stays for five minutes.
      track_timestamps_staleness: true,
    },
    clusterPermissions: [
      { apiGroups: [''], resources: ['nodes'], verbs: READ },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ],
  },
  'api-servers': {
    role: 'endpointslice',
    namespace: () => 'default',
    relabel: () => [keep(['service_name', 'endpointslice_port_name'], 'kubernetes;https')],
    labels: [],
    settings: { ...TOKEN, tls_config: { ca_file: CLUSTER_CA, server_name: 'kubernetes' } },
    namespacePermissions: [
      { apiGroups: [''], resources: ['pods', 'services'], verbs: READ },
      { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    ],
    clusterPermissions: [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }],
  },
  'annotated-pods': {
    ...PODS,
    byLabel: false,
    relabel: (jobs, others) => [
      ...annotated(jobs),
      copyName('app'),
      copyName('job'),
      // Whoever labels a pod would else speak for another job.
      ...(others.length > 0
        ? [{ source_labels: ['job'], regex: alternatives(others), ...constant('job', jobs[0]?.job ?? '') }]
        : []),
      ...POD_LABELS,
    ],
  },
};

/** The labels that a job adds to every series of its targets. */
export function targetLabels({ discovery }: ScrapeJob): readonly string[] {
  return ['job', 'instance', ...DISCOVERY[discovery].labels];
}

/** Whether labels of a target win over those of its job. */
export function honorsLabels({ discovery }: ScrapeJob): boolean {
  return DISCOVERY[discovery].settings === HONOR_LABELS;
}

/** Copies the name of the program in the pod, `app.kubernetes.io/name`, into a label. */
export function copyName(label: string): RelabelConfig {
  return copy(podLabel(NAME_LABEL), label);
}

/** The key of the label by which the pods of a job are found. */
export function labelKey({ endpoint: { to } }: ScrapeJob): string | undefined {
  return isPods(to) ? to.label?.[0] : undefined;
}

/**
 * Keeps exactly the pods and ports behind the endpoints. Jobs that may share a configuration are told apart by the name of
 * the pods, so it must be theirs: whoever labels a pod would else speak for another job.
 */
function behindEndpoints(jobs: readonly ScrapeJob[]): RelabelConfig[] {
  const byName = jobs.some(({ mayShare }) => mayShare);
  const ports = jobs.flatMap(({ job, endpoint: { to, ports } }) => {
    if (!isPods(to)) return [];
    const value = [to.label?.[1] ?? '', ...(byName ? [job] : [])].join(';');
    return ports.map(({ port }) => ({ namespace: to.namespace, port, value }));
  });
  const regex = [...groupBy(ports, ({ namespace, port }) => `${namespace};${port}`).values()].map((same) => {
    const [{ namespace, port }] = same as [(typeof ports)[number]];
    return `${namespace};${alternatives(same.map(({ value }) => value))};${port}`;
  });
  const key = jobs.map(labelKey)[0] ?? '';
  const labels = [podLabel(key), ...(byName ? [podLabel(NAME_LABEL)] : [])];
  return [keep(['namespace', ...labels, 'pod_container_port_number'], regex.join('|')), NOT_FINISHED];
}

function annotated(jobs: readonly ScrapeJob[]): RelabelConfig[] {
  const ports = jobs.flatMap(({ endpoint }) => endpoint.ports.map(({ port }) => String(port)));
  const port = 'pod_annotation_prometheus_io_port';
  return [
    keep(['pod_annotation_prometheus_io_scrape'], 'true'),
    // A pod has one target per port: the annotation names the one to keep.
    keep([port], alternatives(ports)),
    { source_labels: [meta(port)], target_label: meta('pod_container_port_number'), action: 'keepequal' },
    NOT_FINISHED,
    copy('pod_annotation_prometheus_io_path', '__metrics_path__'),
  ];
}

/** Pods that are selected by another label than ours may lack a name. */
function appLabel(jobs: readonly ScrapeJob[]): RelabelConfig {
  const [first] = jobs as readonly [ScrapeJob];
  const { job, app } = first;
  return app === undefined && labelKey(first) === INSTANCE_LABEL ? copyName('app') : constant('app', app ?? job);
}

function meta(name: string): string {
  return `__meta_kubernetes_${name}`;
}

function podLabel(key: string): string {
  return `pod_label_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;
}

/** Copies a discovered label, unless it is empty. */
function copy(from: string, to: string): RelabelConfig {
  return { source_labels: [meta(from)], regex: '(.+)', target_label: to };
}

/** Sets a label to a constant. */
export function constant(label: string, value: string): RelabelConfig {
  return { target_label: label, replacement: value };
}

function keep(from: readonly string[], regex: string): RelabelConfig {
  return { source_labels: from.map(meta), separator: ';', regex, action: 'keep' };
}

function alternatives(values: readonly string[]): string {
  const escaped = [...new Set(values)].map((value) => value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).sort();
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}
