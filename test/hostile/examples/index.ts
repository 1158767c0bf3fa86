import { alerting } from './alerting.ts';
import { charts } from './charts.ts';
import { components } from './components.ts';
import { kit } from './kit.ts';
import type { Example } from './whole.ts';

/** By subject: where a shape is part of several, the first is one that writes it. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  ...components,
  ...alerting,
  ...kit,
  ...charts,
};
