import type { Content } from '../../kit/component.ts';
import { volumes as rules, volumeClaims } from './alerts.ts';
import { volumes as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';

/** Volumes and their claims. */
export const volumes = {
  name: 'volumes',
  rules: [rules, volumeClaims],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Content;
