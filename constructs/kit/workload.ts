import type { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import { addProblems } from './check.ts';
import type { ConfigFiles } from './config-files.ts';
import { type Endpoint, endpointProblems, type Pods, podsOf, podsProblems } from './endpoint.ts';
import { dns } from './installation.ts';
import { labelsOf, metadataOf, selectorOf } from './labels.ts';
import { lazy } from './lazy.ts';
import { type Mount, volumes } from './mounts.ts';
import { PodsPolicy } from './network-policy.ts';
import { apart, container, type Probe, podSecurity } from './pod.ts';
import { serviceAccount } from './service-account.ts';
import { seconds, sizeQuantity } from './units.ts';
import { Wiring } from './wiring.ts';
import {
  missingPort,
  portsOf,
  type WorkloadProps,
  type WorkloadSettings,
  workloadSettings,
} from './workload-settings.ts';

export type { WorkloadProps };

/** Service, ServiceAccount, workload, disruption budget and policy of one set of pods, hardened. */
export class Workload extends Construct {
  /** The pods, as connections refer to them. */
  readonly pods: Pods;
  private readonly props: WorkloadSettings;

  constructor(scope: Construct, id: string, props: WorkloadProps) {
    super(scope, id);
    const settings = workloadSettings(this, props);
    this.props = settings;
    const { identity, installation } = settings;
    this.pods = podsOf(identity.namespace, identity.name, settings.hostAccess);
    addProblems(this, () => {
      const { incoming, outgoing } = Wiring.of(this).of(this.pods);
      return [...endpointProblems(outgoing.map(({ to }) => to)), ...podsProblems(incoming.map(({ from }) => from))];
    });
    Wiring.of(this).addInstallation(installation);
    Wiring.of(this).addWorkload(identity);
    if (installation.cluster.nodes) Wiring.of(this).addNodes(installation.cluster.nodes);

    const selector = selectorOf(identity);
    serviceAccount(this, settings, this.pods);
    this.claim();
    this.service(selector);
    this.disruptionBudget(selector);
    if (!settings.hostAccess) {
      new PodsPolicy(this, 'network-policy', { metadata: metadataOf(identity), pods: this.pods, selector });
      if (settings.looksUpNames) Wiring.of(this).connect(this.pods, dns(installation), 'looks up names');
    }
    this.workload(selector);
  }

  /**
   * An endpoint on these pods.
   *
   * @param protocol the application protocol.
   * @param portName name of one of the container's ports.
   */
  endpoint<Protocol extends string>(protocol: Protocol, portName: string): Endpoint<Protocol> {
    const { identity, service } = this.props;
    // An inherited name such as `toString` is not a port.
    const own = (ports: Readonly<Record<string, number>> = {}) =>
      Object.hasOwn(ports, portName) ? ports[portName] : undefined;
    const ports = portsOf(this.props);
    const known = own(ports);
    const port = known ?? 0;
    // A number that is no port is a problem of the settings.
    if (known === undefined) addProblems(this, () => [missingPort(portName, ports)]);
    return {
      protocol,
      to: this.pods,
      ports: [{ port }],
      url: `http://${identity.name}.${identity.namespace}.svc:${own(service) ?? port}`,
    };
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
    const { service, identity } = this.props;
    const ports = portsOf(this.props);
    if (!service) return;
    new k8s.KubeService(this, 'service', {
      metadata: metadataOf(identity),
      spec: {
        selector,
        ports: Object.entries(service).map(([name, port]) => ({
          name,
          port,
          protocol: 'TCP',
          targetPort: k8s.IntOrString.fromNumber(ports[name] ?? port),
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
    const { pods, data, identity, grace } = this.props;
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
        // A slow start is not a failed rollout.
        progressDeadlineSeconds: Math.max(600, startupBudget(this.props.container.probes?.startup) + 60),
        // Two pods can't mount one volume, and two writers corrupt it.
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
    const {
      identity,
      container: settings,
      beside,
      init,
      runAs,
      data,
      api,
      hostAccess,
      pods,
      pullSecret,
      priorityClass,
    } = this.props;
    const { name, app } = identity;
    const mounts: Mount[] = [
      ...(data ? [{ kind: 'data', path: data.path, claim: name } as const] : []),
      ...(settings.mounts ?? []),
    ];
    const all = [...mounts, ...beside.flatMap((other) => other.mounts)];
    const read = all.flatMap((mount) => (mount.kind === 'config' ? mount.from : []));
    return {
      metadata: { labels: labelsOf(identity), ...checksums(read) },
      spec: {
        serviceAccountName: name,
        ...(priorityClass && { priorityClassName: priorityClass }),
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
        containers: [container({ ...settings, name: app, mounts }), ...beside.map(container)],
        ...(all.length > 0 && { volumes: volumes(all) }),
      },
    };
  }
}

/**
 * Tainted nodes need monitoring most, so even `NoExecute` is tolerated. `kubectl drain` still works: it ignores DaemonSet
 * pods, and the `out-of-service` taint is for pods with a volume, which these do not have.
 */
const EVERY_TAINT: k8s.Toleration[] = [{ operator: 'Exists' }];

/** One checksum for each ConfigMap whose changes need a restart. */
function checksums(read: readonly ConfigFiles[]): Pick<k8s.ObjectMeta, 'annotations'> {
  const restarting = read.filter(({ onChange }) => onChange === 'restart');
  if (restarting.length === 0) return {};
  return {
    annotations: Object.fromEntries(
      restarting.map((files) => [`checksum/${files.name}`, lazy(() => files.checksum())]),
    ),
  };
}

/** Time in seconds that a container has to start. */
function startupBudget(startup: Probe | undefined): number {
  return startup ? seconds(startup.period) * startup.failures : 0;
}
