import type { Content } from '../../kit/component.ts';
import { logRules } from './alerts.ts';
import { countedRules } from './counted.ts';
import { logs as dashboard } from './dashboard.ts';
import { inhibitions } from './inhibitions.ts';

/**
 * Logs of applications.
 *
 * @param stack `app` of the stack's own components: see `logRules`.
 */
export function logs(stack: readonly string[]) {
  return {
    name: 'logs',
    rules: countedRules(stack),
    logRules: logRules(stack),
    inhibitions,
    dashboards: [dashboard],
  } as const satisfies Content;
}
