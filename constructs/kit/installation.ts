import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ANYWHERE, type Cidrs, type Endpoint, isPods, type Pods } from './endpoint.ts';
import { kind, like, optional, type Read, shape } from './read.ts';
import { millicores } from './units.ts';
import { isPort, isPossibleSize, isWholeNumber, labelValue, matches, unless } from './validators.ts';
import { isPlain, shown } from './values.ts';

/** The DNS servers: pods, or CIDRs where no pod selector matches them, such as a cache on each node. */
export type ClusterDns = (Pods | Cidrs) & {
  /**
   * The port on which they listen, behind their Service if there is one.
   *
   * @default 53
   */
  readonly port?: number;
};

/** The nodes that must have room for all pods. */
export interface Nodes {
  /** Least number of nodes. */
  readonly count: number;
  /** CPU cores that pods of this installation may request on each: allocatable, without the requests of others. */
  readonly cpu: Cpu;
  /** The same for memory. */
  readonly memory: Size;
}

/** Facts about the cluster that have no safe default. */
export interface Cluster {
  /** Its name: the label `cluster` on alerts, remote writes and log streams. */
  readonly name: string;

  /**
   * The DNS servers.
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
   * Nodes that must have room for all pods, each as large as the smallest: synth fails if the pods request more.
   *
   * @default - unknown and not checked.
   */
  readonly nodes?: Nodes;
}

/** What all components of one installation share. */
export interface Installation {
  /**
   * Its name: the label `app.kubernetes.io/part-of` of every object, and the prefix of every cluster-scoped name, so that
   * nothing of another stack is overwritten.
   */
  readonly name: string;
  /** The cluster that it runs in. */
  readonly cluster: Cluster;
}

const KUBE_DNS: Pods = { namespace: 'kube-system', label: ['k8s-app', 'kube-dns'] };
const DNS_PORT = 53;

/** The pods of the cluster's DNS. With CIDRs, these are caches in front of the usual pods. */
export function dnsPods(installation: Installation): Pods {
  const { port: _, ...to }: ClusterDns = clusterOf(installation).dns ?? KUBE_DNS;
  return isPods(to) ? to : KUBE_DNS;
}

/** The cluster's DNS, which every pod queries. */
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

/** Reads the installation, which every component has. @internal */
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

/** The cluster of an installation, also of an invalid one: components report that, and plain functions go on. */
function clusterOf(installation: Installation): Cluster {
  return INSTALLATION('installation', installation, []).cluster;
}

/** The problems of an installation. @internal */
export function installationProblems({ name, cluster }: Installation): string[] {
  const { dns, nodes, apiServerPorts } = cluster;
  return [
    ...labelValue('installation.name', name),
    ...clusterNameProblems(cluster.name),
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

/**
 * Prometheus replaces `$NAME` in external labels, templates begin with `{{`, and a space at the end is lost in some
 * programs: the label must be the same on metrics, log lines and alerts.
 */
const CLUSTER_NAME = /^[\p{L}\p{N}]([\p{L}\p{N} _.:@/+-]{0,126}[\p{L}\p{N}])?$/u;

function clusterNameProblems(name: string): string[] {
  const value = `'installation.cluster.name' (${shown(name)})`;
  if (!matches(/\S/, name)) {
    return [`${value} must not be empty: it tells clusters apart; for example "production"`];
  }
  return unless(
    CLUSTER_NAME.test(name),
    `${value} must be at most 128 letters, digits, spaces and _.:@/+-, beginning and ending with a letter or digit: ` +
      'programs take other characters for variables, patterns or templates; for example "production"',
  );
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
