import type { Component } from '../../kit/component.ts';
import { guard as guardRules } from './alerts.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

/** The guard: Caddy in front of Loki or Alertmanager. */
export const guard = {
  name: 'guard',
  image: IMAGE,
  beside: true,
  jobs: { guard: metrics },
  rules: [guardRules],
} as const satisfies Component;
