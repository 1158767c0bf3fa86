import type { Component } from '../../kit/component.ts';
import { grafana as grafanaRules } from './alerts.ts';
import { grafana as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

/** Grafana, with all that the stack brings for it. */
export const grafana = {
  name: 'grafana',
  image: IMAGE,
  jobs: { grafana: metrics },
  rules: [grafanaRules],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Component;
