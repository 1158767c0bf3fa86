import { Duration } from 'cdk8s';
import type { AlertsOf } from '../../kit/rules/rule-choice.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { byApp, byPod, EVERYTHING, FAILED_PROBE, LASTING, oneOf, WATCHES } from './queries.ts';

const dashboard: Alert['dashboard'] = { uid: 'logs', choose: { namespace: 'namespace', app: 'app' } };
const dashboardOfPod: Alert['dashboard'] = { ...dashboard, choose: { ...dashboard.choose, pod: 'pod' } };

/**
 * Alerts over logs, in LogQL: for the ruler of Loki.
 *
 * @param stack `app` of what belongs to the stack itself. Loki, Grafana and Prometheus quote queries in their logs, and a
 * query must not find itself.
 */
export function logRules(stack: readonly string[]) {
  const STACK = stack.join('|');
  const OTHERS = `{namespace=~".+", app!~"${STACK}"}`;
  const ERRORS = `{level=~"error|critical", app!~"${STACK}"}`;

  const FAILED_PROBES = `${OTHERS} ${oneOf('kube-probe/', '/health', '/ready', '/live')} |~ \`${FAILED_PROBE}\``;

  /** Does an application log other things than it does usually? */
  const logBehaviour = {
    name: 'log-behaviour',
    alerts: [
      {
        name: 'LogErrorBurst',
        summary: 'An application logs far more errors than usual.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes, over five times as many as on average in the two hours before.',
        expr: `${byApp('count_over_time', ERRORS, '10m')}
# What it logs all the time is no burst: 12 times 10 minutes are compared. What is new is told of for half an hour, until it
# counts as usual: nothing else tells of a new application that logs errors only.
unless ${byApp('count_over_time', ERRORS, '10m')}
  <= 5 / 12 * sum by (namespace, app) (count_over_time(${ERRORS} [2h] offset 10m))`,
        above: 50,
        for: Duration.minutes(5),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogSilence',
        summary: 'An application that logged all the time logs nothing any more.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} has logged nothing for 15 minutes. An hour before, it logged {{ $value | humanize }} lines in 5 minutes.',
        // Samples of 5 minutes, so that an hour of logs need not be read. It ends after an hour: the application may be gone for good.
        expr: `sum by (namespace, app) (count_over_time(${LASTING} [5m] offset 60m))
and sum by (namespace, app) (count_over_time(${LASTING} [5m] offset 70m))
and sum by (namespace, app) (count_over_time(${LASTING} [5m] offset 80m))
unless ${byApp('count_over_time', LASTING, '15m')}
# Where nothing arrives at all, collection is broken, and an alert says so.
and on () sum(count_over_time(${EVERYTHING} [5m]))`,
        above: 10,
        for: Duration.minutes(10),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogVolumeExplosion',
        summary: 'An application logs so much that it fills the volume of Loki.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logs {{ $value | humanize1024 }}B per second, over five times as much as an hour ago.',
        expr: `${byApp('bytes_rate', EVERYTHING, '5m')}
unless ${byApp('bytes_rate', EVERYTHING, '5m')}
  <= 5 * sum by (namespace, app) (bytes_rate(${EVERYTHING} [5m] offset 1h))`,
        // 8.6 GB a day: in a week, even compressed, more than half of a volume of 10 GiB.
        above: 100_000,
        for: Duration.minutes(10),
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  /** Do programs say that they are broken? */
  const logPrograms = {
    name: 'log-programs',
    alerts: [
      {
        name: 'LogPythonTraceback',
        summary: 'A Python program runs into exceptions that it does not handle.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} tracebacks within 10 minutes.',
        // Only the first line of a traceback is the same everywhere; the others may be lines of their own.
        expr: byApp('count_over_time', `${OTHERS} ${oneOf('Traceback \\(most recent call last\\)')}`, '10m'),
        above: 2,
        for: Duration.minutes(5),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogGoPanic',
        summary: 'A Go program panics.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} panics within 10 minutes.',
        // Of this stack too: no line that quotes a query begins like this.
        expr: byPod(`${EVERYTHING} |= "panic" |~ \`^(panic: |([0-9/]+ [0-9:.]+ )?http: panic serving )\``, '10m'),
        above: 0,
        for: Duration.minutes(1),
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogOutOfMemory',
        summary: 'A program says that it gets no more memory.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that memory is out.',
        expr: byPod(
          `${OTHERS} ${oneOf('out of memory', 'Out of memory', 'OutOfMemoryError', 'annot allocate memory', 'MemoryError')}`,
          '10m',
        ),
        above: 0,
        for: Duration.minutes(1),
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogProbesFailing',
        summary: 'An application answers health checks with errors.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} failed health checks within 10 minutes.',
        // In both halves of the time, or there is no sum: a new pod that is not ready for a minute is none of it.
        expr: `${byPod(FAILED_PROBES, '5m')}
+ ${byPod(FAILED_PROBES, '5m', '5m')}`,
        above: 5,
        for: Duration.minutes(15),
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
    ],
  } as const satisfies RuleGroup;

  /** Do programs say that something around them is broken? */
  const logSurroundings = {
    name: 'log-surroundings',
    alerts: [
      {
        name: 'LogReadOnlyFileSystem',
        summary: 'A program cannot write, because a file system is read-only.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that a file system is read-only.',
        // A program that tries a folder and takes another says so once or twice when it starts.
        expr: byPod(`${OTHERS} ${oneOf('ead-only file system', 'ead-only filesystem', 'EROFS')}`, '10m'),
        above: 3,
        for: Duration.minutes(2),
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogDiskFull',
        summary: 'A program cannot write, because its disk is full.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that no space is left.',
        expr: byPod(`${OTHERS} ${oneOf('o space left on device', 'ENOSPC')} !~ \`${WATCHES}\``, '10m'),
        above: 0,
        for: Duration.minutes(1),
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogCertificateInvalid',
        summary: 'A program does not accept a certificate: it is expired, or of somebody else.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} refused certificates within 10 minutes.',
        expr: byApp(
          'count_over_time',
          `${OTHERS} ${oneOf('x509: certificate', 'certificate has expired', 'ertificate verify failed', 'CERTIFICATE_VERIFY_FAILED', 'tls: bad certificate')}`,
          '10m',
        ),
        above: 2,
        for: Duration.minutes(2),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogFailedLogins',
        summary: 'Somebody tries passwords.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} refused {{ $value | humanize }} logins within 10 minutes.',
        // Grafana's line is JSON: a query that is quoted in one has its quotes escaped.
        expr: `sum by (namespace, app) (
  count_over_time({app="grafana"} |= \`"errorMessageID":"password-auth.failed"\` [10m])
  or count_over_time(${OTHERS} ${oneOf('Failed password for', 'uthentication failure', 'password authentication failed for')} [10m])
)`,
        above: 10,
        for: Duration.minutes(1),
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  /** Does this stack log errors? */
  const logStack = {
    name: 'log-stack',
    alerts: [
      {
        name: 'LogLokiErrors',
        summary: 'Loki itself logs errors.',
        description:
          'Loki in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes: logs may be missing or late.',
        // Lines about a query are left out: it could be this one. Where queries of alerts fail, LokiRulesFailing says so.
        expr: byApp('count_over_time', `{app="loki", level=~"error|critical"} != "query="`, '10m'),
        above: 10,
        for: Duration.minutes(5),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogStackErrors',
        summary: 'A part of this stack itself logs errors.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes.',
        // A configuration that cannot be loaded is logged twice with each attempt, and has alerts of its own.
        expr: byApp('count_over_time', `{app=~"${STACK}", app!="loki", level=~"error|critical"} != "reload"`, '10m'),
        above: 10,
        for: Duration.minutes(5),
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  return [logBehaviour, logPrograms, logSurroundings, logStack] as const satisfies readonly RuleGroup[];
}

/** The alerts over logs, with their names and thresholds. */
export type LogAlert = AlertsOf<ReturnType<typeof logRules>[number]>;
