import type { Dashboard } from '../lib/dashboard.ts';
import { application } from './application.ts';
import { logs } from './logs.ts';
import { nodes } from './nodes.ts';
import { stack } from './stack.ts';

/** Every dashboard of the default stack. */
export const dashboards: readonly Dashboard[] = [application, logs, stack, nodes];
