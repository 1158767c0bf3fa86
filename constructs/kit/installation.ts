import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ANYWHERE, type Cidrs, type Endpoint, isPods, type Pods } from './endpoint.ts';
import { kind, like, optional, type Read, shape } from './read.ts';
import { millicores } from './units.ts';
import { isPort, isPossibleSize, isWholeNumber, labelValue, matches, unless } from './validators.ts';
import { isPlain, shown } from './values.ts';

/** Who answers DNS: pods, or addresses where no pod selector matches who answers, such as a cache on each node. */
export type ClusterDns = (Pods | Cidrs) & {
  /**
   * The port on which they listen, behind their Service where there is one.
   *
   * @default 53
   */
  readonly port?: number;
};

/** The nodes on which everything here has to find room. */
export interface Nodes {
  /** How many there are at least. */
  readonly count: number;
  /** Cores that pods of this installation may request of each: what is allocatable, without what others request. */
  readonly cpu: Cpu;
  /** Memory that they may request of each, in the same way. */
  readonly memory: Size;
}

/** Facts about the cluster that the defaults can't know. */
export interface Cluster {
  /** Its name: the label `cluster` on alerts, remote writes and log streams. */
  readonly name: string;

  /**
   * Who answers DNS.
   *
   * @default - the pods labelled `k8s-app=kube-dns` in `kube-system`, as kubeadm, kind, GKE, EKS and AKS have them.
   */
  readonly dns?: ClusterDns;

  /**
   * Ports on which the API server listens, behind its Service.
   *
   * @default [443, 6443]
   */
  readonly apiServerPorts?: readonly number[];

  /**
   * Nodes on which everything has to find room, as the smallest of them is: synth then fails where the pods request more.
   *
   * @default - not known, and not checked.
   */
  readonly nodes?: Nodes;
}

/** What all parts of one installation share. */
export interface Installation {
  /**
   * Its name: the label `app.kubernetes.io/part-of` of every object, and the beginning of every cluster-scoped name, so
   * that nothing of another stack is overwritten.
   */
  readonly name: string;
  /** The cluster that it runs in. */
  readonly cluster: Cluster;
}

const KUBE_DNS: Pods = { namespace: 'kube-system', label: ['k8s-app', 'kube-dns'] };
const DNS_PORT = 53;

/** The pods of the cluster's DNS. Where addresses answer, these are caches in front of the usual pods. */
export function dnsPods(installation: Installation): Pods {
  const { port: _, ...to }: ClusterDns = clusterOf(installation).dns ?? KUBE_DNS;
  return isPods(to) ? to : KUBE_DNS;
}

/** The cluster's DNS, which every pod asks. */
export function dns(installation: Installation): Endpoint<'dns'> {
  const { port = DNS_PORT, ...to }: ClusterDns = clusterOf(installation).dns ?? KUBE_DNS;
  return {
    protocol: 'dns',
    to,
    ports: [
      { port, protocol: 'UDP' },
      { port, protocol: 'TCP' },
    ],
    url: 'dns://kube-dns.kube-system.svc:53',
  };
}

/** The Kubernetes API. */
export function kubernetesApi(installation: Installation): Endpoint<'kubernetes'> {
  return {
    protocol: 'kubernetes',
    to: ANYWHERE,
    ports: (clusterOf(installation).apiServerPorts ?? [443, 6443]).map((port) => ({ port })),
    url: 'https://kubernetes.default.svc:443',
  };
}

/** The installation, which every component has. @internal */
export const INSTALLATION: Read<Installation> = shape<Installation>(
  {
    cluster: shape<Cluster>(
      {
        dns: optional(
          kind<ClusterDns>(
            isPlain,
            'pods or addresses; for example { namespace: "kube-system", label: ["k8s-app", "kube-dns"] }',
            KUBE_DNS,
          ),
        ),
        apiServerPorts: optional(kind(Array.isArray, 'a list of ports; for example [443, 6443]', [443, 6443])),
        nodes: optional(like<Nodes>({ count: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) })),
      },
      { name: 'production' },
    ),
  },
  { name: 'monitoring', cluster: { name: 'production' } },
);

/** The cluster, also of an installation of a wrong class: components report it, and functions without a construct go on. */
function clusterOf(installation: Installation): Cluster {
  return INSTALLATION('installation', installation, []).cluster;
}

/** What is wrong with an installation. @internal */
export function installationProblems({ name, cluster }: Installation): string[] {
  const { dns, nodes, apiServerPorts } = cluster;
  return [
    ...labelValue('installation.name', name),
    ...unless(
      matches(/\S/, cluster.name),
      `'installation.cluster.name' (${shown(cluster.name)}) must not be empty: it tells clusters apart; for example "production"`,
    ),
    ...unless(
      apiServerPorts === undefined || (apiServerPorts.length > 0 && apiServerPorts.every(isPort)),
      `'installation.cluster.apiServerPorts' ([${apiServerPorts}]) must be ports, at least one: whole numbers from 1 to 65535; ` +
        'for example [443, 6443]',
    ),
    ...unless(
      dns?.port === undefined || isPort(dns.port),
      `'installation.cluster.dns.port' (${shown(dns?.port)}) must be a port: a whole number from 1 to 65535; leave it out for 53`,
    ),
    ...(nodes ? nodesProblems(nodes) : []),
  ];
}

function nodesProblems({ count, cpu, memory }: Nodes): string[] {
  const problem = (prop: string, value: unknown, must: string) =>
    `'installation.cluster.nodes.${prop}' (${value}) must be ${must}`;
  return [
    ...unless(isWholeNumber(count, 1), problem('count', count, 'a whole number of at least 1')),
    ...unless(
      isWholeNumber(millicores(cpu), 1),
      problem('cpu', cpu.amount, 'whole thousandths of a core, at least one; for example Cpu.units(2)'),
    ),
    ...unless(
      isPossibleSize(memory),
      problem('memory', memory.asString(), 'above zero; for example Size.gibibytes(4)'),
    ),
  ];
}
