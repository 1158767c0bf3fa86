import type { WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';

interface Scrape {
  readonly kubernetes_sd_configs?: readonly {
    readonly role: string;
    readonly namespaces?: { readonly names?: readonly string[] };
  }[];
  readonly tls_config?: { readonly server_name?: string };
}

const EVERYWHERE = 'all namespaces';

/**
 * What discovery lists, by its role.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
const DISCOVERY: Readonly<Record<string, readonly string[]>> = {
  pod: ['/pods'],
  node: ['/nodes'],
  service: ['/services'],
  endpointslice: ['/pods', '/services', 'discovery.k8s.io/endpointslices'],
};

/** API groups of what kube-state-metrics can list; all others are in the core group. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'coordination.k8s.io': ['leases'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

/** What the config files and arguments of a workload make it ask the Kubernetes API. */
export function neededRights({ files }: Stack, { namespace, pod }: WorkloadView): Set<string> {
  const mounted = (pod.volumes ?? []).flatMap(({ configMap }) => configMap?.name ?? []);
  const read = files.filter((file) => file.namespace === namespace && mounted.includes(file.configMap));
  const args = pod.containers.flatMap(({ args = [] }) => args);
  return new Set([
    ...read.flatMap(({ content }) => (typeof content === 'string' ? ofAlloy(content) : ofPrometheus(content))),
    ...args.flatMap(ofKubeStateMetrics),
  ]);
}

function ofPrometheus(content: unknown): string[] {
  const { scrape_configs = [] } = content as { readonly scrape_configs?: readonly Scrape[] };
  return scrape_configs.flatMap(({ kubernetes_sd_configs = [], tls_config }) =>
    kubernetes_sd_configs.flatMap(({ role, namespaces }) => [
      ...(namespaces?.names ?? [EVERYWHERE]).flatMap((where) => lists(DISCOVERY[role] ?? [], where)),
      ...(role === 'node' ? [`get /nodes/metrics in ${EVERYWHERE}`] : []),
      ...(tls_config?.server_name === 'kubernetes' ? ['get /metrics'] : []),
    ]),
  );
}

function ofAlloy(config: string): string[] {
  return [
    ...[...config.matchAll(/discovery\.kubernetes "\w+" \{\s*role\s*=\s*"(\w+)"/g)].flatMap(([, role = '']) =>
      lists(DISCOVERY[role] ?? [], EVERYWHERE),
    ),
    ...(config.includes('loki.source.kubernetes_events') ? lists(['/events'], EVERYWHERE) : []),
  ];
}

function ofKubeStateMetrics(arg: string): string[] {
  const [, names = ''] = /^--resources=(.+)$/.exec(arg) ?? [];
  return names
    .split(',')
    .filter(Boolean)
    .flatMap((name) => {
      const group = Object.keys(GROUPS).find((key) => GROUPS[key]?.includes(name)) ?? '';
      return ['list', 'watch'].map((verb) => `${verb} ${group}/${name} in ${EVERYWHERE}`);
    });
}

function lists(resources: readonly string[], where: string): string[] {
  return resources.flatMap((resource) => ['get', 'list', 'watch'].map((verb) => `${verb} ${resource} in ${where}`));
}
