import type { k8s } from '../../../imports/k8s.ts';
import { ANYWHERE, type Destination, isPods, type Pods } from '../../kit/endpoint.ts';
import { labelKey, type ObjectView, type WorkloadView } from '../object-view.ts';

type Labels = Readonly<Record<string, string>>;

/** One end of a connection, as a policy at the other end sees it. */
export type Peer =
  | { readonly namespace: string; readonly labels: Labels }
  | { readonly cidr: string }
  /** A node or the API server: no selector hits it. */
  | typeof ANYWHERE;

/** A rule of a policy, for either direction. */
export interface PolicyRule {
  readonly peers?: readonly k8s.NetworkPolicyPeer[];
  readonly ports?: readonly k8s.NetworkPolicyPort[];
}

/** Does a selector hit these labels? */
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

/** The workloads of a namespace whose pods a selector hits. */
export function selected(
  { workloadsByLabel }: ObjectView,
  namespace: string,
  selector: k8s.LabelSelector,
): WorkloadView[] {
  const [label] = Object.entries(selector.matchLabels ?? {});
  return (workloadsByLabel.get(labelKey(namespace, label)) ?? []).filter(({ labels }) => selects(selector, labels));
}

/** The workloads of this output that some pods are. */
export function workloadsOf(objects: ObjectView, { namespace, label }: Pods): WorkloadView[] {
  return selected(objects, namespace, label ? { matchLabels: { [label[0]]: label[1] } } : {});
}

/** The ends that a destination stands for: pods of other outputs by the one label that is known. */
export function peersOf(objects: ObjectView, to: Destination): Peer[] {
  if (to === ANYWHERE) return [ANYWHERE];
  if (!isPods(to)) return to.cidrs.map((cidr) => ({ cidr }));
  if (to.hostNetwork) return [ANYWHERE];
  const ours = workloadsOf(objects, to).map(({ namespace, labels }) => ({ namespace, labels }));
  return ours.length > 0 ? ours : [{ namespace: to.namespace, labels: to.label ? { [to.label[0]]: to.label[1] } : {} }];
}

/** The policies that a workload is under in one direction, and their rules. */
export function policiesOf({ policiesByLabel }: ObjectView, pod: WorkloadView, direction: 'Ingress' | 'Egress') {
  const labels = [undefined, ...Object.entries(pod.labels)];
  return labels
    .flatMap((label) => policiesByLabel.get(labelKey(pod.namespace, label)) ?? [])
    .filter(
      ({ manifest: { spec } }) =>
        (spec.policyTypes ?? []).includes(direction) && selects(spec.podSelector ?? {}, pod.labels),
    );
}

/** The rules of a policy in one direction. */
export function rulesOf(spec: k8s.NetworkPolicySpec, direction: 'Ingress' | 'Egress'): PolicyRule[] {
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
}

/** Does a peer of a policy in `namespace` hit this end? */
export function hitsPeer(peer: k8s.NetworkPolicyPeer, namespace: string, end: Peer): boolean {
  if (end === ANYWHERE) return false;
  if ('cidr' in end) return peer.ipBlock?.cidr === end.cidr;
  if (peer.ipBlock) return false;
  const inNamespace = peer.namespaceSelector
    ? selects(peer.namespaceSelector, { 'kubernetes.io/metadata.name': end.namespace })
    : end.namespace === namespace;
  return inNamespace && selects(peer.podSelector ?? {}, end.labels);
}
