import type { Permission, PermissionsOf } from '../permission.ts';

/** The part of a scrape configuration that needs the Kubernetes API. */
interface Discovering {
  readonly kubernetes_sd_configs?: readonly {
    readonly role: string;
    readonly namespaces?: { readonly names?: readonly string[] };
  }[];
  readonly tls_config?: { readonly server_name?: string };
}

const VERBS = ['list', 'watch'];

const core = (...resources: string[]) => ({ apiGroups: [''], resources, verbs: VERBS });

/**
 * The resources that discovery lists and watches, by role.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#kubernetes_sd_config
 */
const DISCOVERY: Readonly<Record<string, readonly Permission[]>> = {
  pod: [core('pods')],
  node: [core('nodes')],
  service: [core('services')],
  endpointslice: [
    core('pods', 'services'),
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: VERBS },
  ],
};

/** The permissions that Prometheus needs to discover and scrape the targets of its configuration. */
export const scrapePermissions: PermissionsOf = ({ files }) =>
  files
    .flatMap(scrapeConfigsIn)
    .flatMap(({ kubernetes_sd_configs = [], tls_config }) =>
      kubernetes_sd_configs.flatMap(({ role, namespaces }): Permission[] => [
        ...(namespaces?.names ?? [undefined]).flatMap((namespace) =>
          (DISCOVERY[role] ?? []).map((permission) => ({ ...permission, ...(namespace && { namespace }) })),
        ),
        ...(role === 'node' ? [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }] : []),
        ...(tls_config?.server_name === 'kubernetes' ? [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }] : []),
      ]),
    );

function scrapeConfigsIn(content: unknown): readonly Discovering[] {
  return Object(content).scrape_configs ?? [];
}
