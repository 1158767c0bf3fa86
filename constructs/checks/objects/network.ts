import type { k8s } from '../../../imports/k8s.ts';
import { ANYWHERE, contains, type Destination, isPods, type Pods, type TransportPort } from '../../kit/endpoint.ts';
import { labelKey, type ObjectView, type WorkloadView } from '../object-view.ts';

type Labels = Readonly<Record<string, string>>;

/** One end of a connection, as a policy at the other end sees it. */
export type Peer =
  | { readonly namespace: string; readonly labels: Labels; readonly namespaceLabels?: Labels }
  | { readonly cidr: string }
  /** A node or the API server: no selector matches it. */
  | typeof ANYWHERE;

/** A rule of a policy, for either direction. */
export interface PolicyRule {
  readonly peers?: readonly k8s.NetworkPolicyPeer[];
  readonly ports?: readonly k8s.NetworkPolicyPort[];
}

/** Does a selector match these labels? */
export function selects({ matchLabels = {}, matchExpressions = [] }: k8s.LabelSelector, labels: Labels): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      return (value !== undefined && values.includes(value)) === (operator === 'In');
    })
  );
}

/** The workloads, ours and foreign, whose pods a selector matches within a namespace. */
export function selected({ podsByLabel }: ObjectView, namespace: string, selector: k8s.LabelSelector): WorkloadView[] {
  const [label] = Object.entries(selector.matchLabels ?? {});
  return (podsByLabel.get(labelKey(namespace, label)) ?? []).filter(({ labels }) => selects(selector, labels));
}

/** The workloads of this output behind some pods. */
export function workloadsOf(objects: ObjectView, { namespace, label }: Pods): WorkloadView[] {
  return selected(objects, namespace, label ? { matchLabels: { [label[0]]: label[1] } } : {});
}

/** The possible peers of a destination: pods of other outputs have only the one known label. */
export function peersOf(objects: ObjectView, to: Destination): Peer[] {
  if (to === ANYWHERE) return [ANYWHERE];
  if (!isPods(to)) return to.cidrs.map((cidr) => ({ cidr }));
  if (to.hostNetwork) return [ANYWHERE];
  const namespaceLabels = objects.namespaceLabels.get(to.namespace);
  const known = workloadsOf(objects, to).map(({ namespace, labels }) => ({ namespace, labels, namespaceLabels }));
  if (known.length > 0) return known;
  return [{ namespace: to.namespace, labels: to.label ? { [to.label[0]]: to.label[1] } : {}, namespaceLabels }];
}

/** The policies that apply to a workload in one direction, and their rules. */
export function policiesOf({ policiesByLabel }: ObjectView, pod: WorkloadView, direction: 'Ingress' | 'Egress') {
  const labels = [undefined, ...Object.entries(pod.labels)];
  return labels
    .flatMap((label) => policiesByLabel.get(labelKey(pod.namespace, label)) ?? [])
    .filter(
      ({ manifest: { spec } }) => typesOf(spec).includes(direction) && selects(spec.podSelector ?? {}, pod.labels),
    );
}

/** Without `policyTypes`, a policy applies to ingress; and to egress if it has egress rules. */
function typesOf({ policyTypes, egress }: k8s.NetworkPolicySpec): readonly string[] {
  return policyTypes ?? ['Ingress', ...(egress ? ['Egress'] : [])];
}

/** The rules of a policy in one direction. */
export function rulesOf(spec: k8s.NetworkPolicySpec, direction: 'Ingress' | 'Egress'): PolicyRule[] {
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

/** Does a peer of a policy in `namespace` match this end? */
export function hitsPeer(peer: k8s.NetworkPolicyPeer, namespace: string, end: Peer): boolean {
  if (end === ANYWHERE) return false;
  if ('cidr' in end) return peer.ipBlock !== undefined && isWithin(end.cidr, peer.ipBlock);
  if (peer.ipBlock) return false;
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector, { ...end.namespaceLabels, 'kubernetes.io/metadata.name': end.namespace })
    : end.namespace === namespace;
  return inNamespace && selects(peer.podSelector ?? {}, end.labels);
}

/** Whether a CIDR is within an `ipBlock`. An `except` counts only if it contains the whole CIDR. */
function isWithin(cidr: string, { cidr: block, except = [] }: k8s.IpBlock): boolean {
  return contains(block, cidr) && !except.some((hole) => contains(hole, cidr));
}

/** Whether a policy's port matches: it may be a range, or the name of a container port. */
export function opensPort(
  { port: open, endPort, protocol = 'TCP' }: k8s.NetworkPolicyPort,
  { port, protocol: wanted = 'TCP' }: TransportPort,
  pods: readonly WorkloadView[],
): boolean {
  if (protocol !== wanted) return false;
  if (open === undefined) return true;
  const numbers = Number.isNaN(Number(open))
    ? pods.flatMap((one) =>
        portsOf(one).flatMap(({ name, containerPort }) => (name === String(open) ? containerPort : [])),
      )
    : [Number(open)];
  return numbers.some((number) => port >= number && port <= (endPort ?? number));
}

/** The ports that the containers of a pod declare, sidecars included. */
export function portsOf({ pod: { containers, initContainers = [] } }: WorkloadView): k8s.ContainerPort[] {
  return [...containers, ...initContainers].flatMap(({ ports = [] }) => ports);
}
