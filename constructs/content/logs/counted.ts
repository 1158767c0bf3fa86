import { Duration } from 'cdk8s';
import { events } from '../../kit/rules/events.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const ALLOY = 'job="alloy"';
const LINES = `log_lines_total{${ALLOY}}`;
const BYTES = `log_bytes_total{${ALLOY}}`;

const dashboard: Alert['dashboard'] = { uid: 'logs', choose: { namespace: 'namespace', app: 'app' } };

const byApp = (expr: string) => `sum by (namespace, app) (${expr})`;

/** Workloads that logged more than nothing within 5 minutes, `ago`. Jobs end, and are silent then. */
const logged = (ago: string) =>
  `sum by (namespace, app, workload_kind, workload) (increase(log_lines_total{${ALLOY}, workload_kind!="Job"}[5m] offset ${ago})) > 0`;

/**
 * Alerts over the counters of the collectors: how much is logged. No line is read for them.
 *
 * @param stack `app` of what belongs to the stack itself, which has alerts of its own.
 */
export function countedRules(stack: readonly string[]) {
  const ERRORS = `log_lines_total{${ALLOY}, level=~"error|critical"}`;
  // By what is scraped, and not by a name that anybody may give a pod. One job of kube-state-metrics has no namespace.
  const OURS = `up{job=~"${stack.join('|')}|kube-state-metrics-telemetry"}`;
  const errors = byApp(events(ERRORS, '10m'));

  /** Does an application log other things than it does usually? */
  const logBehaviour = {
    name: 'log-behaviour',
    needs: ['alloy'],
    alerts: [
      {
        name: 'LogErrorBurst',
        summary: 'An application logs far more errors than usual.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logged {{ $value | humanize }} errors within 10 minutes, over five times as many as on average in the two hours before.',
        expr: `${errors}
# What it logs all the time is no burst: 12 times 10 minutes are compared. What is new is told of for half an hour, until it
# counts as usual: nothing else tells of a new application that logs errors only.
unless ${errors}
  <= 5 / 12 * ${byApp(`increase(${ERRORS}[2h] offset 10m)`)}
# The stack has an alert of its own.
unless on (namespace, app) ${OURS}`,
        above: 50,
        for: Duration.minutes(2),
        severity: 'warning',
        dashboard,
      },
      {
        name: 'LogVolumeExplosion',
        summary: 'An application logs so much that it fills the volume of Loki.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} logs {{ $value | humanize1024 }}B per second, over five times as much as an hour ago.',
        expr: `${byApp(`rate(${BYTES}[5m])`)}
unless ${byApp(`rate(${BYTES}[5m])`)}
  <= 5 * ${byApp(`rate(${BYTES}[5m] offset 1h)`)}`,
        // 8.6 GB a day: in a week, even compressed, more than half of a volume of 10 GiB.
        above: 100_000,
        for: Duration.minutes(10),
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  /** Does an application log nothing, although it is there? */
  const logSilence = {
    name: 'log-silence',
    needs: ['alloy', 'kube-state-metrics'],
    alerts: [
      {
        name: 'LogSilence',
        summary: 'An application that logged all the time logs nothing any more.',
        description:
          '{{ $labels.app }} in {{ $labels.namespace }} has logged nothing for 15 minutes, although it has pods. An hour before, it logged {{ $value | humanize }} lines in 5 minutes.',
        // Three samples of 5 minutes: it logged all the time. It ends after an hour, when that is not known any more.
        expr: `${byApp(`
  ${logged('60m')}
  and ${logged('70m')}
  and ${logged('80m')}
  # What was scaled to zero or uninstalled has nothing to say.
  and on (namespace, workload_kind, workload) namespace_workload_pod:kube_pod_owner:max
`)}
unless ${byApp(events(LINES, '15m'))}
# Where a node is there and no collector reads on it, an alert says so: of the node, or of the collector.
unless on (namespace, app) (
  last_over_time(${LINES}[20m] offset 60m)
  and on (node) kube_node_status_condition{job="kube-state-metrics", condition="Ready"}
  unless on (node) loki_source_file_files_active_total{${ALLOY}} > 0
)`,
        above: 10,
        for: Duration.minutes(10),
        severity: 'warning',
        dashboard,
      },
    ],
  } as const satisfies RuleGroup;

  return [logBehaviour, logSilence] as const satisfies readonly RuleGroup[];
}
