import { isPods, type TransportPort } from '../../kit/endpoint.ts';
import type { Check, Contradiction } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { hitsPeer, opensPort, type Peer, peersOf, policiesOf, rulesOf, workloadsOf } from './network.ts';
import { specOf } from './spec-of.ts';

/** A connection that a network policy denies. */
export const connectionAllowed: Check = {
  id: 'connection-allowed',
  title: 'Every connection is allowed by the network policies of both its ends.',
  because: 'The client waits for a reply that never comes, and reports only a timeout.',
  example: {
    change: "Prometheus' policy loses the rule for Alertmanager's port",
    plant: (model) => {
      const spec = specOf<{ egress: { ports: { port: unknown }[] }[] }>(model, 'NetworkPolicy', 'prometheus');
      spec.egress = spec.egress.filter(({ ports }) => ports[0]?.port !== 9093);
    },
  },
  find: (stack) => {
    const found = stack.connections.flatMap(({ from, to, why }) => {
      const sources = workloadsOf(stack, from).filter(({ pod }) => !pod.hostNetwork);
      const behind = isPods(to.to) ? workloadsOf(stack, to.to) : [];
      const targets = behind.filter(({ pod }) => !pod.hostNetwork);
      const closed = (pod: WorkloadView, direction: 'Ingress' | 'Egress', ends: readonly Peer[], other: string) =>
        to.ports
          .filter((port) => !ends.every((end) => allows(stack, pod, direction, end, port, behind)))
          .map(({ port, protocol = 'TCP' }): Contradiction => {
            const way = direction === 'Egress' ? `egress to ${other}` : `ingress from ${other}`;
            return {
              path: pod.path,
              at: `network policies of ${pod.namespace}/${pod.name}`,
              value: `${way}, port ${port}/${protocol} (${why})`,
              why: 'no policy allows it',
              remedy: pod.ours
                ? 'record the connection where the workload is built: its policies follow'
                : `allow it in a NetworkPolicy of the namespace ${pod.namespace}`,
            };
          });
      const source = `${from.namespace}/${from.label?.[1] ?? '*'}`;
      return [
        ...sources.flatMap((pod) => closed(pod, 'Egress', peersOf(stack, to.to), to.url)),
        ...(from.hostNetwork ? [] : targets.flatMap((pod) => closed(pod, 'Ingress', peersOf(stack, from), source))),
      ];
    });
    return found;
  },
};

/** Kubernetes' semantics: without a policy everything is allowed; with some, one of their rules has to allow it. */
function allows(
  stack: Stack,
  pod: WorkloadView,
  direction: 'Ingress' | 'Egress',
  end: Peer,
  port: TransportPort,
  behind: readonly WorkloadView[],
) {
  const policies = policiesOf(stack, pod, direction);
  if (policies.length === 0) return true;
  return policies.some(({ manifest: { spec } }) =>
    rulesOf(spec, direction).some(
      ({ peers, ports }) =>
        (!peers || peers.some((peer) => hitsPeer(peer, pod.namespace, end))) &&
        (!ports || ports.some((open) => opensPort(open, port, behind))),
    ),
  );
}
