import { selector } from '../healthy.ts';
import { firstOf, ON, state } from './changes.ts';
import type { Scene } from './scene.ts';
import { BY_STATE, deployment } from './workloads.ts';

/** A program fills the disk of a node within two minutes; the kubelet evicts what may be evicted. */
const FULL = 'node-2';
const shop = deployment('shops', 'shop', [FULL, 'node-1', 'node-3']);
const evicted = shop[1].filter(({ node }) => node === FULL);
export const diskFull: Scene = {
  name: 'the disk of one node is full',
  besides: shop[0],
  change: firstOf(
    (one) =>
      one.name === 'node_filesystem_avail_bytes' && one.labels.instance === FULL ? `50e9-25e9x1 5e8x${ON}` : undefined,
    state('kube_node_status_condition', { node: FULL, condition: 'DiskPressure', status: 'true' }, `0x3 1x${ON}`),
    state('kube_node_status_condition', { node: FULL, condition: 'DiskPressure', status: 'false' }, `1x3 0x${ON}`),
    ...evicted.flatMap(({ namespace, pod }) => [
      state('kube_pod_status_ready', { namespace, pod, condition: 'true' }, `1x3 0x${ON}`),
      state('kube_pod_status_ready', { namespace, pod, condition: 'false' }, `0x3 1x${ON}`),
      state('kube_pod_status_phase', { namespace, pod, phase: 'Running' }, `1x3 0x${ON}`),
      state('kube_pod_status_phase', { namespace, pod, phase: 'Failed' }, `0x3 1x${ON}`),
    ]),
    state('kube_deployment_status_replicas_available', { namespace: 'shops', deployment: 'shop' }, `3x3 2x2 3x${ON}`),
  ),
  arising: Object.fromEntries(
    evicted.map(({ namespace, pod }) => [
      selector({
        name: 'kube_pod_status_reason',
        labels: { ...BY_STATE, namespace, pod, uid: `uid-${pod}`, reason: 'Evicted' },
      }),
      `0x3 1x${ON}`,
    ]),
  ),
};
