import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import type { SeriesValues } from '../alerts/case.ts';
import { readHealthy, START, selector } from '../healthy.ts';
import { away, firstOf, notReady, ON, renamed, state } from './changes.ts';
import { type RecordedPod, recordedPod } from './recorded.ts';
import { BEFORE, type Change, type Scene } from './scene.ts';
import { BY_STATE, deployment, type Pod, starting, statefulSet } from './workloads.ts';

/** A machine with thirty pods stops. Its node object stays, as on one's own machines. */

const LOST = 'node-4';
const SHOPS = 'shops';
/** Minutes until its pods are evicted: what every pod tolerates unless it says otherwise, and the grace of the node. */
const EVICTED = 6;

const healthy = readHealthy();
/** What is on one of the recorded nodes: its agents, and a pod of the application. */
const [alloy, exporter, app] = ['alloy', 'node-exporter', 'flask-app'].map((name) => recordedPod(name, 'node-2')) as [
  RecordedPod,
  RecordedPod,
  RecordedPod,
];
const COPIED = [alloy.pod, exporter.pod, app.pod];
const APP_POD = `${app.owner}-4`;
const texts = {
  'node-2': LOST,
  [alloy.pod]: 'alloy-4',
  [exporter.pod]: 'exporter-4',
  [app.pod]: APP_POD,
  [alloy.ip]: '192.0.2.42',
  [app.ip]: '192.0.2.44',
  [app.hostIp]: '192.0.2.41',
  [alloy.uid]: 'uid-401',
  [exporter.uid]: 'uid-402',
  [app.uid]: 'uid-403',
};
const isCopied = ({ labels }: HealthySeries) =>
  COPIED.includes(labels.pod ?? '') ||
  (labels.node === 'node-2' && (labels.pod === undefined || COPIED.includes(labels.pod)) && !labels.path);

/** Fourteen of the pods of others run there alone, as many as they are. */
const deployments = [
  ...Array.from({ length: 5 }, (_, index) => deployment(SHOPS, `single-${index}`, [LOST])),
  ...Array.from({ length: 3 }, (_, index) => deployment(SHOPS, `pair-${index}`, [LOST, LOST])),
  ...Array.from({ length: 14 }, (_, index) => deployment(SHOPS, `spread-${index}`, [LOST, 'node-1', 'node-3'])),
];
const partly = statefulSet(SHOPS, 'queue', ['node-1', LOST, 'node-3']);
const wholly = statefulSet(SHOPS, 'books', [LOST]);

const lostOf = (pods: readonly Pod[]) => pods.filter(({ node }) => node === LOST);

/** Its pods are not ready, and after a while on their way out for good; those of Deployments come back elsewhere. */
function fate(workloads: readonly (readonly [HealthySeries[], Pod[]])[]): { change: Change; arising: SeriesValues } {
  const lost = workloads.flatMap(([, pods]) => lostOf(pods));
  const deleted = lost.map(({ namespace, pod }) => {
    const labels = { ...BY_STATE, namespace, pod, uid: `uid-${pod}` };
    const at = START + (BEFORE + EVICTED) * 60;
    return [selector({ name: 'kube_pod_deletion_timestamp', labels }), `_x${EVICTED} ${at}x${ON}`] as const;
  });
  const replaced = lost
    .filter(({ owner }) => owner.kind === 'ReplicaSet')
    .map((one) => starting({ ...one, pod: `${one.pod}-b`, node: 'node-3' }, EVICTED));
  const counts = workloads.map(([, pods]): Change => {
    const [{ owner, namespace } = { owner: { kind: 'ReplicaSet', name: '' }, namespace: '' }] = pods;
    const left = pods.length - lostOf(pods).length;
    if (owner.kind === 'StatefulSet') {
      const of = { namespace, statefulset: owner.name };
      return firstOf(
        state('kube_statefulset_status_replicas_ready', of, `${pods.length} ${left}x${ON}`),
        state('kube_statefulset_status_replicas_available', of, `${pods.length} ${left}x${ON}`),
      );
    }
    const of = { namespace, deployment: owner.name.replace(/-[^-]+$/, '') };
    return state(
      'kube_deployment_status_replicas_available',
      of,
      `${pods.length} ${left}x${EVICTED} ${pods.length}x${ON}`,
    );
  });
  return {
    change: firstOf(...lost.map(({ namespace, pod }) => notReady({ namespace, pod })), ...counts),
    arising: Object.assign(Object.fromEntries(deleted), ...replaced),
  };
}

function scene(name: string, workloads: readonly (readonly [HealthySeries[], Pod[]])[]): Scene {
  const { change, arising } = fate(workloads);
  const node = { node: LOST, condition: 'Ready' };
  return {
    name,
    besides: [...renamed(healthy.filter(isCopied), texts), ...workloads.flatMap(([series]) => series)],
    change: firstOf(
      away(({ node: on, pod }) => on === LOST || pod === APP_POD),
      state('kube_node_status_condition', { ...node, status: 'true' }, `1 0x${ON}`),
      state('kube_node_status_condition', { ...node, status: 'unknown' }, `0 1x${ON}`),
      ...['alloy-4', 'exporter-4', APP_POD].map((pod) => notReady({ pod })),
      state('kube_daemonset_status_number_available', {}, `4 3x${ON}`),
      state('kube_deployment_status_replicas_available', { deployment: 'flask-app' }, `3 2x${EVICTED} 3x${ON}`),
      change,
    ),
    arising,
  };
}

export const lostNode = scene('a node with thirty pods is lost', [...deployments, partly]);
export const lostNodeWithStatefulSet = scene('and with a StatefulSet that was there alone', [
  ...deployments,
  partly,
  wholly,
]);
