/**
 * The recommended labels of every object, and the selector derived from them.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
 */

/** Label that is unique for each workload within its namespace. Policies select by it. */
export const INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** Label with the name of the program in a pod. It becomes `job` and `app` on metrics, and `app` on logs. */
export const NAME_LABEL = 'app.kubernetes.io/name';

/** Label that every object of an installation carries: `kubectl get all -A -l app.kubernetes.io/part-of=monitoring`. */
export const PART_OF_LABEL = 'app.kubernetes.io/part-of';

/** Namespace, name and labels that all objects of one workload share. */
export interface Identity {
  /** Namespace of the objects. */
  readonly namespace: string;
  /** Name of the workload and of all objects around it, also the value of `app.kubernetes.io/instance`. */
  readonly name: string;
  /** Name of the program: the value of `app.kubernetes.io/name`. */
  readonly app: string;
  /** Its role in the stack, such as `metrics` or `logs`. */
  readonly component: string;
  /** Name of the installation. */
  readonly partOf: string;
}

/** Metadata of a namespaced object. */
export interface Metadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

/**
 * Metadata of a namespaced object, with the recommended labels.
 *
 * @param name defaults to the workload's.
 */
export function metadataOf(identity: Identity, name = identity.name): Metadata {
  return { name, namespace: identity.namespace, labels: labelsOf(identity) };
}

/** The recommended labels. */
export function labelsOf({ name, app, component, partOf }: Omit<Identity, 'namespace'>): Record<string, string> {
  return {
    [NAME_LABEL]: app,
    [INSTANCE_LABEL]: name,
    'app.kubernetes.io/component': component,
    [PART_OF_LABEL]: partOf,
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
}

/** The pod selector. It is immutable, so it contains no version and no hash. */
export function selectorOf({ name, app }: Identity): Record<string, string> {
  return { [NAME_LABEL]: app, [INSTANCE_LABEL]: name };
}

/** The labels of every log stream, and no others: set by the collector. `level` only on lines that have one. */
export const STREAM_LABELS = ['cluster', 'namespace', 'pod', 'container', 'app', 'stream', 'level'] as const;
