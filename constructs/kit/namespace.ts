import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import { dnsPods, type Installation } from './installation.ts';
import { labelsOf } from './labels.ts';
import { denyAll } from './network-policy.ts';
import { oneOf } from './read.ts';
import { settingsOf } from './settings.ts';
import { dnsLabel, unless } from './validators.ts';
import { shown } from './values.ts';
import { Wiring } from './wiring.ts';

/** Properties for `Namespace`. */
export interface NamespaceProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** A DNS-1123 label. */
  readonly name: string;

  /**
   * Pod Security level that is enforced. `privileged` is for workloads that need access to the node.
   *
   * @default 'restricted'
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** A namespace with an enforced Pod Security level and a default-deny policy: only recorded connections are allowed. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { installation, name, podSecurity } = settingsOf(this, props, {
      defaults: () => ({ podSecurity: 'restricted' }) as const,
      shape: { podSecurity: oneOf('restricted', 'baseline', 'privileged') },
      problems: nameProblems,
    });
    Wiring.of(this).addInstallation(installation);
    const labels = labelsOf({ name, app: name, component: 'namespace', partOf: installation.name });
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name,
        labels: {
          ...labels,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/warn': podSecurity,
          'pod-security.kubernetes.io/audit': podSecurity,
        },
      },
    });
    denyAll(this, 'deny-all', { name: 'deny-all', namespace: name, labels });
  }
}

/** Namespaces that every cluster has. */
const SYSTEM = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

function nameProblems({ name, installation }: NamespaceProps): string[] {
  return [
    ...dnsLabel('name', name),
    ...unless(
      !SYSTEM.includes(name) && dnsPods(installation).namespace !== name,
      `'name' (${shown(name)}) must not be a namespace of Kubernetes itself or of the cluster's DNS: a policy would cut ` +
        'off its pods, such as DNS for the whole cluster; leave it out, it exists already',
    ),
  ];
}
