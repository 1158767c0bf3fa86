import { Duration, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import { addProblems, check, type Rule } from './check.ts';
import type { ConfigFiles } from './config-files.ts';
import { type Endpoint, endpointProblems, type Pods, podsOf, podsProblems } from './endpoint.ts';
import { clusterProblems, dns, type Installation, kubernetesApi } from './installation.ts';
import { type Identity, labelsOf, metadataOf, selectorOf } from './labels.ts';
import { lazy } from './lazy.ts';
import { PodsPolicy } from './network-policy.ts';
import type { PermissionsOf } from './permission.ts';
import { type ContainerSettings, container, type Mount, type Probe, podSecurity, type RunAs, volumes } from './pod.ts';
import * as rules from './rules.ts';
import { checkUniqueNames } from './unique-names.ts';
import { mebibytes, seconds, sizeQuantity } from './units.ts';
import { Wiring } from './wiring.ts';

/** Properties for `Workload`. */
export interface WorkloadProps {
  readonly installation: Installation;
  readonly identity: Identity;
  /** One pod on every node, or a number of replicas. */
  readonly pods: 'every-node' | number;
  readonly container: Omit<ContainerSettings, 'name' | 'mounts'> & { readonly mounts?: readonly Mount[] };
  /** Runs to its end before the container starts; same image, user and mounts. @default - none. */
  readonly init?: { readonly name: string; readonly command: readonly string[] };
  /** Port name -> port of the Service. The names are those of the container's ports. @default - no Service. */
  readonly service?: Readonly<Record<string, number>>;
  readonly runAs: RunAs;
  /** The pods' own volume. @default - none. */
  readonly data?: { readonly path: string; readonly size: Size; readonly storageClass?: string };
  /** What the pods may ask the Kubernetes API, cluster-wide: a set may still grow. @default - no token, no connection to it. */
  readonly api?: Iterable<k8s.PolicyRule>;
  /**
   * What the program asks the Kubernetes API, where that depends on its configuration: a check compares it with the roles.
   *
   * @default - what `api` says.
   */
  readonly permissions?: PermissionsOf;
  /** Runs in the node's network and sees its processes. @default false */
  readonly hostAccess?: boolean;
  /** Time to stop in, before the process is killed. @default Duration.seconds(30) */
  readonly grace?: Duration;
  /** Secret with the login at the image's registry. @default - none. */
  readonly pullSecret?: string;
}

/** Service, ServiceAccount, workload, disruption budget and policy of one set of pods, hardened. */
export class Workload extends Construct {
  /** The pods, as connections name them. */
  readonly pods: Pods;
  private readonly props: WorkloadProps;

  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    this.props = props;
    const { identity, installation } = props;
    this.pods = podsOf(identity.namespace, identity.name, props.hostAccess);
    check(this, props, [...RULES, ...portRules(props)]);
    addProblems(this, () =>
      endpointProblems(
        Wiring.of(this)
          .of(this.pods)
          .outgoing.map(({ to }) => to),
      ),
    );
    addProblems(this, () =>
      podsProblems(
        Wiring.of(this)
          .of(this.pods)
          .incoming.map(({ from }) => from),
      ),
    );
    checkUniqueNames(this);
    Wiring.of(this).addInstallation(installation);
    if (installation.cluster.nodes) Wiring.of(this).addNodes(installation.cluster.nodes);

    const selector = selectorOf(identity);
    this.serviceAccount();
    this.claim();
    this.service(selector);
    this.disruptionBudget(selector);
    if (!props.hostAccess) {
      new PodsPolicy(this, 'network-policy', { metadata: metadataOf(identity), pods: this.pods, selector });
      Wiring.of(this).connect(this.pods, dns(installation), 'looks up names');
    }
    this.workload(selector);
  }

  /**
   * An endpoint of these pods.
   *
   * @param protocol what it speaks.
   * @param portName name of one of the container's ports.
   */
  endpoint<Protocol extends string>(protocol: Protocol, portName: string): Endpoint<Protocol> {
    const { identity, container: settings, service } = this.props;
    // A name such as `toString` is no port, although every object has it.
    const own = (ports: Readonly<Record<string, number>> = {}) =>
      Object.hasOwn(ports, portName) ? ports[portName] : undefined;
    const port = own(settings.ports) ?? 0;
    return {
      protocol,
      to: this.pods,
      ports: [{ port }],
      url: `http://${identity.name}.${identity.namespace}.svc:${own(service) ?? port}`,
    };
  }

  private serviceAccount(): void {
    const { api, permissions, installation, identity } = this.props;
    new k8s.KubeServiceAccount(this, 'service-account', {
      metadata: metadataOf(identity),
      automountServiceAccountToken: false,
    });
    Wiring.of(this).addPermissions(this, permissions ?? (() => [...(api ?? [])]));
    if (!api) return;
    const clusterMetadata = { name: `${installation.name}-${identity.name}`, labels: labelsOf(identity) };
    new k8s.KubeClusterRole(this, 'cluster-role', { metadata: clusterMetadata, rules: lazy(() => [...api]) });
    new k8s.KubeClusterRoleBinding(this, 'cluster-role-binding', {
      metadata: clusterMetadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: clusterMetadata.name },
      subjects: [{ kind: 'ServiceAccount', name: identity.name, namespace: identity.namespace }],
    });
    Wiring.of(this).connect(this.pods, kubernetesApi(installation), 'asks the Kubernetes API');
  }

  private claim(): void {
    const { data, identity } = this.props;
    if (!data) return;
    new k8s.KubePersistentVolumeClaim(this, 'claim', {
      metadata: metadataOf(identity),
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(data.storageClass && { storageClassName: data.storageClass }),
        resources: { requests: { storage: sizeQuantity(data.size) } },
      },
    });
  }

  private service(selector: Record<string, string>): void {
    const { service, container: settings, identity } = this.props;
    if (!service) return;
    new k8s.KubeService(this, 'service', {
      metadata: metadataOf(identity),
      spec: {
        selector,
        ports: Object.entries(service).map(([name, port]) => ({
          name,
          port,
          protocol: 'TCP',
          targetPort: k8s.IntOrString.fromNumber(settings.ports?.[name] ?? port),
        })),
      },
    });
  }

  private disruptionBudget(selector: Record<string, string>): void {
    const { pods, identity } = this.props;
    if (pods === 'every-node' || pods < 2) return;
    new k8s.KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: metadataOf(identity),
      spec: {
        // Unlike `minAvailable`, it never blocks a drain for ever.
        maxUnavailable: k8s.IntOrString.fromNumber(1),
        selector: { matchLabels: selector },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
  }

  private workload(selector: Record<string, string>): void {
    const { pods, data, identity, grace = Duration.seconds(30) } = this.props;
    const metadata = metadataOf(identity);
    const template = this.template(selector, grace);
    if (pods === 'every-node') {
      new k8s.KubeDaemonSet(this, 'daemon-set', {
        metadata,
        spec: {
          selector: { matchLabels: selector },
          revisionHistoryLimit: 3,
          updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(1) } },
          template,
        },
      });
      return;
    }
    new k8s.KubeDeployment(this, 'deployment', {
      metadata,
      spec: {
        replicas: pods,
        revisionHistoryLimit: 3,
        selector: { matchLabels: selector },
        // A pod that starts for long is not stuck.
        progressDeadlineSeconds: Math.max(600, startupBudget(this.props.container.probes?.startup) + 60),
        // Two pods can't hold one volume, and two writers corrupt it.
        strategy: data
          ? { type: 'Recreate' }
          : {
              type: 'RollingUpdate',
              rollingUpdate: {
                maxSurge: k8s.IntOrString.fromNumber(1),
                maxUnavailable: k8s.IntOrString.fromNumber(0),
              },
            },
        template,
      },
    });
  }

  private template(selector: Record<string, string>, grace: Duration): k8s.PodTemplateSpec {
    const { identity, container: settings, init, runAs, data, api, hostAccess = false, pods, pullSecret } = this.props;
    const { name, app } = identity;
    const mounts: Mount[] = [
      ...(data ? [{ kind: 'data', path: data.path, claim: name } as const] : []),
      ...(settings.mounts ?? []),
    ];
    const read = mounts.flatMap((mount) => (mount.kind === 'config' ? mount.from : []));
    return {
      metadata: { labels: labelsOf(identity), ...checksums(read) },
      spec: {
        serviceAccountName: name,
        ...(pullSecret && { imagePullSecrets: [{ name: pullSecret }] }),
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        automountServiceAccountToken: api !== undefined,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: seconds(grace),
        securityContext: podSecurity(runAs),
        ...(hostAccess && { hostNetwork: true, hostPid: true, dnsPolicy: 'ClusterFirstWithHostNet' }),
        ...(pods === 'every-node' && { tolerations: EVERY_TAINT }),
        ...(pods !== 'every-node' && pods > 1 && { affinity: apart(selector) }),
        ...(init && {
          initContainers: [
            container({
              ...settings,
              ports: undefined,
              probes: undefined,
              args: undefined,
              env: undefined,
              ...init,
              mounts,
            }),
          ],
        }),
        containers: [container({ ...settings, name: app, mounts })],
        ...(mounts.length > 0 && { volumes: volumes(mounts) }),
      },
    };
  }
}

/**
 * Logs and metrics of a node that others are driven from, by a taint of the effect NoExecute, are wanted the most. A drain
 * goes on: it evicts no pods of a DaemonSet, and the taint of a node that is out of service takes none with a volume.
 */
const EVERY_TAINT: k8s.Toleration[] = [{ operator: 'Exists' }];

/** Replicas prefer different nodes, and still fit on one. */
function apart(selector: Record<string, string>): k8s.Affinity {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: selector } },
        },
      ],
    },
  };
}

/** One checksum for each ConfigMap that the pod does not reload by itself. */
function checksums(read: readonly ConfigFiles[]): Pick<k8s.ObjectMeta, 'annotations'> {
  const restarting = read.filter(({ onChange }) => onChange === 'restart');
  if (restarting.length === 0) return {};
  return {
    annotations: Object.fromEntries(
      restarting.map((files) => [`checksum/${files.name}`, lazy(() => files.checksum())]),
    ),
  };
}

/** Seconds in which a container may start. */
function startupBudget(startup: Probe | undefined): number {
  return startup ? seconds(startup.period) * startup.failures : 0;
}

const probesOf = ({ container: { probes } }: WorkloadProps) => Object.entries(probes ?? {}) as [string, Probe][];

const slowProbes = (props: WorkloadProps) =>
  probesOf(props).filter(([, { period, timeout }]) => seconds(timeout) > seconds(period));

const brokenProbes = (props: WorkloadProps) =>
  probesOf(props).flatMap(([name, { period, timeout }]) =>
    Object.entries({ interval: period, timeout })
      .filter(([, duration]) => !rules.isWholeNumber(seconds(duration), 1))
      .map(
        ([prop, duration]) =>
          `the ${name} probe's '${prop}' (${rules.human(duration)}) must be whole seconds, at least one, as Kubernetes counts them`,
      ),
  );

const portRules = ({ service = {}, container: { ports = {} } }: WorkloadProps): Rule<WorkloadProps>[] => [
  ...Object.keys(ports).map((name) => rules.portName<WorkloadProps>('ports', () => name)),
  ...Object.entries(ports).map(([name, number]) => rules.port<WorkloadProps>(`ports.${name}`, () => number)),
  ...Object.entries(service)
    .filter(([name, number]) => number !== ports[name])
    .map(([name, number]) => rules.port<WorkloadProps>(`ports.${name}.service`, () => number)),
];

const unnamedServicePorts = ({ service = {}, container: { ports = {} } }: WorkloadProps) =>
  Object.keys(service).filter((name) => !(name in ports));

const RULES: readonly Rule<WorkloadProps>[] = [
  rules.dnsLabel('name', ({ identity }) => identity.name),
  rules.dnsLabel('namespace', ({ identity }) => identity.namespace),
  rules.labelValue('installation.name', ({ installation }) => installation.name),
  {
    broken: ({ installation: { cluster } }) => !rules.matches(/\S/, cluster.name),
    message: ({ installation: { cluster } }) =>
      `'installation.cluster.name' (${rules.quoted(cluster.name)}) must not be empty: it tells clusters apart; for example "production"`,
  },
  {
    broken: ({ installation: { cluster } }) =>
      cluster.apiServerPorts !== undefined &&
      (cluster.apiServerPorts.length === 0 || !cluster.apiServerPorts.every(rules.isPort)),
    message: ({ installation: { cluster } }) =>
      `'installation.cluster.apiServerPorts' ([${cluster.apiServerPorts}]) must be ports, at least one: whole numbers from 1 to 65535; ` +
      'for example [443, 6443]',
  },
  {
    broken: ({ installation: { cluster } }) => clusterProblems(cluster).length > 0,
    message: ({ installation: { cluster } }) => clusterProblems(cluster).join('\n  - '),
  },
  rules.serviceName('name', ({ identity }) => identity.name),
  rules.memory(({ container: { memory } }) => memory),
  rules.cpu(({ container: { cpu } }) => cpu),
  {
    broken: ({ pods }) => pods !== 'every-node' && !rules.isWholeNumber(pods, 1),
    message: ({ pods }) =>
      `'replicas' (${pods}) must be a whole number of at least 1; to remove a component, leave it out`,
  },
  {
    broken: ({ pods, data }) => data !== undefined && pods !== 1,
    message: ({ pods }) =>
      `'replicas' (${pods}) must be 1: the pods share one volume, and two writers corrupt it; leave 'replicas' out`,
  },
  {
    broken: ({ data }) => data !== undefined && !(mebibytes(data.size) >= 100 && rules.isSize(data.size)),
    message: ({ data }) =>
      `'storage' (${data?.size.asString()}) must be at least 100Mi, or nothing fits on it; for example Size.gibibytes(10)`,
  },
  {
    broken: ({ data }) => data?.storageClass !== undefined && !rules.isSubdomain(data.storageClass),
    message: ({ data }) =>
      `'storageClass' ("${data?.storageClass}") must be the name of a StorageClass, as "kubectl get storageclass" shows it; ` +
      "leave it out for the cluster's default",
  },
  {
    broken: ({ container: { image } }) =>
      !rules.matches(/^[^\s:@]+(:\d+)?[^\s:@]*:[\w][\w.-]{0,127}(@sha256:[0-9a-f]{64})?$/, image) ||
      /:latest(@|$)/.test(image),
    message: ({ container: { image } }) =>
      `'image' (${rules.quoted(image)}) must have a tag other than latest, so that every node runs the same; for example "registry.example.com/app:1.2.3"`,
  },
  {
    broken: ({ container: { image } }) =>
      rules.matches(/^[:/]/, image) ||
      /[A-Z]/.test(
        String(image)
          .replace(/^[^/]*[.:][^/]*\//, '')
          .replace(/:.*$/, ''),
      ),
    message: ({ container: { image } }) =>
      `'image' ("${image}") must begin with a name in lower case; for example "registry.example.com/app:1.2.3"`,
  },
  {
    broken: (props) => brokenProbes(props).length > 0,
    message: (props) => brokenProbes(props).join('\n  - '),
  },
  {
    broken: (props) => slowProbes(props).length > 0,
    message: (props) =>
      slowProbes(props)
        .map(
          ([name, { period, timeout }]) =>
            `the ${name} probe's 'timeout' (${rules.human(timeout)}) must be at most its 'interval' (${rules.human(period)}), ` +
            'or checks overlap; raise the interval or lower the timeout',
        )
        .join('\n  - '),
  },
  {
    broken: (props) => unnamedServicePorts(props).length > 0,
    message: (props) =>
      `'service' names the ports ${unnamedServicePorts(props).join(', ')}, which the container does not have; ` +
      `it has ${Object.keys(props.container.ports ?? {}).join(', ') || 'none'}`,
  },
  {
    broken: ({ runAs }) => runAs.user === 0 && !runAs.rootBecause,
    message: () => "'runAs.user' (0) must not be root; for example 10001",
  },
];
