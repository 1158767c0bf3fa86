import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';

const PROMETHEUS = 'job="prometheus"';
const STATE = 'job="kube-state-metrics"';
const CADVISOR = 'job="cadvisor"';

const dashboard: Alert['dashboard'] = { uid: 'prometheus' };

/** Does Prometheus take in what it scrapes, and evaluate what it is told? */
export const prometheus = {
  name: 'prometheus',
  needs: ['prometheus'],
  alerts: [
    {
      name: 'PrometheusIngestsNothing',
      summary: 'Prometheus stores no new samples.',
      description:
        'Prometheus evaluates rules, but has no sample of its own job {{ $labels.job }}: nothing is stored, and every other alert over metrics is blind.',
      // Alerts are sent before results are stored: this one arrives even when the volume is full.
      expr: `absent(up{${PROMETHEUS}})`,
      for: Duration.minutes(5),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'PrometheusConfigReloadFailed',
      summary: 'Prometheus runs an old configuration, because it refuses the new one.',
      description:
        'Prometheus {{ $labels.pod }} could not load its configuration or its rules. A restart would not come up again.',
      // max_over_time: one failed scrape must not look like a good configuration.
      expr: `max_over_time(prometheus_config_last_reload_successful{${PROMETHEUS}}[5m]) == 0`,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusRuleFailures',
      summary: 'Rules cannot be evaluated, so alerts may be missing.',
      description:
        'In the group {{ $labels.rule_group }} {{ $value | humanize }} evaluations failed within 5 minutes at Prometheus {{ $labels.pod }}.',
      expr: `increase(prometheus_rule_evaluation_failures_total{${PROMETHEUS}}[5m])`,
      above: 0,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusRuleGroupSlow',
      summary: 'A group of rules takes almost as long as its interval.',
      description:
        'The group {{ $labels.rule_group }} needs {{ $value | humanizePercentage }} of its interval. Beyond 100% its alerts come late.',
      expr: `avg_over_time(prometheus_rule_group_last_duration_seconds{${PROMETHEUS}}[15m])
/ prometheus_rule_group_interval_seconds{${PROMETHEUS}}
# Beyond its interval, PrometheusRuleIterationsMissed says so.
unless increase(prometheus_rule_group_iterations_missed_total{${PROMETHEUS}}[15m]) > 0`,
      above: 0.7,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusRuleIterationsMissed',
      summary: 'Prometheus skips evaluations of rules, so alerts come late.',
      description:
        'The group {{ $labels.rule_group }} was skipped {{ $value | humanize }} times within 5 minutes: the one before was not done.',
      expr: `increase(prometheus_rule_group_iterations_missed_total{${PROMETHEUS}}[5m])`,
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusDiscoveryFailing',
      summary: 'Prometheus cannot ask Kubernetes for its targets.',
      description:
        'Prometheus {{ $labels.pod }} failed to find targets {{ $value | humanize }} times within 5 minutes: {{ $labels.problem }}. New pods are not scraped.',
      // The range is short, so that a restart of the API server is not enough.
      expr: [
        `label_replace(increase(prometheus_sd_kubernetes_failures_total{${PROMETHEUS}}[5m]), "problem", "the API server refuses or does not answer", "", "")`,
        `label_replace(sum by (namespace, job, pod) (increase(prometheus_target_sync_failed_total{${PROMETHEUS}}[5m])), "problem", "the targets found are not valid", "", "")`,
      ].join('\nor '),
      above: 0,
      for: Duration.minutes(20),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusRestarting',
      summary: 'Prometheus restarts again and again.',
      description:
        'Prometheus {{ $labels.pod }} restarted {{ $value }} times within an hour. Each time samples and evaluations are missing.',
      expr: `changes(process_start_time_seconds{${PROMETHEUS}}[1h])`,
      above: 2,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusSeriesGrowing',
      summary: 'Prometheus holds many more series than a week ago, and than yesterday.',
      description:
        'The series in memory are {{ $value | humanizePercentage }} of those a week ago. Memory grows with them until the limit.',
      // max: the pod of then may be another one. A small Prometheus may double without harm. A Monday has more than a Sunday.
      expr: `max by (namespace, job) (prometheus_tsdb_head_series{${PROMETHEUS}} > 50000)
/ max by (namespace, job) (prometheus_tsdb_head_series{${PROMETHEUS}} offset 1w)
and max by (namespace, job) (prometheus_tsdb_head_series{${PROMETHEUS}})
  / max by (namespace, job) (prometheus_tsdb_head_series{${PROMETHEUS}} offset 1d) > 1.5`,
      above: 1.5,
      for: Duration.hours(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusQueriesQueued',
      summary: 'Prometheus works on as many queries as it may, and lets others wait.',
      description:
        'Prometheus {{ $labels.pod }} uses {{ $value | humanizePercentage }} of its places for queries. Dashboards are slow.',
      expr: `avg_over_time(prometheus_engine_queries{${PROMETHEUS}}[10m])
/ prometheus_engine_queries_concurrent_max{${PROMETHEUS}}`,
      above: 0.8,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Do its alerts reach Alertmanager? */
export const prometheusAlerting = {
  name: 'prometheus-alerting',
  needs: ['prometheus', 'alertmanager'],
  alerts: [
    {
      name: 'PrometheusAlertsNotDelivered',
      summary: 'Prometheus cannot send alerts to Alertmanager.',
      description:
        '{{ $value | humanizePercentage }} of the alerts that Prometheus {{ $labels.pod }} sends to {{ $labels.alertmanager }} fail.',
      expr: `rate(prometheus_notifications_errors_total{${PROMETHEUS}}[5m])
/ rate(prometheus_notifications_sent_total{${PROMETHEUS}}[5m])`,
      above: 0.5,
      // Longer than Alertmanager needs to move to another node.
      for: Duration.minutes(15),
      severity: 'critical',
      dashboard,
    },
    {
      name: 'PrometheusNotificationQueueFilling',
      summary: 'Alerts wait at Prometheus, because Alertmanager takes them too slowly.',
      description:
        'The queue of Prometheus {{ $labels.pod }} for {{ $labels.alertmanager }} is {{ $value | humanizePercentage }} full. When it is full, the oldest alerts are dropped.',
      expr: `min_over_time(prometheus_notifications_queue_length{${PROMETHEUS}}[5m])
/ ignoring (alertmanager) group_left () prometheus_notifications_queue_capacity{${PROMETHEUS}}`,
      above: 0.5,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'PrometheusWithoutAlertmanager',
      summary: 'Prometheus knows no Alertmanager, so no alert can arrive.',
      description: 'Prometheus {{ $labels.pod }} has {{ $value }} Alertmanagers to send its alerts to.',
      expr: `max_over_time(prometheus_notifications_alertmanagers_discovered{${PROMETHEUS}}[5m]) == 0`,
      for: Duration.minutes(10),
      severity: 'critical',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Does its memory suffice? */
export const prometheusMemory = {
  name: 'prometheus-memory',
  needs: ['prometheus', 'cadvisor', 'kube-state-metrics'],
  alerts: [
    {
      name: 'PrometheusMemoryNearLimit',
      summary: 'Prometheus is about to be killed for its memory.',
      description:
        '{{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
      // Docker Desktop has no series for containers, only for pods.
      expr: `(
  sum by (namespace, pod) (max by (namespace, pod, container) (container_memory_working_set_bytes{${CADVISOR}, container!="", container!="POD"}))
  or max by (namespace, pod) (container_memory_working_set_bytes{${CADVISOR}, container="", pod!=""})
)
/ sum by (namespace, pod) (max by (namespace, pod, container) (kube_pod_container_resource_limits{${STATE}, resource="memory"}))
and on (namespace, pod) up{${PROMETHEUS}}`,
      above: 0.9,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
