import type { Check, Contradiction } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import { portsOf } from './network.ts';

/**
 * Host ports of the Kubernetes components on every node.
 *
 * @see https://kubernetes.io/docs/reference/networking/ports-and-protocols/
 */
const OF_NODES: Readonly<Record<number, string>> = {
  10248: 'the kubelet',
  10249: 'kube-proxy',
  10250: 'the kubelet',
  10255: 'the kubelet',
  10256: 'kube-proxy',
};

/** A host port that two pods claim. */
export const hostPortFree: Check = {
  id: 'host-port-free',
  title: 'No host port of a pod that runs on every node is used by another pod or by Kubernetes itself.',
  because: 'Only one of them can listen there: the pods of the other stay Pending, or never start.',
  example: {
    change: "a foreign StatefulSet uses node-exporter's host port",
    plant: ({ objects }) => {
      const container = { name: 'db', image: 'db:1.0.0', ports: [{ containerPort: 5432, hostPort: 9100 }] };
      objects.push({
        ...{ path: '60-own/db', chart: '60-own', ours: false },
        manifest: {
          ...{ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'db', namespace: 'shop' } },
          spec: { template: { spec: { containers: [container] } } },
        },
      });
    },
  },
  find: ({ workloads, pods }) =>
    workloads
      .filter(({ kind }) => kind === 'DaemonSet')
      .flatMap((workload) =>
        hostPorts(workload).flatMap(({ port, protocol }): Contradiction[] => {
          const others = pods.filter(
            (other) => other !== workload && mayMeet(workload, other) && takes(other, port, protocol),
          );
          const takers = [...others.map(titleOf), ...(protocol === 'TCP' ? (OF_NODES[port] ?? []) : [])].flat();
          const [first] = takers;
          if (first === undefined) return [];
          return [
            {
              path: workload.path,
              at: titleOf(workload),
              value: `port ${port} of the node`,
              why: `${first} takes it too`,
              remedy: 'give one of them another port',
            },
          ];
        }),
      ),
};

function hostPorts(workload: WorkloadView): { port: number; protocol: string }[] {
  return portsOf(workload).flatMap(({ hostPort, containerPort, protocol = 'TCP' }) => {
    const port = hostPort ?? (workload.pod.hostNetwork ? containerPort : undefined);
    return port === undefined ? [] : [{ port, protocol }];
  });
}

function takes(workload: WorkloadView, port: number, protocol: string): boolean {
  return hostPorts(workload).some((other) => other.port === port && other.protocol === protocol);
}

/** Whether pods of both may share a node: not if their node selectors differ in the value of one label. */
function mayMeet(
  { pod: { nodeSelector: one = {} } }: WorkloadView,
  { pod: { nodeSelector: other = {} } }: WorkloadView,
) {
  return Object.entries(one).every(([key, value]) => other[key] === undefined || other[key] === value);
}

function titleOf({ kind, namespace, name }: WorkloadView): string {
  return `${kind} ${namespace}/${name}`;
}
