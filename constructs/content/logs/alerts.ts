import { Duration } from 'cdk8s';
import type { AlertsOf } from '../../kit/rules/rule-choice.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import {
  byApp,
  byPod,
  CERTIFICATE_INVALID,
  DISK_FULL,
  EVERYTHING,
  FAILED_PROBE,
  LOGIN_FAILED,
  NOT_HANDLED,
  OUT_OF_MEMORY,
  oneOf,
  PANIC,
  PROBES,
  WINDOW,
} from './queries.ts';

const dashboard: Alert['dashboard'] = { uid: 'logs', choose: { namespace: 'namespace', app: 'app' } };
const dashboardOfPod: Alert['dashboard'] = { ...dashboard, choose: { ...dashboard.choose, pod: 'pod' } };

/** What a line says is so at once. */
const AT_ONCE = Duration.seconds(0);

/**
 * Alerts over the text of logs, in LogQL: for the ruler of Loki. What needs only be counted is in `countedRules`.
 *
 * @param stack `app` of what belongs to the stack itself. Loki, Grafana and Prometheus quote queries in their logs, and a
 * query must not find itself.
 */
export function logRules(stack: readonly string[]) {
  const STACK = stack.join('|');
  const OTHERS = `{namespace=~".+", app!~"${STACK}"}`;
  const UNHANDLED = `{namespace=~".+", app!~"${STACK}", ${NOT_HANDLED}}`;

  const FAILED_PROBES = `${OTHERS} ${PROBES} |~ \`${FAILED_PROBE}\``;

  /** Do programs say that they are broken? */
  const logPrograms = {
    name: 'log-programs',
    interval: WINDOW,
    alerts: [
      {
        name: 'LogPythonTraceback',
        summary: 'A Python program runs into exceptions that it does not handle.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} tracebacks within 10 minutes.',
        // Only the first line of a traceback is the same everywhere.
        expr: byApp(`${UNHANDLED} ${oneOf('Traceback \\(most recent call last\\)')}`),
        above: 2,
        for: AT_ONCE,
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogGoPanic',
        summary: 'A Go program panics.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} panics within 10 minutes.',
        // Of this stack too: no line that quotes a query begins like this.
        expr: byPod(`${EVERYTHING} ${PANIC}`),
        above: 0,
        for: AT_ONCE,
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogOutOfMemory',
        summary: 'A program says that it gets no more memory.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that memory is out.',
        expr: byPod(`${OTHERS} ${OUT_OF_MEMORY}`),
        above: 0,
        for: AT_ONCE,
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
        for: AT_ONCE,
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
    ],
  } as const satisfies RuleGroup;

  /** Do programs say that something around them is broken? */
  const logSurroundings = {
    name: 'log-surroundings',
    interval: WINDOW,
    alerts: [
      {
        name: 'LogReadOnlyFileSystem',
        summary: 'A program cannot write, because a file system is read-only.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that a file system is read-only.',
        // A program that tries a folder and takes another says so once or twice when it starts.
        expr: byPod(
          `${OTHERS} ${oneOf('ead-only file system', 'ead-only filesystem', 'EROFS', 'ReadOnlyFileSystemException')}`,
        ),
        above: 3,
        for: AT_ONCE,
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogDiskFull',
        summary: 'A program cannot write, because its disk is full.',
        description:
          '{{ $labels.pod }} ({{ $labels.app }} in {{ $labels.namespace }}) logged {{ $value | humanize }} times within 10 minutes that no space is left.',
        expr: byPod(`${OTHERS} ${DISK_FULL}`),
        above: 0,
        for: AT_ONCE,
        severity: 'warning',
        dashboard: dashboardOfPod,
      },
      {
        name: 'LogCertificateInvalid',
        summary: 'A program does not accept a certificate: it is expired, or of somebody else.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} refused certificates within 10 minutes.',
        expr: byApp(`${OTHERS} ${CERTIFICATE_INVALID}`),
        above: 2,
        for: AT_ONCE,
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
  or count_over_time(${OTHERS} ${LOGIN_FAILED} [10m])
)`,
        above: 10,
        for: AT_ONCE,
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  /** Does this stack log errors? */
  const logStack = {
    name: 'log-stack',
    interval: WINDOW,
    alerts: [
      {
        name: 'LogLokiErrors',
        summary: 'Loki itself logs errors.',
        description:
          'Loki in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes: logs may be missing or late.',
        // Lines about a query are left out: it could be this one. Where queries of alerts fail, LokiRulesFailing says so.
        expr: byApp(`{app="loki", level=~"error|critical"} != "query="`),
        above: 10,
        for: AT_ONCE,
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogStackErrors',
        summary: 'A part of this stack itself logs errors.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes.',
        // A configuration that cannot be loaded is logged twice with each attempt, and has alerts of its own.
        expr: byApp(`{app=~"${STACK}", app!="loki", level=~"error|critical"} != "reload"`),
        above: 10,
        for: AT_ONCE,
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  return [logPrograms, logSurroundings, logStack] as const satisfies readonly RuleGroup[];
}

/** The alerts over the text of logs, with their names and thresholds. */
export type LogAlert = AlertsOf<ReturnType<typeof logRules>[number]>;
