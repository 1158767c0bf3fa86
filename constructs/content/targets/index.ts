import type { Content } from '../../kit/component.ts';
import { targets as rules, targetsUp } from './alerts.ts';
import { alerts } from './alerts-dashboard.ts';
import { inhibitions } from './inhibitions.ts';
import { watchdog } from './watchdog.ts';

/** Content about scraping, and about the delivery of alerts. */
export const targets = {
  name: 'targets',
  rules: [watchdog, rules, targetsUp],
  inhibitions,
  dashboards: [alerts],
} as const satisfies Content;
