import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import type { k8s } from '../../../imports/k8s.ts';
import type { Nodes } from '../../kit/installation.ts';
import { canonicalCpu, canonicalSize, mebibytes, millicores } from '../../kit/units.ts';
import type { Check, Contradiction } from '../check.ts';
import type { WorkloadView } from '../object-view.ts';
import type { Stack } from '../stack.ts';
import { bytes } from './bytes.ts';

/** A resource that pods request and nodes provide. */
interface Resource {
  readonly name: 'cpu' | 'memory';
  /** Per node. */
  readonly of: (nodes: Nodes) => number;
  readonly read: (quantity: string) => number;
  readonly inWords: (amount: number) => string;
}

const MEBIBYTE = 1024 ** 2;

const RESOURCES: readonly Resource[] = [
  {
    name: 'cpu',
    of: ({ cpu }) => millicores(cpu),
    read: (quantity) => (quantity.endsWith('m') ? Number.parseFloat(quantity) : Number(quantity) * 1000),
    inWords: (amount) => `${canonicalCpu(Cpu.millis(amount))} CPU`,
  },
  {
    name: 'memory',
    of: ({ memory }) => mebibytes(memory),
    read: (quantity) => bytes(quantity) / MEBIBYTE,
    inWords: (amount) => `${canonicalSize(Size.kibibytes(amount * 1024))} of memory`,
  },
];

/** Pods that fit on no node. */
export const requestsFit: Check = {
  id: 'requests-fit',
  title: "The nodes that 'cluster.nodes' declares have room for the requests: for each pod, and for all together.",
  because: 'A pod that fits on no node stays Pending.',
  example: {
    change: 'the cluster is one node of 1 core and 1 GiB',
    plant: (model) => {
      model.nodes = { count: 1, cpu: Cpu.units(1), memory: Size.gibibytes(1) };
    },
  },
  find: ({ nodes, workloads }) =>
    nodes ? RESOURCES.flatMap((resource) => withoutRoom(resource, nodes, workloads)) : [],
};

function withoutRoom(resource: Resource, nodes: Nodes, workloads: Stack['workloads']): Contradiction[] {
  const { inWords } = resource;
  const node = resource.of(nodes);
  const all = nodes.count * node;
  const pods = workloads
    .map((workload): Requested => ({ ...workload, request: requestOf(workload.pod, resource) }))
    .sort((a, b) => totalOf(b, nodes) - totalOf(a, nodes));
  const [onEachNode, others] = [true, false].map((on) => pods.filter(({ kind }) => (kind === 'DaemonSet') === on));
  const taken = sum((onEachNode ?? []).map(({ request }) => request));
  const total = sum(pods.map((pod) => totalOf(pod, nodes)));
  const found = (some: readonly Requested[], at: string, request: number, why: string): Contradiction => ({
    path: some[0]?.path ?? '',
    at,
    value: inWords(request),
    why,
    remedy: `request less, or correct 'cluster.nodes' where there is more${some.length > 1 ? `; most is requested by ${listed(some)}` : ''}`,
  });
  // If the pods of every node do not fit, no others do.
  if (taken > node) return [found(onEachNode ?? [], 'pods that run on each node', taken, `it has ${inWords(node)}`)];
  const beside = taken > 0 ? `, and ${inWords(taken)} of it go to the pods that run on each` : '';
  return [
    ...(others ?? [])
      .filter(({ request }) => request > node - taken)
      .map((pod) => found([pod], `pods of ${titleOf(pod)}`, pod.request, `a node has ${inWords(node)}${beside}`)),
    ...(total > all
      ? [
          found(
            pods,
            'pods of all workloads',
            total,
            `${nodes.count === 1 ? 'the node has' : `${nodes.count} nodes have`} ${inWords(all)}`,
          ),
        ]
      : []),
  ];
}

interface Requested extends WorkloadView {
  readonly request: number;
}

function totalOf({ kind, replicas, request }: Requested, { count }: Nodes): number {
  return request * (kind === 'DaemonSet' ? count : replicas);
}

/** The three largest requests, in descending order. */
function listed(pods: readonly Requested[]): string {
  return pods.slice(0, 3).map(titleOf).join(', ');
}

function titleOf({ namespace, name }: WorkloadView): string {
  return `${namespace}/${name}`;
}

/**
 * The effective request, as the scheduler computes it: init containers run one by one, before the containers. Sidecars are
 * init containers that keep running: beside later init containers, and beside the containers.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
function requestOf({ containers, initContainers = [] }: k8s.PodSpec, { name, read }: Resource): number {
  const of = ({ resources }: k8s.Container) => {
    // A limit without a request is also the request.
    const quantity = resources?.requests?.[name] ?? resources?.limits?.[name];
    return quantity === undefined ? 0 : read(String(quantity));
  };
  let sidecars = 0;
  let most = 0;
  for (const init of initContainers) {
    most = Math.max(most, sidecars + of(init));
    if (init.restartPolicy === 'Always') sidecars += of(init);
  }
  return Math.max(most, sidecars + sum(containers.map(of)));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
