import { alerting } from './alerting.ts';
import { charts } from './charts.ts';
import { components } from './components.ts';
import { kit } from './kit.ts';
import type { Example } from './whole.ts';

/** By subject. */
export const EXAMPLES: Readonly<Record<string, Example>> = { ...kit, ...alerting, ...components, ...charts };
