import { Duration } from 'cdk8s';
import { BY_USERS, failures, HTTP_METRICS, KNOWN_APPS, knownApps } from '../../content/lib/http.ts';
import { latched } from '../../content/lib/latched.ts';
import { REPLICAS_OF_APPS } from '../../content/workloads/owners.ts';
import { restarts } from '../../content/workloads/state.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const STATE = 'job="kube-state-metrics"';
const REQUESTS = `app!="", ${BY_USERS}`;

/** Requests per second below which a share says nothing: six within five minutes. */
const FEW = 0.02;

/** Requests per second above which one of twenty is more than one within five minutes. */
const ENOUGH = 0.1;

const dashboard: Alert['dashboard'] = { uid: 'application', choose: { namespace: 'namespace', app: 'app' } };

const UNLESS_UP = 'unless on (namespace, app) (sum by (namespace, app) (up{app!=""}) > 0)';

/** Of now, against an hour at the same time some days ago. One request per second: below that, a quiet hour looks the same. */
const comparedWith = (ago: string) => `(
  avg_over_time(namespace_app:http_requests:rate5m[15m])
  # A pod that was asked nothing since it started may have no such series.
  or 0 * sum by (namespace, app) (up{app!=""} == 1)
)
/ (avg_over_time(namespace_app:http_requests:rate5m[1h] offset ${ago}) > 1)`;

/** Do the applications answer, without errors and in time? */
export const application = {
  name: 'application',
  needsMetrics: HTTP_METRICS,
  records: [
    {
      record: 'namespace_app:http_requests:rate5m',
      expr: `sum by (namespace, app) (rate(http_requests_total{${REQUESTS}}[5m]))`,
    },
    {
      record: 'namespace_app:http_requests_failed:rate5m',
      expr: failures(
        'namespace, app',
        `http_requests_total{${REQUESTS}}`,
        `http_requests_total{${REQUESTS}, status=~"5.."}`,
      ),
    },
    {
      record: 'namespace_app:http_requests_failed:ratio_rate5m',
      expr: `namespace_app:http_requests_failed:rate5m
/ (namespace_app:http_requests:rate5m > 0)`,
    },
    {
      record: 'namespace_app:http_request_duration_seconds:p95_rate5m',
      expr: `histogram_quantile(0.95, sum by (namespace, app, le) (rate(http_request_duration_seconds_bucket{${REQUESTS}}[5m])))`,
    },
  ],
  alerts: [
    {
      name: 'ApplicationDown',
      summary: 'An application is gone: none of its pods answers.',
      description:
        'No pod of {{ $labels.app }} in {{ $labels.namespace }} answers Prometheus, although one did within the last 6 hours.',
      expr: `${knownApps(`(up{app!=""} or ${REPLICAS_OF_APPS} > 0)`)}
${UNLESS_UP}
# It was scaled to nothing, or removed. Where kube-state-metrics is away, nobody knows.
unless on (namespace, app) (
  group by (namespace, app) (last_over_time(${REPLICAS_OF_APPS}[6h]))
  unless on (namespace, app) max_over_time(${REPLICAS_OF_APPS}[3m]) > 0
  unless on () (group(last_over_time(up{${STATE}}[6h])) unless on () max(up{${STATE}}) == 1)
)`,
      without: {
        metrics: { kube_deployment_spec_replicas: ['namespace', 'deployment'] },
        expr: `${KNOWN_APPS}\n${UNLESS_UP}`,
      },
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'ApplicationErrors',
      summary: 'Many requests to an application fail.',
      description:
        '{{ $value | humanizePercentage }} of the requests to {{ $labels.app }} in {{ $labels.namespace }} are answered with a server error.',
      expr: `namespace_app:http_requests_failed:ratio_rate5m
# One failure of three requests is no outage.
and on (namespace, app) namespace_app:http_requests_failed:rate5m > ${FEW}`,
      above: 0.05,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'ApplicationPathFailing',
      summary: 'One path of an application fails, while the others answer.',
      description:
        '{{ $value | humanizePercentage }} of the requests for {{ $labels.path }} of {{ $labels.app }} in {{ $labels.namespace }} are answered with a server error.',
      expr: `sum by (namespace, app, path) (rate(http_requests_total{${REQUESTS}, status=~"5.."}[5m]))
/ (sum by (namespace, app, path) (rate(http_requests_total{${REQUESTS}}[5m])) > ${FEW})
# Where the whole application fails, ApplicationErrors says so.
unless on (namespace, app) namespace_app:http_requests_failed:ratio_rate5m > 0.05`,
      above: 0.5,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApplicationSlow',
      summary: 'An application answers slowly.',
      description:
        'One of twenty requests to {{ $labels.app }} in {{ $labels.namespace }} takes longer than {{ $value | humanizeDuration }}.',
      expr: `namespace_app:http_request_duration_seconds:p95_rate5m
and on (namespace, app) namespace_app:http_requests:rate5m > ${ENOUGH}`,
      above: 1,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'ApplicationTrafficDropped',
      summary: 'An application gets far fewer requests than at this time a week ago, and yesterday.',
      description:
        '{{ $labels.app }} in {{ $labels.namespace }} gets {{ $value | humanizePercentage }} of the requests that it got at this time a week ago, and few of those of yesterday. Callers may not get through.',
      // A weekend differs from the day before, a holiday from the week before, and a load test from all. A day later yesterday is
      // no comparison any more.
      expr: `${comparedWith('1w')}
and on (namespace, app) (
  ${comparedWith('1d')} < 0.1
  or ${latched('ApplicationTrafficDropped')}
)`,
      below: 0.1,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Do the pods of an application fall together? */
export const applicationRestarts = {
  name: 'application-restarts',
  needs: ['kube-state-metrics'],
  needsMetrics: HTTP_METRICS,
  alerts: [
    {
      name: 'ApplicationRestarting',
      summary: 'Most pods of an application restarted, so their cause is a common one.',
      description:
        '{{ $value | humanizePercentage }} of the pods of {{ $labels.app }} in {{ $labels.namespace }} restarted a container within 15 minutes.',
      expr: `count by (namespace, app) (
  group by (namespace, app, pod) (up{app!=""})
  and on (namespace, pod) ${restarts('15m')} > 0
)
# A single pod is no pattern: ContainerRestarting counts for that.
/ (count by (namespace, app) (group by (namespace, app, pod) (up{app!=""})) > 1)
and on (namespace, app) ${KNOWN_APPS}`,
      above: 0.5,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
