import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Namespace, type NamespaceProps } from '../namespace.ts';

/** Properties for `NamespacesChart`. */
export interface NamespacesChartProps extends Pick<NamespaceProps, 'installation'> {
  /** Namespaces for pods that need nothing of the node. */
  readonly restricted: readonly string[];
  /** The namespace for what looks at the nodes themselves. */
  readonly node: string;
}

/** The namespaces. Its file comes first, because everything else is in one of them. */
export class NamespacesChart extends Chart {
  constructor(scope: Construct, id: string, { installation, restricted, node }: NamespacesChartProps) {
    super(scope, id);
    for (const name of restricted) new Namespace(this, name, { installation, name });
    new Namespace(this, node, { installation, name: node, podSecurity: 'privileged' });
  }
}
