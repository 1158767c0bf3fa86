import { BY_USERS } from '../../content/lib/http.ts';
import { errorsOf, to } from '../../content/lib/links.ts';
import { errorRatio, latency } from '../../content/lib/queries.ts';
import { linesPerLevel } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { stat, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { PACES, PERIOD } from './slo.ts';

const APP = 'namespace="$namespace", app="$app"';
const USERS = `${APP}, ${BY_USERS}`;

const recorded = (name: string) => `namespace_app_slo:${name}{${APP}}`;

const BUDGET = recorded('requests_bad:budget');

// As long as nobody asks, nothing is bad; without any metrics there is nothing to show.
const whereNobodyAsks = (value: 0 | 1) => `or ${value} + 0 * ${recorded('requests:rate5m')}`;

const LEFT = `(${recorded(`budget_remaining:ratio${PERIOD}`)} ${whereNobodyAsks(1)})`;

const burnRate = (window: string) =>
  `(${recorded(`requests_bad:ratio_rate${window}`)} / ${BUDGET} ${whereNobodyAsks(0)})`;

const CHOICES = '&var-namespace=$namespace&var-app=$app';
const TO_APPLICATION = to('application', 'Metrics of $app', CHOICES);
const TO_ERRORS = errorsOf('$app', CHOICES);
const links = [TO_APPLICATION, TO_ERRORS];

const objective: Signal = {
  title: 'Promised',
  description:
    'Share of the requests that are to be good: answered without a server error, or in time. It is what slo of the application in main.ts says.',
  unit: 'percentunit',
  queries: [{ expr: `1 - ${BUDGET}`, legend: '{{slo}}' }],
};

const kept: Signal = {
  title: 'Kept, last 30 days',
  description:
    'Share of the requests of 30 days that were good; time that Prometheus has not stored counts as kept. Below the promise, put reliability before new functions.',
  unit: 'percentunit',
  queries: [{ expr: `1 - (1 - ${LEFT}) * ${BUDGET}`, legend: '{{slo}}' }],
};

const left: Signal = {
  title: 'Error budget left',
  description:
    'Of the bad requests that 30 days may have, how many are still to come; time that Prometheus has not stored counts as kept. With less than a quarter left, put off risky changes; below zero the promise is broken.',
  unit: 'percentunit',
  queries: [{ expr: LEFT, legend: '{{slo}}' }],
  thresholds: { yellow: 0.25, red: 0 },
  links,
};

const burnsNow: Signal = {
  title: 'Burn rate, last hour',
  description:
    'How many times as fast as it may the budget is used: at 1 it lasts exactly 30 days. Above 1 for long, find out below which requests are bad.',
  unit: 'short',
  queries: [{ expr: burnRate(PACES.hour.long), legend: '{{slo}}' }],
  thresholds: { yellow: PACES.threeDays.factor, red: PACES.hour.factor },
  links,
};

const leftOverTime: Signal = {
  title: 'Error budget left over time',
  description:
    'A step down is an incident, a slope a habit: click it for what the application did then. It rises as bad days fall out of the 30.',
  unit: 'percentunit',
  queries: [{ expr: LEFT, legend: '{{slo}}' }],
  thresholds: { yellow: 0.25, red: 0 },
  max: 1,
  belowZero: true,
  links,
};

const bad: Signal = {
  title: 'Bad requests',
  description:
    'Requests per second that failed or took too long, without health checks. Click a peak for the errors in the logs of that time.',
  unit: 'reqps',
  queries: [{ expr: recorded('requests_bad:rate5m'), legend: '{{slo}}' }],
  links,
};

/** An alert fires while the lines of both windows are above its threshold. */
function burn(title: string, { factor, long, short }: (typeof PACES)[keyof typeof PACES], alert: string): Signal {
  return {
    title,
    description: `While both lines of a promise are above ${factor}, ${alert} fires: the long window says that it matters, the short one that it goes on. Its runbook says what to do.`,
    unit: 'short',
    queries: [
      { expr: burnRate(long), legend: `{{slo}}, ${long}` },
      { expr: burnRate(short), legend: `{{slo}}, ${short}` },
    ],
    thresholds: { red: factor },
    links,
  };
}

const BURN = 'ApplicationErrorBudgetBurn';
const LEAK = 'ApplicationErrorBudgetLeak';

const errorsByPath: Signal = {
  title: 'Failed, by path',
  description:
    'Share of the requests of each path that were answered with a server error, without health checks. One path: look at its code; all: look at what they share.',
  unit: 'percentunit',
  queries: [{ expr: `${errorRatio('path', USERS)} or 0 * ${paths()}`, legend: '{{path}}' }],
  links,
};

const latencyByPath: Signal = {
  title: 'Slow, by path',
  description:
    'Time within which 19 of 20 requests of each path are answered, without health checks: which of them take longer than is promised.',
  unit: 's',
  queries: [{ expr: `${latency(0.95, USERS, 'path, ')} >= 0 or 0 * ${paths()}`, legend: '{{path}}' }],
  links,
};

/** One series for each path, also of those that nobody asks for. */
function paths(): string {
  return `sum by (path) (http_requests_total{${USERS}})`;
}

const LINES = `{${APP}}`;

const levels = linesPerLevel(LINES, {
  description:
    'What the application logs, at which level. Errors at the time of a peak above belong to the bad requests: click them to read them.',
  links: [TO_ERRORS],
});

/** For applications that promise something: without one, there is nothing to show. */
export const slo = dashboard({
  uid: 'slo',
  title: 'Service level',
  description:
    'Does an application keep its promise, how much may still go wrong, and how fast is that used up? For applications with slo.',
  tags: ['monitoring', 'application'],
  variables: [
    metricLabel({ name: 'namespace', label: 'Namespace' }, 'namespace', 'namespace_app_slo:requests_bad:budget'),
    metricLabel(
      { name: 'app', label: 'Application' },
      'app',
      'namespace_app_slo:requests_bad:budget{namespace="$namespace"}',
    ),
  ],
  rows: [
    row(
      'Promise',
      [objective, kept, left, burnsNow].map((signal) => stat(signal, { width: 6 })),
    ),
    row('Error budget', [timeSeries(leftOverTime, { width: 12 }), timeSeries(bad, { width: 12 })]),
    row('Burn rate', [
      timeSeries(burn('Hours', PACES.hour, BURN), { width: 12 }),
      timeSeries(burn('Half a day', PACES.sixHours, BURN), { width: 12 }),
      timeSeries(burn('A day', PACES.day, LEAK), { width: 12 }),
      timeSeries(burn('Days', PACES.threeDays, LEAK), { width: 12 }),
    ]),
    row('Which requests', [timeSeries(errorsByPath, { width: 12 }), timeSeries(latencyByPath, { width: 12 })]),
    row('Logs', [timeSeries(levels, { width: 24, height: 5, shape: 'bars' })]),
  ],
});
