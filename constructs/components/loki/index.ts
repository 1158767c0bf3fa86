import type { Component } from '../../kit/component.ts';
import { loki as lokiRules, lokiStorage } from './alerts.ts';
import { loki as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

/** Loki, with all that the stack brings for it. */
export const loki = {
  name: 'loki',
  image: IMAGE,
  jobs: { loki: metrics },
  rules: [lokiRules, lokiStorage],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Component;
