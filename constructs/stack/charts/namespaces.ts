import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { childId } from '../../kit/child-id.ts';
import { dnsPods } from '../../kit/installation.ts';
import { Namespace, type NamespaceProps } from '../../kit/namespace.ts';
import { Wiring } from '../../kit/wiring.ts';

/** Properties for `NamespacesChart`. */
export interface NamespacesChartProps extends Pick<NamespaceProps, 'installation'> {
  /** Namespaces for pods that need nothing of the node. */
  readonly restricted: readonly string[];
  /** The namespace for what looks at the nodes themselves. */
  readonly node: string;
  /**
   * Namespaces that others make, and whose policies and Pod Security level are theirs.
   *
   * @default - those of Kubernetes itself, and the one of the cluster's DNS.
   */
  readonly existing?: readonly string[];
}

/** The namespaces. Its file comes first, because everything else is in one of them. */
export class NamespacesChart extends Chart {
  /** @param props the names of the namespaces. */
  constructor(scope: Construct, id: string, { installation, restricted, node, existing = [] }: NamespacesChartProps) {
    super(scope, id);
    Wiring.of(this).addExistingNamespaces([dnsPods(installation).namespace, ...existing]);
    for (const name of restricted) new Namespace(this, childId(this, name), { installation, name });
    new Namespace(this, childId(this, node), { installation, name: node, podSecurity: 'privileged' });
  }
}
