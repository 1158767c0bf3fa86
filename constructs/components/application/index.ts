import type { Component } from '../../kit/component.ts';
import { application as rules, applicationRestarts } from './alerts.ts';
import { application as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';

/** What the stack brings for every application. Each adds what its own promise needs. */
export const application = {
  name: 'application',
  rules: [rules, applicationRestarts],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Component;
