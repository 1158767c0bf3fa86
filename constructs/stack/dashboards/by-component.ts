import { PROGRAMS } from '../components.ts';

/** The jobs whose targets are pods of the stack itself. */
export const OWN_JOBS = PROGRAMS.map(({ name, job = name }) => job).join('|');

/** Aggregates a value per pod: the sum or maximum of each component, by `namespace` and `app`. */
export function byComponent(how: 'sum' | 'max', expr: string): string {
  return `${how} by (namespace, app) (${expr} * on (namespace, pod) group_left (app) group by (namespace, pod, app) (up{job=~"${OWN_JOBS}"}))`;
}
