import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ANYWHERE, type Cidrs, type Destination, type Endpoint, isPods, type Pods } from './endpoint.ts';
import { kind, like, optional, type Read, shape } from './read.ts';
import { isPlain } from './values.ts';

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
   * Addresses of the API servers, behind their Service: policies allow connections to these alone. Leave it out where the
   * network plugin does not match nodes by address, as Cilium by default.
   *
   * @default - unknown: any address, on `apiServerPorts`.
   */
  readonly apiServerCidrs?: readonly string[];

  /**
   * Addresses of the nodes: Prometheus may connect to these alone for kubelets and node-exporter. Leave it out where the network
   * plugin does not match nodes by address, as Cilium by default.
   *
   * @default - unknown: any address, on the ports of kubelet and node-exporter.
   */
  readonly nodeCidrs?: readonly string[];

  /**
   * Whether the cluster's CA has signed the certificates of the kubelets, as with `serverTLSBootstrap`: they are verified then,
   * and nobody else gets the token of Prometheus.
   *
   * @default false
   */
  readonly kubeletsHaveClusterCertificates?: boolean;

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
  /**
   * Name of an existing priority class for the pods of the stack.
   *
   * @default - one with the name of the installation, which NamespacesChart creates: above all pods without a class.
   */
  readonly priorityClass?: string;
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
    to: addresses(clusterOf(installation).apiServerCidrs),
    ports: (clusterOf(installation).apiServerPorts ?? [443, 6443]).map((port) => ({ port })),
    url: 'https://kubernetes.default.svc:443',
  };
}

/** Something on the nodes, such as a kubelet: by their addresses, where these are known. */
export function onNodes<Protocol extends string>(
  installation: Installation,
  endpoint: Endpoint<Protocol>,
): Endpoint<Protocol> {
  const { nodeCidrs } = clusterOf(installation);
  return nodeCidrs ? { ...endpoint, to: addresses(nodeCidrs) } : endpoint;
}

function addresses(cidrs: readonly string[] | undefined): Destination {
  return cidrs ? { cidrs } : ANYWHERE;
}

/** The priority class of the stack's pods. */
export function priorityClass({ name, priorityClass = name }: Installation): string {
  return priorityClass;
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
        apiServerCidrs: optional(like(['10.0.0.0/28'])),
        nodeCidrs: optional(like(['10.0.0.0/16'])),
        kubeletsHaveClusterCertificates: optional(like(true)),
        nodes: optional(like<Nodes>({ count: 3, cpu: Cpu.units(4), memory: Size.gibibytes(16) })),
      },
      { name: 'production' },
    ),
    priorityClass: optional(like('monitoring')),
  },
  { name: 'monitoring', cluster: { name: 'production' } },
);

/** The cluster of an installation, also of an invalid one: components report that, and plain functions go on. */
function clusterOf(installation: Installation): Cluster {
  return INSTALLATION('installation', installation, []).cluster;
}
