import type { k8s } from '../../imports/k8s.ts';
import type { Manifest, Model, ModelObject } from '../model.ts';

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
  readonly policies: readonly Of<{ readonly spec: k8s.NetworkPolicySpec }>[];
  readonly claims: readonly Of<{ readonly spec: k8s.PersistentVolumeClaimSpec }>[];
  readonly configMaps: readonly Of<{ readonly data: Readonly<Record<string, string>> }>[];
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
  return {
    workloads: [...pods('Deployment'), ...pods('DaemonSet')],
    services: ofKind('Service'),
    policies: ofKind('NetworkPolicy'),
    claims: ofKind('PersistentVolumeClaim'),
    configMaps: ofKind('ConfigMap'),
  };
}
