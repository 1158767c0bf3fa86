import type { k8s } from '../../../imports/k8s.ts';
import { ANYWHERE, type TransportPort } from '../../kit/endpoint.ts';
import { byKeys } from '../../query/group-by.ts';
import type { Check } from '../check.ts';
import { labelKey, type WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { hitsPeer, type Peer, peersOf, rulesOf, selected, workloadsOf } from './network.ts';
import { specOf } from './spec-of.ts';

/** A policy rule that no connection uses. Foreign policies may allow more. */
export const edgeUsed: Check = {
  id: 'edge-used',
  title: 'Every rule of a network policy is used by a connection.',
  because: 'A rule that no connection needs only widens the attack surface.',
  example: {
    change: "Loki's policy also allows ingress to port 9095",
    plant: (model) => {
      const { ingress } = specOf<{ ingress: { ports: unknown[] }[] }>(model, 'NetworkPolicy', 'loki');
      ingress[0]?.ports.push({ port: 9095, protocol: 'TCP' });
    },
  },
  find: (stack) =>
    (['Ingress', 'Egress'] as const).flatMap((direction) => {
      const uses = usesOf(stack, direction);
      return stack.policies.flatMap((policy) => {
        if (!policy.ours) return [];
        const { metadata, spec } = policy.manifest;
        const namespace = metadata.namespace ?? '';
        const pods = selected(stack, namespace, spec.podSelector ?? {});
        const used = byKeys(
          pods.flatMap((pod) => uses.get(pod) ?? []),
          keysOf,
        );
        return rulesOf(spec, direction)
          .flatMap(({ peers, ports }) =>
            (peers?.flatMap(single) ?? [undefined]).flatMap((peer) => (ports ?? [{}]).map((port) => ({ peer, port }))),
          )
          .filter(({ peer, port }) => !isUsed(used, namespace, peer, port))
          .map(({ peer, port }) => ({
            path: policy.path,
            at: `${direction.toLowerCase()} of NetworkPolicy ${metadata.namespace}/${metadata.name}`,
            value: `${inWords(peer)}, ${portInWords(port)}`,
            why: 'no connection is recorded that needs it',
            remedy: 'drop the rule, or record the connection that it is for',
          }));
      });
    }),
};

/** A plain number in a patch of a port is dropped, because cdk8s expects `{ value: 443 }`: then the rule opens all ports. */
function portInWords({ port, protocol }: k8s.NetworkPolicyPort): string {
  if (port !== undefined) return `port ${String(port)}/${protocol}`;
  return protocol === undefined ? 'all ports' : `all ${protocol} ports`;
}

/** The other end of a connection, and its port. */
interface Use {
  readonly end: Peer;
  readonly port: string;
}

/** The connections of each workload. */
function usesOf(stack: Stack, direction: 'Ingress' | 'Egress'): Map<WorkloadView, Use[]> {
  const uses = new Map<WorkloadView, Use[]>();
  for (const { from, to } of stack.connections) {
    const [here, there] = direction === 'Egress' ? [from, to.to] : [to.to, from];
    if (here === ANYWHERE || !('namespace' in here)) continue;
    const ends = peersOf(stack, there).flatMap((end) => to.ports.map((port) => ({ end, port: portKey(port) })));
    for (const workload of workloadsOf(stack, here)) {
      const others = uses.get(workload);
      if (others) others.push(...ends);
      else uses.set(workload, [...ends]);
    }
  }
  return uses;
}

function portKey({ port, protocol = 'TCP' }: k8s.NetworkPolicyPort | TransportPort): string {
  return `${Number(port)}/${protocol}`;
}

/** Index keys of a connection: its port, and its port with each label of the peer. */
function keysOf({ end, port }: Use): string[] {
  const labels = end !== ANYWHERE && 'labels' in end ? Object.entries(end.labels) : [];
  return [port, ...labels.map((label) => labelKey(port, label))];
}

function isUsed(
  used: ReadonlyMap<string, readonly Use[]>,
  namespace: string,
  peer: k8s.NetworkPolicyPeer | undefined,
  port: k8s.NetworkPolicyPort,
): boolean {
  const label = Object.entries(peer?.podSelector?.matchLabels ?? {}).at(-1);
  const candidates = used.get(labelKey(portKey(port), label)) ?? [];
  return candidates.some(({ end }) => (peer ? hitsPeer(peer, namespace, end) : end === ANYWHERE));
}

/** One peer for each value of a list, so that a single excess value is found. */
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
