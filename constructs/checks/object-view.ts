import type { k8s } from '../../imports/k8s.ts';
import type { Manifest, Model, ModelObject } from '../kit/model.ts';
import { byKeys } from '../query/group-by.ts';

/** A manifest of a known kind. */
export type Of<Spec> = ModelObject & { readonly manifest: Manifest & Spec };

/** A workload, such as a Deployment or a CronJob, or a bare Pod. */
export interface WorkloadView {
  readonly path: string;
  readonly ours: boolean;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly pod: k8s.PodSpec;
}

/** The objects of an output by kind, ours and foreign ones. */
export interface ObjectView {
  /** All objects; the items of lists are separate. */
  readonly objects: readonly ModelObject[];
  /** All workloads: they can be connected to, mount volumes and be granted permissions. */
  readonly pods: readonly WorkloadView[];
  /** Our workloads: the only ones that checks report. */
  readonly workloads: readonly WorkloadView[];
  readonly services: readonly Of<{ readonly spec: k8s.ServiceSpec }>[];
  readonly policies: readonly PolicyView[];
  readonly claims: readonly Of<{ readonly spec: k8s.PersistentVolumeClaimSpec }>[];
  readonly configMaps: readonly Of<{ readonly data?: Readonly<Record<string, string>> }>[];
  /** Labels of the namespaces that the output creates, by name. */
  readonly namespaceLabels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Pods by namespace, and by namespace and each of their labels: see `labelKey`. */
  readonly podsByLabel: ReadonlyMap<string, readonly WorkloadView[]>;
  /** Policies by namespace and the first label of their selector, or by the namespace alone: see `labelKey`. */
  readonly policiesByLabel: ReadonlyMap<string, readonly PolicyView[]>;
}

/** A network policy. */
export type PolicyView = Of<{ readonly spec: k8s.NetworkPolicySpec }>;

/** Index key: a namespace, with a label where one is known. */
export function labelKey(namespace: string, label?: readonly [key: string, value: string]): string {
  return label ? `${namespace} ${label[0]}=${label[1]}` : namespace;
}

/** Whether a manifest is of a built-in kind: other API groups have kinds of the same names. */
export function isKind({ apiVersion, kind }: Manifest, group: string, name: string): boolean {
  return kind === name && groupOf(apiVersion) === group;
}

/** The API group of an `apiVersion`: `apps` of `apps/v1`, empty for `v1`. */
export function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}

/** Sorts the objects of a model by kind. */
export function objectView(model: Pick<Model, 'objects'>): ObjectView {
  const objects = model.objects.flatMap(withItems);
  const ofKind = <Spec>(group: string, name: string) =>
    objects.filter(({ manifest }) => isKind(manifest, group, name)).map(withSpec) as Of<Spec>[];
  const pods = objects.flatMap(podsOf);
  const policies = ofKind<{ spec: k8s.NetworkPolicySpec }>('networking.k8s.io', 'NetworkPolicy');
  return {
    objects,
    pods,
    workloads: pods.filter(({ ours }) => ours),
    podsByLabel: byKeys(pods, ({ namespace, labels }) => [
      labelKey(namespace),
      ...Object.entries(labels).map((label) => labelKey(namespace, label)),
    ]),
    services: ofKind('', 'Service'),
    policies,
    policiesByLabel: byKeys(policies, ({ manifest: { metadata, spec } }) => [
      labelKey(metadata.namespace ?? '', Object.entries(spec.podSelector?.matchLabels ?? {})[0]),
    ]),
    claims: ofKind('', 'PersistentVolumeClaim'),
    configMaps: ofKind('', 'ConfigMap'),
    namespaceLabels: new Map(
      ofKind('', 'Namespace').map(({ manifest: { metadata } }) => [metadata.name, metadata.labels ?? {}]),
    ),
  };
}

/** An object, or the items of a list: `kubectl apply` creates each of them. */
function withItems(object: ModelObject): ModelObject[] {
  const { kind, items } = object.manifest;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [object];
  const manifests: readonly Partial<Manifest>[] = items.filter((item) => item?.kind);
  return manifests.map(({ metadata = { name: '' }, ...item }) => ({
    ...object,
    manifest: { ...item, metadata } as Manifest,
  }));
}

/** Recognized by shape, not by kind: operators define workloads of their own. */
function podsOf({ path, ours, manifest }: ModelObject): WorkloadView[] {
  const { kind, metadata, spec } = manifest;
  const { template, jobTemplate, replicas } = Object(spec);
  const { metadata: ofPods = {}, spec: pod } =
    kind === 'Pod' ? manifest : (Object(jobTemplate).spec?.template ?? Object(template));
  if (!Array.isArray(Object(pod).containers)) return [];
  return [
    {
      ...{ path, ours, kind, name: metadata.name, namespace: metadata.namespace ?? '', pod },
      replicas: replicas ?? 1,
      labels: ofPods.labels ?? {},
    },
  ];
}

/** Objects of others may have no spec. */
function withSpec(object: ModelObject): ModelObject {
  return object.manifest.spec ? object : { ...object, manifest: { ...object.manifest, spec: {} } };
}
