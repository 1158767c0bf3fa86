import type { Component } from '../../kit/component.ts';
import { prometheusAlerting, prometheusMemory, prometheus as prometheusRules } from './alerts.ts';
import { prometheus as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';
import { prometheusStorage } from './storage-alerts.ts';

/** Prometheus, with all that the stack brings for it. */
export const prometheus = {
  name: 'prometheus',
  image: IMAGE,
  jobs: { prometheus: metrics },
  rules: [prometheusRules, prometheusStorage, prometheusAlerting, prometheusMemory],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Component;
