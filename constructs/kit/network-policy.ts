import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import {
  ANYWHERE,
  contains,
  type Destination,
  isPods,
  linkLocalIn,
  type Pods,
  type TransportPort,
} from './endpoint.ts';
import { lazy } from './lazy.ts';
import { type Connection, Wiring } from './wiring.ts';

/** Properties for `PodsPolicy`. */
export interface PodsPolicyProps {
  readonly metadata: k8s.ObjectMeta;
  readonly pods: Pods;
  readonly selector: Record<string, string>;
}

/** Allows exactly the recorded connections of some pods, in both directions. */
export class PodsPolicy extends Construct {
  constructor(scope: Construct, id: string, { metadata, pods, selector }: PodsPolicyProps) {
    super(scope, id);
    const wiring = Wiring.of(this);
    new k8s.KubeNetworkPolicy(this, 'policy', {
      metadata,
      spec: lazy(() => {
        const { incoming, outgoing } = wiring.of(pods);
        return {
          podSelector: { matchLabels: selector },
          policyTypes: ['Ingress', 'Egress'],
          ...nonEmpty('ingress', incomingRules(incoming)),
          ...nonEmpty('egress', outgoingRules(outgoing)),
        };
      }),
    });
  }
}

/** Default-deny for a namespace: a pod without a policy of its own has no traffic in or out. */
export function denyAll(scope: Construct, id: string, metadata: k8s.ObjectMeta): k8s.KubeNetworkPolicy {
  return new k8s.KubeNetworkPolicy(scope, id, {
    metadata,
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  });
}

function incomingRules(connections: readonly Connection[]): k8s.NetworkPolicyIngressRule[] {
  return rules(connections.map(({ from, to }) => ({ peer: from, ports: to.ports }))).map(({ ports, peers }) => ({
    ports,
    ...(peers && { from: peers }),
  }));
}

function outgoingRules(connections: readonly Connection[]): k8s.NetworkPolicyEgressRule[] {
  return rules(connections.map(({ to }) => ({ peer: to.to, ports: to.ports }))).map(({ ports, peers }) => ({
    ports,
    ...(peers && { to: peers }),
  }));
}

interface Edge {
  readonly peer: Destination;
  readonly ports: readonly TransportPort[];
}

/**
 * One rule for each set of ports, with its peers grouped by namespace and label key. One rule per connection would make an
 * object of 237 kB for 1,000 applications.
 */
function rules(edges: readonly Edge[]): { ports: k8s.NetworkPolicyPort[]; peers?: k8s.NetworkPolicyPeer[] }[] {
  const byPorts = new Map<string, { ports: readonly TransportPort[]; peers: Destination[] }>();
  for (const { peer, ports } of edges) {
    const closed = isPods(peer) && peer.hostNetwork ? ANYWHERE : peer;
    const key = ports.map(({ port, protocol }) => `${port}/${protocol ?? 'TCP'}`).join();
    const rule = byPorts.get(`${key} ${closed === ANYWHERE}`) ?? { ports, peers: [] };
    rule.peers.push(closed);
    byPorts.set(`${key} ${closed === ANYWHERE}`, rule);
  }
  return [...byPorts].sort(byKey).map(([, { ports, peers }]) => ({
    ports: ports.map(({ port, protocol }) => ({ port: k8s.IntOrString.fromNumber(port), protocol: protocol ?? 'TCP' })),
    ...(peers.includes(ANYWHERE) ? {} : { peers: peerSelectors(peers) }),
  }));
}

function peerSelectors(peers: readonly Destination[]): k8s.NetworkPolicyPeer[] {
  const values = new Map<string, { namespace: string; key: string; values: Set<string> }>();
  const blocks = new Map<string, k8s.NetworkPolicyPeer>();
  for (const peer of peers) {
    if (peer === ANYWHERE) continue;
    if (isPods(peer)) {
      const [key, value] = peer.label ?? ['', ''];
      const group = values.get(`${peer.namespace} ${key}`) ?? { namespace: peer.namespace, key, values: new Set() };
      values.set(`${peer.namespace} ${key}`, group);
      group.values.add(value);
    } else {
      for (const cidr of peer.cidrs) {
        const without = except(cidr, peer.except);
        // Others may except less of the same range: what one of two peers allows is allowed.
        blocks.set([cidr, ...without].join(' '), { ipBlock: { cidr, ...nonEmpty('except', without) } });
      }
    }
  }
  return [
    ...[...values].sort(byKey).map(([, group]) => ({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': group.namespace } },
      ...(group.key && { podSelector: labelIn(group.key, [...group.values].sort()) }),
    })),
    ...[...blocks].sort(byKey).map(([, block]) => block),
  ];
}

/** What is left out of a range: the API server refuses what is not in it. */
function except(cidr: string, given: readonly string[] = []): string[] {
  const within = given.filter((range) => range !== cidr && contains(cidr, range));
  return [...within, ...linkLocalIn(cidr).filter((range) => !given.some((one) => contains(one, range)))];
}

function labelIn(key: string, values: readonly string[]): k8s.LabelSelector {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { matchLabels: { [key]: only } }
    : { matchExpressions: [{ key, operator: 'In', values: [...values] }] };
}

/** Empty lists are left out: the API server drops them, and `kubectl apply` would then never print "unchanged". */
function nonEmpty<Key extends string, Item>(key: Key, items: Item[]): { [K in Key]?: Item[] } {
  return items.length > 0 ? ({ [key]: items } as { [K in Key]?: Item[] }) : {};
}

/** Code-unit order: the same under every locale. */
function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
