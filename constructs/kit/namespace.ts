import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import { check } from './check.ts';
import type { Installation } from './installation.ts';
import { labelsOf } from './labels.ts';
import { denyAll } from './network-policy.ts';
import * as rules from './rules.ts';
import { Wiring } from './wiring.ts';

/** Properties for `Namespace`. */
export interface NamespaceProps {
  readonly installation: Installation;

  readonly name: string;

  /**
   * Pod Security level that is enforced. `privileged` is for what looks at the node itself.
   *
   * @default 'restricted'
   * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
   */
  readonly podSecurity?: 'restricted' | 'baseline' | 'privileged';
}

/** A namespace that enforces a Pod Security level and is closed: only recorded connections are open. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, props: NamespaceProps) {
    super(scope, id);
    const { installation, name, podSecurity = 'restricted' } = props;
    check(this, props, [rules.dnsLabel('name', (settings) => settings.name)]);
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
