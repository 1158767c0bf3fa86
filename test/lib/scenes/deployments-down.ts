import { selector } from '../healthy.ts';
import { firstOf, notReady, ON, restarts, unavailable } from './changes.ts';
import type { Scene } from './scene.ts';
import { crashing, deployment } from './workloads.ts';

const NODES = ['node-1', 'node-2', 'node-3'];

/** Lines that the collector of a node has read of a Deployment there. */
const lines = (workload: string, node: string, level: string) => ({
  name: 'log_lines_total',
  labels: {
    ...{ app: workload, namespace: 'shops', workload, workload_kind: 'Deployment', level },
    ...{ job: 'alloy', component_id: 'loki.process.pods', instance: node, node, pod: `alloy-${node}` },
  },
});

/**
 * Forty Deployments need one database, which goes: half of their programs end, the others say that they are not ready, and
 * all log errors.
 */
const shops = Array.from({ length: 40 }, (_, index) => deployment('shops', `shop-${index}`, [NODES[index % 3] ?? '']));
const workloads = shops.map(([, [pod]], index) => ({ name: `shop-${index}`, node: pod?.node ?? '' }));

export const deploymentsDown: Scene = {
  name: 'forty Deployments of one namespace are down',
  besides: [
    ...shops.flatMap(([series]) => series),
    ...workloads.map(({ name, node }) => ({ ...lines(name, node, 'info'), value: 1000, perMinute: 20 })),
  ],
  change: firstOf(
    ...shops.flatMap(([, pods], index) => [
      ...pods.map(({ namespace, pod }) => notReady({ namespace, pod })),
      ...(index % 2 === 0 ? pods.map(({ namespace, pod }) => restarts({ namespace, pod })) : []),
    ]),
    unavailable({ namespace: 'shops' }),
  ),
  arising: Object.assign(
    Object.fromEntries(workloads.map(({ name, node }) => [selector(lines(name, node, 'error')), `10+10x${ON}`])),
    ...shops.flatMap(([, pods], index) =>
      index % 2 === 0 ? pods.map((pod) => crashing(pod, { container: 'app', uid: `uid-${pod.pod}` })) : [],
    ),
  ),
};
