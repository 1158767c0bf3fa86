import { type Panel, type Row, row } from '../../kit/dashboards/dashboard.ts';
import type { DataLink } from '../../kit/dashboards/dashboard-json.ts';
import { logs, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { alertsNamed, cell } from './links.ts';
import { memoryLimit, restarts, workingSet } from './queries.ts';

/** Signals of different pods for several dashboards, with their own texts and links. */

/** Levels of log lines, as the collector sets them, and their colors. */
export const LEVEL_COLORS = {
  debug: 'blue',
  info: 'green',
  warning: 'yellow',
  error: 'orange',
  critical: 'red',
  unknown: 'gray',
} as const;

/** Time series of equal width. `links` apply to signals without their own. */
export function curves(
  signals: readonly Signal[],
  { width, links }: { width: number; links?: Signal['links'] },
): Panel[] {
  return signals.map((signal) => timeSeries({ ...signal, links: signal.links ?? links }, { width }));
}

/** Log lines by level, per interval. `lines` is a selector, with filters if needed. */
export function linesPerLevel(lines: string, { description, links }: Pick<Signal, 'description' | 'links'>): Signal {
  return {
    title: 'Log lines by level',
    description,
    unit: 'short',
    datasource: 'loki',
    queries: [
      {
        expr: `sum by (level) (count_over_time(${lines} | label_format level=\`{{ or .level "unknown" }}\` [$__auto]))`,
        legend: '{{level}}',
      },
    ],
    colors: LEVEL_COLORS,
    links,
  };
}

/** A row with the logs of some pods: `whose` completes the title, `search` is the link. */
export function logsBelow(lines: string, whose: string, search: DataLink): Row {
  const levels = linesPerLevel(lines, {
    description: `Lines of ${whose}. Compare a peak with the curves above: all share one time axis.`,
    links: [search],
  });
  const newest = {
    title: 'Log lines',
    description: `The newest 500 lines of ${whose}. To search in them, go to the dashboard Logs.`,
    expr: lines,
    links: [search],
  };
  return row('Logs', [timeSeries(levels, { width: 24, height: 5, shape: 'bars' }), logs(newest, { width: 24 })]);
}

/** Restarts of some pods' containers. */
export function restartCount(matchers: string): Signal {
  return {
    title: 'Restarts',
    description: 'Container restarts within the time range. Above zero, the logs below say what came before.',
    unit: 'short',
    queries: [{ expr: `round(sum(${restarts('$__range', matchers)}))`, legend: 'restarts' }],
    thresholds: { yellow: 1, red: 3 },
  };
}

/** Restarts of some pods' containers over time. */
export function restartsByPod(matchers: string, links: Signal['links']): Signal {
  return {
    title: 'Restarts by pod',
    description:
      'When containers were restarted. Regular ones point to the liveness probe or the memory limit; click a line for the logs of its pod.',
    unit: 'short',
    queries: [{ expr: restarts('$__rate_interval', matchers), legend: '{{pod}}' }],
    links,
  };
}

const shareOfLimit = (matchers: string) => `${workingSet(matchers)} / on (namespace, pod) ${memoryLimit(matchers)}`;

/** Memory of the pod that is nearest to its limit. */
export function fullestPod(matchers: string): Signal {
  return {
    title: 'Memory, of its limit',
    description:
      'Working set of the fullest pod as a share of its limit. At 100 % the kernel kills a container: raise the limit, or find the leak.',
    unit: 'percentunit',
    queries: [{ expr: `max(${shareOfLimit(matchers)})`, legend: 'fullest pod' }],
    thresholds: { yellow: 0.8, red: 0.9 },
  };
}

/** Memory of some pods relative to their limits. */
export function memoryShareByPod(matchers: string, links: Signal['links']): Signal {
  return {
    title: 'Memory of its limit, by pod',
    description:
      'Working set as a share of the limit. At 100 % the kernel kills the container: raise the limit, or find the leak.',
    unit: 'percentunit',
    queries: [{ expr: shareOfLimit(matchers), legend: '{{pod}}' }],
    thresholds: { yellow: 0.8, red: 0.9 },
    max: 1,
    links,
  };
}

const OF_AN_ALERT = 'alertname, severity, namespace';

/** Firing alerts: never empty as long as alerts are evaluated. */
export const firingNow: Signal = {
  title: 'Firing now',
  description:
    'Alerts over metrics, how many of each and since when. Click one for its runbook and its dashboard. The Watchdog always fires; alerts over logs are at Alertmanager only.',
  unit: 'short',
  queries: [
    { expr: `count by (${OF_AN_ALERT}) (ALERTS{alertstate="firing"})`, legend: 'Alerts' },
    {
      expr: `max by (${OF_AN_ALERT}) (time() - ALERTS_FOR_STATE and ignoring (alertstate) ALERTS{alertstate="firing"})`,
      legend: 'For',
      unit: 's',
    },
  ],
  links: [alertsNamed(cell('alertname'))],
};
