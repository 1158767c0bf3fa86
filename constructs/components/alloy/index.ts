import type { Component } from '../../kit/component.ts';
import { alloyNodes, alloy as alloyRules, alloyToLoki } from './alerts.ts';
import { alloy as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

/** Alloy, with all that the stack brings for it. */
export const alloy = {
  name: 'alloy',
  image: IMAGE,
  jobs: { alloy: metrics },
  rules: [alloyRules, alloyNodes, alloyToLoki],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Component;
