import { firstOf, notReady, ON, restarts, state } from './changes.ts';
import type { Scene } from './scene.ts';
import { crashing, deployment } from './workloads.ts';

const NODES = ['node-1', 'node-2', 'node-3'];

/** Forty Deployments need one database, which goes: half of their programs end, the others say that they are not ready. */
const shops = Array.from({ length: 40 }, (_, index) => deployment('shops', `shop-${index}`, [NODES[index % 3] ?? '']));
export const deploymentsDown: Scene = {
  name: 'forty Deployments of one namespace are down',
  besides: shops.flatMap(([series]) => series),
  change: firstOf(
    ...shops.flatMap(([, pods], index) => [
      ...pods.map(({ namespace, pod }) => notReady({ namespace, pod })),
      ...(index % 2 === 0 ? pods.map(({ namespace, pod }) => restarts({ namespace, pod })) : []),
    ]),
    state('kube_deployment_status_replicas_available', { namespace: 'shops' }, `0x${ON}`),
    state(
      'kube_deployment_status_condition',
      { namespace: 'shops', condition: 'Available', status: 'true' },
      `0x${ON}`,
    ),
    state(
      'kube_deployment_status_condition',
      { namespace: 'shops', condition: 'Available', status: 'false' },
      `1x${ON}`,
    ),
  ),
  arising: Object.assign(
    {},
    ...shops.flatMap(([, pods], index) =>
      index % 2 === 0 ? pods.map((pod) => crashing(pod, { container: 'app', uid: `uid-${pod.pod}` })) : [],
    ),
  ),
};
