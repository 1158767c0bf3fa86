import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, logs as logLines, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { logLabel, oneOf, textBox } from '../../kit/dashboards/dashboard-variable.ts';
import { field, LOGS_OF_APP, LOGS_OF_NAMESPACE, to, toNamespace } from '../lib/links.ts';
import { LEVEL_COLORS, linesPerLevel } from '../lib/signals.ts';

/** Filters by level; "All" includes lines without one. */
export const level = oneOf(
  { name: 'level', label: 'Level', all: '.*' },
  Object.keys(LEVEL_COLORS).filter((name) => name !== 'unknown'),
);

const SELECTED = '{namespace=~"$namespace", app=~"$app", pod=~"$pod", level=~"$level"}';

// Back quotes: the input is a regular expression, and needs no second escaping.
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
  links: [LOGS_OF_NAMESPACE, toNamespace()],
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
    LOGS_OF_APP,
    to('application', `Metrics of ${field('app')}`, `&var-namespace=${field('namespace')}&var-app=${field('app')}`),
  ],
};

const levels: Signal = {
  ...linesPerLevel(FOUND, {
    description:
      'Lines that match the choices and the search, by level. "unknown": the line names no level that the collector knows. Drag over a peak to see its lines below.',
  }),
  title: 'Lines by level',
};

const lines = {
  title: 'Lines',
  description:
    'The newest 500 lines that match. Narrow the time range or the search to see older ones; open a line for its labels and its neighbours.',
  expr: FOUND,
  links: [to('pods', 'Metrics of these pods', `&\${namespace:queryparam}&\${pod:queryparam}`)],
};

export const logs = dashboard({
  uid: 'logs',
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
      timeSeries(levels, { width: 24, height: 6, shape: 'bars' }),
      logLines(lines, { width: 24, height: 18 }),
    ]),
  ],
});
