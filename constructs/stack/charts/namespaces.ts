import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from '../../../imports/k8s.ts';
import { childId } from '../../kit/child-id.ts';
import { dnsPods, type Installation } from '../../kit/installation.ts';
import { labelsOf } from '../../kit/labels.ts';
import { Namespace, type NamespaceProps } from '../../kit/namespace.ts';
import { like } from '../../kit/read.ts';
import { settingsOf } from '../../kit/settings.ts';
import { shown } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';

/** Properties for `NamespacesChart`. */
export interface NamespacesChartProps extends Pick<NamespaceProps, 'installation'> {
  /** Namespaces for pods that need no access to the node. */
  readonly restricted: readonly string[];
  /** The namespace for pods that need access to the node. */
  readonly node: string;
  /**
   * Existing namespaces, whose policies and Pod Security level are managed elsewhere.
   *
   * @default - those of Kubernetes itself, and that of the cluster's DNS.
   */
  readonly existing?: readonly string[];
}

/** The namespaces, and the priority class of the stack. Its file comes first: all other objects need them. */
export class NamespacesChart extends Chart {
  constructor(scope: Construct, id: string, props: NamespacesChartProps) {
    super(scope, id);
    const { installation, restricted, node, existing } = settingsOf(this, props, {
      defaults: () => ({ existing: [] }),
      shape: { restricted: like<readonly string[]>([]) },
      problems: madeTwice,
    });
    Wiring.of(this).addExistingNamespaces([dnsPods(installation).namespace, ...existing]);
    for (const name of restricted) new Namespace(this, childId(this, name), { installation, name });
    new Namespace(this, childId(this, node), { installation, name: node, podSecurity: 'privileged' });
    if (installation.priorityClass === undefined) priorityClassOf(this, installation);
  }
}

/** Whoever watches must not be evicted before what is watched; but it evicts nobody in order to start. */
function priorityClassOf(scope: Construct, { name }: Installation): void {
  new k8s.KubePriorityClass(scope, 'priority-class', {
    metadata: { name, labels: labelsOf({ name, app: name, component: 'priority', partOf: name }) },
    value: 1_000_000,
    preemptionPolicy: 'Never',
    description: 'Monitoring: evicted after pods without a class',
  });
}

/** Creating a namespace sets our policies and Pod Security level, which would overwrite existing ones. */
function madeTwice({ restricted, node, existing }: Required<NamespacesChartProps>): string[] {
  const made = [...restricted.map((name) => ['restricted', name] as const), ['node', node] as const];
  return made
    .filter(([, name]) => existing.includes(name))
    .map(
      ([prop, name]) =>
        `'${prop}' (${shown(name)}) must not be in 'existing' too: the policies and the Pod Security level that others gave it would be ` +
        'overwritten; name it once',
    );
}
