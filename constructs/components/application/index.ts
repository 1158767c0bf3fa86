import type { Component } from '../../kit/component.ts';
import { applicationRestarts, application as rules } from './alerts.ts';
import { application as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { budgets } from './slo.ts';
import { slo } from './slo-dashboard.ts';

/** What the stack brings for every application. Each adds what its own promise needs. */
export const application = {
  name: 'application',
  rules: [rules, applicationRestarts],
  inhibitions,
  dashboards: [dashboard],
  onDemand: { rules: [budgets], dashboards: [slo] },
} as const satisfies Component;
