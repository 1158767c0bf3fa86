import type { RuleGroup } from '../lib/rule-group.ts';
import { watchdog } from './watchdog.ts';

export { logRules } from './logs.ts';

/** Alerts and recording rules over metrics, one topic a file. */
export const metricRules: readonly RuleGroup[] = [watchdog];
