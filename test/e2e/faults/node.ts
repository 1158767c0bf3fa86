import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { core } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { MONITORING, query } from '../lib/stack.ts';
import type { Fault } from './faults.ts';

const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane';

/** Shell commands that stop a node as a power cut would, and bring it back. Its name is in their variable `NODE`. */
const { E2E_NODE_STOP: stop, E2E_NODE_START: start } = process.env;

/** Only who runs the cluster can stop a node. */
export const canStopNodes = stop !== undefined && start !== undefined;

let node = '';
let nodes = 1;

export const nodeStops: Fault = {
  name: 'a node stops',
  /** In a small cluster one node is many. */
  get alert() {
    return 1 / nodes > 0.3 ? 'NodesNotReady' : 'NodeNotReady';
  },
  within: 180,
  endsWithin: 120,
  cause: () => run(stop),
  repair: () => run(start),
};

/** Keeps a node free of all but DaemonSets: what has one pod only must not be on it. */
export async function reserveNode(): Promise<void> {
  const { items } = await core.listNode();
  const workers = items.filter(({ metadata }) => !(CONTROL_PLANE in (metadata?.labels ?? {})));
  nodes = items.length;
  node = workers.at(-1)?.metadata?.name ?? '';
  if (node === '') throw new Error('a node is to be stopped, but there is none besides the control plane');
  await kubectl(['drain', node, '--ignore-daemonsets', '--timeout=90s']);
}

/** Takes part again. Nobody is told of the loss of a node that is kept free. */
export async function releaseNode(): Promise<void> {
  await uncordon();
  const { items } = await core.listNamespacedPod({ namespace: MONITORING, fieldSelector: `spec.nodeName=${node}` });
  expect(items.map(({ metadata }) => metadata?.name)).toEqual([]);
  await eventually(`${node} counts again`, async () =>
    expect(await query(`kube_node_spec_unschedulable{node="${node}"} == 0`)).toHaveLength(1),
  );
}

export async function uncordon(): Promise<void> {
  if (node !== '') await kubectl(['uncordon', node]);
}

async function run(command = ''): Promise<void> {
  await promisify(exec)(command, { env: { ...process.env, NODE: node } });
}
