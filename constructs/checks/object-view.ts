import type { k8s } from '../../imports/k8s.ts';
import type { Manifest, Model, ModelObject } from '../kit/model.ts';
import { byKeys } from '../query/group-by.ts';

/** A manifest of a known kind. */
export type Of<Spec> = ModelObject & { readonly manifest: Manifest & Spec };

/** A Deployment or DaemonSet, and its pods. */
export interface WorkloadView {
  readonly path: string;
  readonly kind: 'Deployment' | 'DaemonSet';
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: k8s.PodSpec;
}

/** The objects of an output by kind. */
export interface ObjectView {
  readonly workloads: readonly WorkloadView[];
  readonly services: readonly Of<{ readonly spec: k8s.ServiceSpec }>[];
  readonly policies: readonly PolicyView[];
  readonly claims: readonly Of<{ readonly spec: k8s.PersistentVolumeClaimSpec }>[];
  readonly configMaps: readonly Of<{ readonly data: Readonly<Record<string, string>> }>[];
  /** Workloads by their namespace, and by it and each of their labels: see `labelKey`. */
  readonly workloadsByLabel: ReadonlyMap<string, readonly WorkloadView[]>;
  /** Policies by their namespace and the first label that they select by, or by the namespace alone: see `labelKey`. */
  readonly policiesByLabel: ReadonlyMap<string, readonly PolicyView[]>;
}

/** A network policy. */
export type PolicyView = Of<{ readonly spec: k8s.NetworkPolicySpec }>;

/** A namespace, and a label if one is known: where things are found that have it. */
export function labelKey(namespace: string, label?: readonly [key: string, value: string]): string {
  return label ? `${namespace} ${label[0]}=${label[1]}` : namespace;
}

/** Sorts the objects of a model by kind. */
export function objectView({ objects }: Model): ObjectView {
  const ofKind = <Spec>(kind: string) => objects.filter(({ manifest }) => manifest.kind === kind) as Of<Spec>[];
  const pods = (kind: 'Deployment' | 'DaemonSet') =>
    ofKind<{ spec: k8s.DeploymentSpec }>(kind).map(
      ({ path, manifest: { metadata, spec } }): WorkloadView => ({
        path,
        kind,
        name: metadata.name,
        namespace: metadata.namespace ?? '',
        replicas: spec.replicas ?? 1,
        labels: spec.template.metadata?.labels ?? {},
        pod: spec.template.spec ?? { containers: [] },
      }),
    );
  const workloads = [...pods('Deployment'), ...pods('DaemonSet')];
  const policies = ofKind<{ spec: k8s.NetworkPolicySpec }>('NetworkPolicy');
  return {
    workloads,
    workloadsByLabel: byKeys(workloads, ({ namespace, labels }) => [
      labelKey(namespace),
      ...Object.entries(labels).map((label) => labelKey(namespace, label)),
    ]),
    services: ofKind('Service'),
    policies,
    policiesByLabel: byKeys(policies, ({ manifest: { metadata, spec } }) => [
      labelKey(metadata.namespace ?? '', Object.entries(spec.podSelector?.matchLabels ?? {})[0]),
    ]),
    claims: ofKind('PersistentVolumeClaim'),
    configMaps: ofKind('ConfigMap'),
  };
}
