import type { Component } from '../../kit/component.ts';
import { alertmanager as alertmanagerRules } from './alerts.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics } from './metrics.ts';
import { IMAGE } from './settings.ts';

/** Alertmanager, with all that the stack brings for it. */
export const alertmanager = {
  name: 'alertmanager',
  image: IMAGE,
  jobs: { alertmanager: metrics },
  rules: [alertmanagerRules],
  inhibitions,
} as const satisfies Component;
