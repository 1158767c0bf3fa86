import { type DataLink, dashboard, row } from '../lib/dashboard.ts';
import { barGauge, logs as logLines, timeSeries } from '../lib/dashboard-panel.ts';
import type { Signal } from '../lib/dashboard-signal.ts';
import { logLabel, oneOf, textBox } from '../lib/dashboard-variable.ts';

/** Levels of log lines, as the log collector writes them, and their colours. */
export const LEVEL_COLORS = {
  debug: 'blue',
  info: 'green',
  warning: 'yellow',
  error: 'orange',
  critical: 'red',
  unknown: 'gray',
} as const;

/** Chooses levels; "All" includes lines without one. */
export const level = oneOf(
  { name: 'level', label: 'Level', all: '.*' },
  Object.keys(LEVEL_COLORS).filter((name) => name !== 'unknown'),
);

/** Log lines by level, in each stretch of time. `stream` selects, and may filter. */
export function linesByLevel(stream: string): string {
  return `sum by (level) (count_over_time(${stream} | label_format level=\`{{ or .level "unknown" }}\` [$__auto]))`;
}

const UID = 'logs';

/** The value of a label of the line that was clicked. */
export function field(label: string): string {
  return `\${__field.labels.${label}}`;
}

/** From a line with the label `pod` to the logs of it. `choices` narrows further, as `&var-app=$app`. */
export function logsOfPod(choices: string): DataLink {
  return { title: `Logs of ${field('pod')}`, url: `/d/${UID}?\${__url_time_range}${choices}&var-pod=${field('pod')}` };
}

/** From log lines to all that can be done with them. `choices` are those of the page, as `&var-app=$app`. */
export function searchIn(choices: string): DataLink {
  return { title: 'Search in these logs', url: `/d/${UID}?\${__url_time_range}${choices}` };
}

const SELECTED = '{namespace=~"$namespace", app=~"$app", pod=~"$pod", level=~"$level"}';

// Back quotes: what is typed is a regular expression, and needs no second escaping.
const FOUND = `${SELECTED} |~ \`(?i)$search\``;

const bytesByNamespace: Signal = {
  title: 'Volume by namespace',
  description:
    'Bytes of log lines per second. The level and the search do not change it. A jump fills the volume of Loki: find the application beside it, and make it log less.',
  unit: 'Bps',
  datasource: 'loki',
  queries: [
    {
      expr: 'sum by (namespace) (bytes_rate({namespace=~"$namespace", app=~"$app", pod=~"$pod"} [$__auto]))',
      legend: '{{namespace}}',
    },
  ],
  links: [
    {
      title: `Metrics of ${field('namespace')}`,
      url: `/d/namespace?\${__url_time_range}&var-namespace=${field('namespace')}`,
    },
  ],
};

const bytesByApp: Signal = {
  title: 'Largest applications',
  description:
    'Bytes of log lines in the whole time range, of the ten applications that log most. Lower the log level of what nobody reads.',
  unit: 'bytes',
  datasource: 'loki',
  queries: [
    {
      expr: 'topk(10, sum by (namespace, app) (bytes_over_time({namespace=~"$namespace", app=~"$app", pod=~"$pod"} [$__auto])))',
      legend: '{{namespace}} {{app}}',
    },
  ],
  links: [
    {
      title: `Metrics of ${field('app')}`,
      url: `/d/application?\${__url_time_range}&var-namespace=${field('namespace')}&var-app=${field('app')}`,
    },
  ],
};

const linesPerLevel: Signal = {
  title: 'Lines by level',
  description:
    'Lines that match the choices and the search, by level. "unknown": the line names no level that the collector knows. Drag over a peak to see its lines below.',
  unit: 'short',
  datasource: 'loki',
  queries: [{ expr: linesByLevel(FOUND), legend: '{{level}}' }],
  colors: LEVEL_COLORS,
};

const lines = {
  title: 'Lines',
  description:
    'The newest 500 lines that match. Narrow the time range or the search to see older ones; open a line for its labels and its neighbours.',
  expr: FOUND,
  links: [
    { title: 'Metrics of these pods', url: `/d/pods?\${__url_time_range}&\${namespace:queryparam}&\${pod:queryparam}` },
  ],
};

export const logs = dashboard({
  uid: UID,
  title: 'Logs',
  description: 'Who logs how much, at which level, and what: all log lines of the cluster, with a search.',
  tags: ['monitoring', 'logs'],
  variables: [
    logLabel({ name: 'namespace', label: 'Namespace', all: '.+' }, 'namespace', '{namespace=~".+"}'),
    logLabel({ name: 'app', label: 'Application', all: '.*' }, 'app', '{namespace=~"$namespace"}'),
    logLabel({ name: 'pod', label: 'Pod', all: '.*' }, 'pod', '{namespace=~"$namespace", app=~"$app"}'),
    level,
    textBox('search', 'Search (regular expression)'),
  ],
  rows: [
    row('Volume', [timeSeries(bytesByNamespace, { width: 14 }), barGauge(bytesByApp, { width: 10 })]),
    row('Lines', [
      timeSeries(linesPerLevel, { width: 24, height: 6, shape: 'bars' }),
      logLines(lines, { width: 24, height: 18 }),
    ]),
  ],
});
