import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import type { SeriesValues } from '../alerts/case.ts';
import { type Labels, readHealthy, selector } from '../healthy.ts';
import { ON, renamed } from './changes.ts';
import { recordedPod, STATE_INSTANCE } from './recorded.ts';

/** The target of kube-state-metrics. */
export const BY_STATE = { app: 'kube-state-metrics', instance: STATE_INSTANCE, job: 'kube-state-metrics' };

/** What kube-state-metrics says of a recorded Deployment and of one of its pods. */
const ofState = readHealthy().filter(({ labels }) => labels.job === 'kube-state-metrics');
const APP = recordedPod('flask-app');
const podSeries = ofState.filter(({ labels }) => labels.pod === APP.pod);
const deploymentSeries = ofState.filter(
  ({ labels }) => labels.deployment === 'flask-app' || labels.replicaset === APP.owner,
);

/** A pod of a scene. */
export interface Pod {
  readonly namespace: string;
  readonly pod: string;
  readonly node: string;
  readonly owner: { readonly kind: 'ReplicaSet' | 'StatefulSet'; readonly name: string };
}

/** A pod that runs and is ready. */
export function running({ namespace, pod, node, owner }: Pod): HealthySeries[] {
  return podSeries.map((one) => {
    const { labels } = one;
    const changed: Labels = { namespace, pod, node, uid: `uid-${pod}`, container: 'app', pod_ip: '192.0.2.99' };
    const owned: Labels = {
      ...{ owner_kind: owner.kind, owner_name: owner.name },
      ...{ created_by_kind: owner.kind, created_by_name: owner.name },
    };
    const own = Object.keys(labels).map((name) => [name, changed[name] ?? owned[name] ?? labels[name] ?? '']);
    // Small, so that the nodes of the recorded cluster have room for all of them.
    const isCpu = one.name === 'kube_pod_container_resource_requests' && labels.resource === 'cpu';
    return { ...one, labels: Object.fromEntries(own), ...(isCpu && { value: 0.01 }) };
  });
}

/** A pod that starts some minutes after the trouble, and is ready a minute later. */
export function starting(pod: Pod, after: number): SeriesValues {
  const later = running(pod).map((one) => {
    const phase = one.name === 'kube_pod_status_phase' ? one.labels.phase : undefined;
    const ready = one.name === 'kube_pod_status_ready' ? one.labels.condition : undefined;
    const first =
      phase === 'Pending' || ready === 'false' ? 1 : phase === 'Running' || ready === 'true' ? 0 : one.value;
    return [selector(one), `_x${after} ${first} ${one.value}x${ON}`] as const;
  });
  return Object.fromEntries(later);
}

/** A Deployment whose pods run on some nodes. */
export function deployment(namespace: string, name: string, nodes: readonly string[]): [HealthySeries[], Pod[]] {
  const set = APP.owner.replace('flask-app', name);
  const pods = nodes.map(
    (node, index): Pod => ({
      ...{ namespace, node, pod: `${set}-${index}` },
      owner: { kind: 'ReplicaSet', name: set },
    }),
  );
  const own = renamed(deploymentSeries, { 'flask-app': name }).map((one) => ({
    ...one,
    labels: { ...one.labels, namespace },
    ...(one.name.includes('replicas') && one.name.startsWith('kube_deployment_') && { value: nodes.length }),
  }));
  return [[...own, ...pods.flatMap(running)], pods];
}

/** A StatefulSet whose pods run on some nodes. */
export function statefulSet(namespace: string, name: string, nodes: readonly string[]): [HealthySeries[], Pod[]] {
  const pods = nodes.map(
    (node, index): Pod => ({
      ...{ namespace, node, pod: `${name}-${index}` },
      owner: { kind: 'StatefulSet', name },
    }),
  );
  const own = { ...BY_STATE, namespace, statefulset: name };
  const counts = ['', '_status_replicas', '_status_replicas_ready', '_status_replicas_available'];
  return [
    [
      ...[...counts, '_status_replicas_current', '_status_replicas_updated'].map((suffix) => ({
        name: suffix === '' ? 'kube_statefulset_replicas' : `kube_statefulset${suffix}`,
        labels: own,
        value: nodes.length,
      })),
      ...['metadata_generation', 'status_observed_generation'].map((suffix) => ({
        name: `kube_statefulset_${suffix}`,
        labels: own,
        value: 1,
      })),
      ...['current', 'update'].map((which) => ({
        name: `kube_statefulset_status_${which}_revision`,
        labels: { ...own, revision: `${name}-6b7f8c9d5` },
        value: 1,
      })),
      ...pods.flatMap(running),
    ],
    pods,
  ];
}

/** What kube-state-metrics adds while a container waits between its restarts. */
export function crashing(
  { namespace, pod }: Pick<Pod, 'namespace' | 'pod'>,
  { container, uid }: { readonly container: string; readonly uid: string },
): SeriesValues {
  const labels = { ...BY_STATE, namespace, pod, uid, container };
  return Object.fromEntries(
    [
      ['kube_pod_container_status_waiting_reason', 'CrashLoopBackOff'],
      ['kube_pod_container_status_last_terminated_reason', 'Error'],
    ].map(([name = '', reason = '']) => [selector({ name, labels: { ...labels, reason } }), `1x${ON}`]),
  );
}
