import type { Content } from '../../kit/component.ts';
import { nodes as rules } from './alerts.ts';
import { capacity } from './capacity.ts';
import { clock } from './clock.ts';
import { nodes as dashboard } from './dashboard.ts';
import { nodesDisks } from './disks.ts';
import { nodesHardware } from './hardware.ts';
import { inhibitions } from './inhibitions.ts';
import { nodesNetwork } from './network.ts';
import { nodesResources } from './resources.ts';

/** Content about nodes, from node-exporter and Kubernetes. */
export const nodes = {
  name: 'nodes',
  rules: [rules, nodesResources, nodesDisks, nodesNetwork, nodesHardware, clock, capacity],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Content;
