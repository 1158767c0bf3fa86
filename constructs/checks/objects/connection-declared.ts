import type { Check, Contradiction } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { selected, workloadsOf } from './network.ts';

/** A variable that is an address, and nothing else. */
const ADDRESS = /^\w[\w+.-]*:\/\/(?:[^\s/@]*@)?(?<host>[\w.-]+)(?::(?<port>\d+))?(?:[/?#]\S*)?$/;

/** A variable with the address of a Service of this output, to which no connection is declared. */
export const connectionDeclared: Check = {
  id: 'connection-declared',
  title: 'Every Service of the output that a variable of a container names is one that its pods may connect to.',
  because: 'The network policies of both close the way: the client waits for a reply that never comes.',
  example: {
    change: 'a variable of the sample names Grafana',
    plant: ({ objects }) => {
      for (const { path, manifest } of objects) {
        if (manifest.kind !== 'Deployment' || !path.includes('/flask-app/')) continue;
        const { template } = manifest.spec as { template: { spec: { containers: { env?: object[] }[] } } };
        for (const container of template.spec.containers) {
          container.env = [...(container.env ?? []), { name: 'GRAFANA', value: 'http://grafana.monitoring.svc:3000' }];
        }
      }
    },
  },
  find: (stack) =>
    stack.workloads
      .filter(({ pod }) => !pod.hostNetwork)
      .flatMap((workload) =>
        variablesOf(workload).flatMap(({ name, value }) => {
          const to = serviceBehind(stack, workload, value);
          if (!to || to.pods.includes(workload) || connects(stack, workload, to.pods)) return [];
          const { path, namespace } = workload;
          const found: Contradiction = {
            path,
            at: `container of ${namespace}/${workload.name}`,
            value: `${name}=${value}`,
            why: `no connection to ${to.service} is declared, and the network policies close it`,
            remedy: "add its endpoint to 'connectsTo': connectsTo: [shop.endpoint('http', 'http')]",
          };
          return [found];
        }),
      ),
};

function variablesOf({ pod }: WorkloadView): { readonly name: string; readonly value: string }[] {
  return [...pod.containers, ...(pod.initContainers ?? [])].flatMap(({ env = [] }) =>
    env.flatMap(({ name, value }) => (value !== undefined && ADDRESS.test(value) ? [{ name, value }] : [])),
  );
}

/** The Service that an address names: in full, by its namespace, or alone from the same namespace. */
function serviceBehind(stack: Stack, { namespace }: WorkloadView, value: string) {
  const host =
    ADDRESS.exec(value)
      ?.groups?.host?.replace(/\.cluster\.local$/, '')
      .replace(/\.svc$/, '') ?? '';
  const [name, within = namespace, ...more] = host.split('.');
  if (more.length > 0) return undefined;
  const service = stack.services.find(
    ({ manifest: { metadata } }) => metadata.name === name && metadata.namespace === within,
  );
  const selector = service?.manifest.spec.selector;
  if (!selector) return undefined;
  return { service: `${within}/${name}`, pods: selected(stack, within, { matchLabels: selector }) };
}

function connects(stack: Stack, workload: WorkloadView, pods: readonly WorkloadView[]): boolean {
  return stack.connections.some(
    ({ from, to: { to } }) =>
      typeof to === 'object' &&
      'namespace' in to &&
      workloadsOf(stack, from).includes(workload) &&
      workloadsOf(stack, to).some((one) => pods.includes(one)),
  );
}
