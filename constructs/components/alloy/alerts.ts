import { Duration } from 'cdk8s';
import { VIRTUAL } from '../../content/workloads/state.ts';
import { LOG_LIMITS } from '../../kit/log-limits.ts';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const ALLOY = 'job="alloy"';
const LOKI = 'job="loki"';
const STATE = 'job="kube-state-metrics"';

const dashboard: Alert['dashboard'] = { uid: 'alloy' };

/** Does Alloy read what pods log? */
export const alloy = {
  name: 'alloy',
  needs: ['alloy'],
  alerts: [
    {
      name: 'AlloyLinesDropped',
      summary: 'Alloy gives up log lines: they are lost.',
      description:
        'Alloy {{ $labels.pod }} dropped {{ $value | humanize }} lines within 15 minutes: {{ $labels.reason }}.',
      expr: `sum by (namespace, job, pod, reason) (increase(loki_write_dropped_entries_total{${ALLOY}}[15m]))`,
      above: 0,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlloyLinesTruncated',
      summary: 'A container logs lines without an end, or with a late one: they are cut.',
      description:
        '{{ $labels.namespace }}/{{ $labels.pod }} logged {{ $value | humanize1024 }}B in long lines within 5 minutes. Of each line, 256 KiB are kept.',
      // Alloy counts what it cuts without saying whose it is, and whose lines come in parts without saying whether it cut.
      expr: `sum by (namespace, pod, container) (
  increase(loki_process_custom_line_part_bytes_total{${ALLOY}}[5m])
  and on (instance) (increase(loki_process_cri_lines_truncated_total{${ALLOY}}[5m]) > 0)
)`,
      above: 4 * LOG_LIMITS.line,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard: { uid: 'logs', choose: { namespace: 'namespace', pod: 'pod' } },
    },
    {
      name: 'AlloySilent',
      summary: 'Alloy reads no log file on its node.',
      description:
        'Alloy {{ $labels.pod }} has {{ $value }} files open. At least its own log is there to be read: logs of its node are missing.',
      expr: `max_over_time(loki_source_file_files_active_total{${ALLOY}}[5m]) == 0`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlloyComponentUnhealthy',
      summary: 'A part of Alloy does not work.',
      description: '{{ $value }} components of Alloy {{ $labels.pod }} are {{ $labels.health_type }}.',
      expr: `sum by (namespace, job, pod, health_type) (alloy_component_controller_running_components{${ALLOY}, health_type!="healthy"})`,
      above: 0,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'AlloyConfigReloadFailed',
      summary: 'Alloy runs an old configuration, because it refuses the new one.',
      description: 'Alloy {{ $labels.pod }} could not load its configuration. A restart would not come up again.',
      expr: `max_over_time(alloy_config_last_load_successful{${ALLOY}}[5m]) == 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Is there an Alloy on every node? */
export const alloyNodes = {
  name: 'alloy-nodes',
  needs: ['alloy', 'kube-state-metrics'],
  alerts: [
    {
      name: 'AlloyDown',
      summary: 'Nobody collects the logs of a node.',
      description: 'No Alloy answers on the node {{ $labels.node }}, although the node is ready.',
      // A node that is not ready has an alert of its own.
      expr: `max by (node) (kube_node_status_condition{${STATE}, condition="Ready", status="true"}) == 1
# It runs on Linux, and not where there is no machine.
unless on (node) kube_node_info{${STATE}, os_image=~"Windows.*"}
unless on (node) ${VIRTUAL}
unless on (node) (kube_pod_info{${STATE}} and on (namespace, pod) up{${ALLOY}} == 1)`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Do the lines get from Alloy to Loki? */
export const alloyToLoki = {
  name: 'alloy-to-loki',
  needs: ['alloy', 'loki'],
  alerts: [
    {
      name: 'AlloyCannotSend',
      summary: 'Alloy cannot hand its log lines to Loki, although Loki runs.',
      description:
        'Alloy {{ $labels.pod }} tried {{ $value | humanize }} times within 10 minutes and sent nothing. Lines wait in the files of its node until these are rotated away.',
      expr: `sum by (namespace, job, pod) (increase(loki_write_batch_retries_total{${ALLOY}}[10m]))
unless sum by (namespace, job, pod) (increase(loki_write_sent_entries_total{${ALLOY}}[10m])) > 0
# Where no Loki answers, or its disk is full, an alert says so.
unless on () absent(up{${LOKI}} == 1)
unless on () (max(loki_ingester_wal_disk_usage_percent{${LOKI}}) >= 0.9)`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'LokiReceivesNothing',
      summary: 'No log lines arrive at Loki, although Alloy reads some.',
      description:
        'The collectors read {{ $value | humanize }} lines per second, but none arrives at Loki. Logs are missing.',
      expr: `sum(rate(loki_source_file_read_lines_total{${ALLOY}}[10m])) > 0
# No line yet, no counter yet.
unless on () (sum(rate(loki_distributor_lines_received_total{${LOKI}}[10m])) > 0)
# What cannot be sent is said by AlloyCannotSend, or by an alert of Loki.
unless on () (sum(increase(loki_write_batch_retries_total{${ALLOY}}[10m])) > 0)
unless on () absent(up{${LOKI}} == 1)`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard: { uid: 'loki' },
    },
  ],
} as const satisfies RuleGroup;
