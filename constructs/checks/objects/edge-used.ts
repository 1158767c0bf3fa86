import type { k8s } from '../../../imports/k8s.ts';
import { ANYWHERE } from '../../endpoint.ts';
import type { Check } from '../check.ts';
import type { Of, WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { hitsPeer, peersOf, rulesOf, selects, workloadsOf } from './network.ts';
import { specOf } from './spec-of.ts';

/** A way that stands open and that nothing takes. */
export const edgeUsed: Check = {
  id: 'edge-used',
  title: 'Every rule of a network policy is used by a connection.',
  because: 'A way that nothing needs is open only to those who should not take it.',
  example: {
    change: "Loki's policy also lets port 9095 in",
    plant: (model) => {
      const { ingress } = specOf<{ ingress: { ports: unknown[] }[] }>(model, 'NetworkPolicy', 'loki');
      ingress[0]?.ports.push({ port: 9095, protocol: 'TCP' });
    },
  },
  find: (stack) =>
    stack.policies.flatMap((policy) => {
      const { metadata, spec } = policy.manifest;
      const pods = stack.workloads.filter(
        ({ namespace, labels }) => namespace === metadata.namespace && selects(spec.podSelector ?? {}, labels),
      );
      return (['Ingress', 'Egress'] as const).flatMap((direction) =>
        rulesOf(spec, direction)
          .flatMap(({ peers, ports }) =>
            (peers?.flatMap(single) ?? [undefined]).flatMap((peer) => (ports ?? [{}]).map((port) => ({ peer, port }))),
          )
          .filter(({ peer, port }) => !isUsed(stack, pods, policy, direction, peer, port))
          .map(({ peer, port }) => ({
            path: policy.path,
            at: `${direction.toLowerCase()} of NetworkPolicy ${metadata.namespace}/${metadata.name}`,
            value: `${inWords(peer)}, port ${String(port.port)}/${port.protocol}`,
            why: 'no connection is recorded that needs it',
            remedy: 'drop the rule, or record the connection that it is for',
          })),
      );
    }),
};

function isUsed(
  stack: Stack,
  pods: readonly WorkloadView[],
  { manifest: { metadata } }: Of<unknown>,
  direction: 'Ingress' | 'Egress',
  peer: k8s.NetworkPolicyPeer | undefined,
  { port, protocol }: k8s.NetworkPolicyPort,
): boolean {
  return stack.connections.some(({ from, to }) => {
    const here = direction === 'Egress' ? from : to.to;
    const there = peersOf(stack, direction === 'Egress' ? to.to : from);
    return (
      here !== ANYWHERE &&
      'namespace' in here &&
      workloadsOf(stack, here).some((workload) => pods.includes(workload)) &&
      to.ports.some((used) => used.port === Number(port) && (used.protocol ?? 'TCP') === protocol) &&
      there.some((end) => (peer ? hitsPeer(peer, metadata.namespace ?? '', end) : end === ANYWHERE))
    );
  });
}

/** A peer for each value of a list, so that one of them alone can be too many. */
function single(peer: k8s.NetworkPolicyPeer): k8s.NetworkPolicyPeer[] {
  const [expression, ...others] = peer.podSelector?.matchExpressions ?? [];
  if (expression?.operator !== 'In' || others.length > 0) return [peer];
  const { matchLabels } = peer.podSelector ?? {};
  return (expression.values ?? []).map((value) => ({
    ...peer,
    podSelector: { matchLabels: { ...matchLabels, [expression.key]: value } },
  }));
}

function inWords(peer?: k8s.NetworkPolicyPeer): string {
  if (!peer) return 'anywhere';
  if (peer.ipBlock) return peer.ipBlock.cidr;
  const labels = [peer.namespaceSelector, peer.podSelector].map((selector) =>
    Object.values(selector?.matchLabels ?? { all: '*' }).join(','),
  );
  return labels.join('/');
}
