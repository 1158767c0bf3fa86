import type { Signal } from '../lib/dashboard-signal.ts';
import { LEVEL_COLORS, linesByLevel } from './logs.ts';
import { restarts } from './queries.ts';

/** What several dashboards show of different pods, with their own words and links. */

/** Log lines per second at each level. `lines` is a stream selector. */
export function linesPerLevel(lines: string, { description, links }: Pick<Signal, 'description' | 'links'>): Signal {
  return {
    title: 'Log lines by level',
    description,
    unit: 'short',
    datasource: 'loki',
    queries: [{ expr: linesByLevel(lines), legend: '{{level}}' }],
    colors: LEVEL_COLORS,
    ...(links && { links }),
  };
}

/** When containers of some pods were restarted. */
export function restartsByPod(matchers: string, links: Signal['links']): Signal {
  return {
    title: 'Restarts by pod',
    description: 'When containers were restarted. Click a line for the logs of its pod in that time.',
    unit: 'short',
    queries: [{ expr: restarts('$__rate_interval', matchers), legend: '{{pod}}' }],
    links,
  };
}
