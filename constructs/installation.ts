import { ANYWHERE, type Endpoint, type Pods } from './endpoint.ts';

/** Facts about the cluster that the defaults can't know. */
export interface Cluster {
  /** Its name: the label `cluster` on alerts, remote writes and log streams. */
  readonly name: string;

  /**
   * The pods that answer DNS.
   *
   * @default - those labelled `k8s-app=kube-dns` in `kube-system`, as kubeadm, kind, GKE, EKS and AKS have them.
   */
  readonly dns?: Pods;

  /**
   * Ports on which the API server listens, behind its Service.
   *
   * @default [443, 6443]
   */
  readonly apiServerPorts?: readonly number[];
}

/** What all parts of one installation share. */
export interface Installation {
  /**
   * Its name: the label `app.kubernetes.io/part-of` of every object, and the beginning of every cluster-scoped name, so
   * that nothing of another stack is overwritten.
   */
  readonly name: string;
  readonly cluster: Cluster;
}

const KUBE_DNS: Pods = { namespace: 'kube-system', label: ['k8s-app', 'kube-dns'] };

/** The cluster's DNS: the pods behind it. */
export function dnsPods({ cluster }: Installation): Pods {
  return cluster.dns ?? KUBE_DNS;
}

/** The cluster's DNS, which every pod asks. */
export function dns(installation: Installation): Endpoint<'dns'> {
  return {
    protocol: 'dns',
    to: dnsPods(installation),
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
    url: 'dns://kube-dns.kube-system.svc:53',
  };
}

/** The Kubernetes API. */
export function kubernetesApi({ cluster }: Installation): Endpoint<'kubernetes'> {
  return {
    protocol: 'kubernetes',
    to: ANYWHERE,
    ports: (cluster.apiServerPorts ?? [443, 6443]).map((port) => ({ port })),
    url: 'https://kubernetes.default.svc:443',
  };
}
