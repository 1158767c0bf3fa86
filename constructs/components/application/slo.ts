import { Duration } from 'cdk8s';
import { BY_USERS, failures } from '../../content/lib/http.ts';
import type { AlertsOf } from '../../kit/rules/rule-choice.ts';
import type { RecordingRule, RuleGroup } from '../../kit/rules/rule-group.ts';
import { seconds } from '../../kit/units.ts';

/** What an application promises to those who use it. */
export interface ServiceLevel {
  /** Share of the requests that are answered without a server error, in percent. @default - nothing is promised. */
  readonly availability?: number;
  /** How fast it answers. @default - nothing is promised. */
  readonly latency?: {
    /** Time within which requests are answered: one of the bounds of the buckets of `http_request_duration_seconds`. */
    readonly threshold: Duration;
    /** Share of the requests that are answered within it, in percent. */
    readonly target: number;
  };
}

/** Whose promise it is. */
export interface ServiceLevelOwner {
  readonly namespace: string;
  readonly name: string;
}

/** Windows over which failures are counted, and how often a long one looks. */
const WINDOWS = { '30m': '1m', '1h': '1m', '2h': '1m', '6h': '1m', '1d': '5m', '3d': '5m' } as const;

const DAYS = 30;

/** How long an error budget lasts that is spent evenly. */
export const PERIOD = `${DAYS}d`;

/** Minutes between the samples of the period, and how many there are where all are stored. */
const STEP = 5;
const SAMPLES = (DAYS * 24 * 60) / STEP;

/** How many times too fast a budget is used, over a long window and still over a short one, before an alert tells. */
export const PACES = {
  hour: { factor: 14.4, long: '1h', short: '5m' },
  sixHours: { factor: 6, long: '6h', short: '30m' },
  day: { factor: 3, long: '1d', short: '2h' },
  threeDays: { factor: 1, long: '3d', short: '6h' },
} as const;

type Pace = (typeof PACES)[keyof typeof PACES];

const dashboard = { uid: 'slo', choose: { namespace: 'namespace', app: 'app' } } as const;

const averaged = (record: string, window: string, step: string) => `avg_over_time(${record}[${window}:${step}])`;

const ratio = (window: string, step: string) => `${averaged('namespace_app_slo:requests_bad:rate5m', window, step)}
/ (${averaged('namespace_app_slo:requests:rate5m', window, step)} > 0)`;

const burnsFaster = (factor: number, window: string) =>
  `namespace_app_slo:requests_bad:ratio_rate${window} / namespace_app_slo:requests_bad:budget > ${factor}`;

/** Burns the budget too fast, for long and still. */
const burns = ({ factor, long, short }: Pace) => `${burnsFaster(factor, long)}
and ${burnsFaster(factor, short)}`;

/** The rules of one application: its own, and those that all applications with a promise share. */
export function sloRules(owner: ServiceLevelOwner, slo: ServiceLevel): RuleGroup[] {
  return [promises(owner, slo), budgets];
}

/** How an application keeps its promises: one series for each, told apart by `slo`. */
function promises({ namespace, name }: ServiceLevelOwner, { availability, latency }: ServiceLevel): RuleGroup {
  const own = `job="${name}", namespace="${namespace}", app="${name}"`;
  const perSecond = (series: string) => `sum by (namespace, app) (rate(${series}[5m]))`;
  const kept: { slo: string; target: number; all: string; bad: string; shown: string }[] = [];
  if (availability !== undefined) {
    const all = `http_requests_total{${own}, ${BY_USERS}}`;
    const bad = failures('namespace, app', all, `http_requests_total{${own}, ${BY_USERS}, status=~"5.."}`);
    const shown = `http_requests_total{${own}}`;
    kept.push({ slo: 'availability', target: availability, all: perSecond(all), bad, shown });
  }
  if (latency) {
    const all = perSecond(`http_request_duration_seconds_count{${own}, ${BY_USERS}}`);
    const within = `le="${bound(latency.threshold)}"`;
    const fast = perSecond(`http_request_duration_seconds_bucket{${own}, ${BY_USERS}, ${within}}`);
    const shown = `http_request_duration_seconds_bucket{${own}, ${within}}`;
    kept.push({ slo: 'latency', target: latency.target, all, bad: `${all} - ${fast}`, shown });
  }
  const record = (series: string, expr: (one: (typeof kept)[number]) => string): RecordingRule => ({
    record: series,
    expr: kept.map((one) => `label_replace(${expr(one)}, "slo", "${one.slo}", "", "")`).join('\nor '),
  });
  return {
    name: `slo/${namespace}/${name}`,
    needs: [name],
    records: [
      record('namespace_app_slo:requests:rate5m', ({ all }) => all),
      record('namespace_app_slo:requests_bad:rate5m', ({ bad }) => bad),
      // Whether the metrics are there, if only of health checks.
      record('namespace_app_slo:requests:group', ({ shown }) => `group by (namespace, app) (${shown})`),
      record(
        'namespace_app_slo:requests_bad:budget',
        ({ target }) =>
          `label_replace(label_replace(vector(${share(target)}), "namespace", "${namespace}", "", ""), "app", "${name}", "", "")`,
      ),
    ],
  };
}

/** Share of the requests that may be bad. Decimal places that come from binary fractions are cut. */
function share(target: number): number {
  return Number(((100 - target) / 100).toFixed(8));
}

/** A bound of a bucket as Prometheus writes it: always with a decimal point. */
function bound(threshold: Duration): string {
  const value = seconds(threshold);
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/**
 * Is an application using up what may go wrong?
 *
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export const budgets = {
  name: 'slo',
  records: [
    {
      record: 'namespace_app_slo:requests_bad:ratio_rate5m',
      expr: `namespace_app_slo:requests_bad:rate5m
/ (namespace_app_slo:requests:rate5m > 0)`,
    },
    // From the recorded rates: three days of all counters of all pods would be read at every evaluation.
    ...Object.entries(WINDOWS).map(([window, step]) => ({
      record: `namespace_app_slo:requests_bad:ratio_rate${window}`,
      expr: ratio(window, step),
    })),
    {
      // Of bad requests, against what the whole period may have at this rate: what is not known counts as kept.
      record: `namespace_app_slo:budget_remaining:ratio${PERIOD}`,
      expr: `1 - (
  sum_over_time(namespace_app_slo:requests_bad:rate5m[${PERIOD}:${STEP}m]) / ${SAMPLES}
  / (${averaged('namespace_app_slo:requests:rate5m', PERIOD, `${STEP}m`)} > 0)
) / namespace_app_slo:requests_bad:budget`,
    },
  ],
  alerts: [
    {
      name: 'ApplicationErrorBudgetBurn',
      summary: 'An application breaks its promise so fast that its error budget will be gone within days.',
      description:
        '{{ $labels.app }} in {{ $labels.namespace }} uses its error budget for {{ $labels.slo }} {{ $value | humanize }} times as fast as it may.',
      expr: `(
${burns(PACES.hour)}
or
${burns(PACES.sixHours)}
)
# Ten bad requests within an hour: fewer are no outage. A sum, as of a new application an average is of minutes.
and sum_over_time(namespace_app_slo:requests_bad:rate5m[1h:1m]) * 60 >= 10`,
      for: Duration.minutes(2),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'ApplicationErrorBudgetLeak',
      summary: 'An application breaks its promise a little too often, for a day or longer.',
      description:
        '{{ $labels.app }} in {{ $labels.namespace }} uses its error budget for {{ $labels.slo }} {{ $value | humanize }} times as fast as it may, for a day or longer.',
      expr: `(
${burns(PACES.day)}
or
${burns(PACES.threeDays)}
)
# Where it is in a hurry, or was, ApplicationErrorBudgetBurn has said so. It does not where few requests come in and all fail.
unless on (namespace, app, slo) max_over_time(ALERTS{alertname="ApplicationErrorBudgetBurn", alertstate="firing"}[${PACES.sixHours.long}])`,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApplicationErrorBudgetSpent',
      summary: 'An application has used up its error budget.',
      description:
        'Of the error budget of {{ $labels.app }} in {{ $labels.namespace }} for {{ $labels.slo }}, {{ $value | humanizePercentage }} are left. The promise of the last 30 days is broken.',
      expr: `namespace_app_slo:budget_remaining:ratio${PERIOD}
# A budget of the first hours is a handful of requests.
and namespace_app_slo:requests:rate5m offset 6h`,
      below: 0,
      for: Duration.minutes(30),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApplicationPromiseUnknown',
      summary: 'Whether an application keeps its promise cannot be told.',
      description:
        '{{ $labels.app }} in {{ $labels.namespace }} promises {{ $labels.slo }}, but the metrics that show it are missing.',
      expr: `namespace_app_slo:requests_bad:budget
unless namespace_app_slo:requests_bad:rate5m
# Nobody asked since it was restarted, maybe at night: some count nothing then.
unless (last_over_time(namespace_app_slo:requests:group[12h]) unless namespace_app_slo:requests:rate5m)
# An application that is gone has an alert of its own.
and on (namespace, app) up == 1`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** The alerts over promises, with their names and thresholds. */
export type PromiseAlert = AlertsOf<typeof budgets>;
