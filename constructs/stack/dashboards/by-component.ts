import { PROGRAMS } from '../components.ts';

/** The jobs whose targets are the pods of the stack's own programs. */
export const OWN_JOBS = PROGRAMS.map(({ name, job = name }) => job).join('|');

/** Of a value for each pod: the sum of each component, or its largest, by `namespace` and `app`. */
export function byComponent(how: 'sum' | 'max', expr: string): string {
  return `${how} by (namespace, app) (${expr} * on (namespace, pod) group_left (app) group by (namespace, pod, app) (up{job=~"${OWN_JOBS}"}))`;
}
