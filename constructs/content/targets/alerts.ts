import { Duration } from 'cdk8s';
import type { Alert, RuleGroup } from '../../kit/rules/rule-group.ts';
import { CLUSTER_JOBS } from '../kubernetes/jobs.ts';
import { OOM_KILLED, RESTARTING } from '../workloads/state.ts';

const PROMETHEUS = 'job="prometheus"';
const STATE = 'job="kube-state-metrics"';

/** Jobs with an alert of their own for being down. */
const WATCHED = ['alertmanager', 'loki', 'grafana', 'alloy', 'kube-state-metrics'].join('|');

/** Jobs of the cluster, each with a scrape configuration of its own: one without targets is always an error. */
const CLUSTER = CLUSTER_JOBS.join('|');

const dashboard: Alert['dashboard'] = { uid: 'stack' };

/** A counter of Prometheus, with what it counts as a label. */
const counted = (fn: string, metric: string, range: string, label: string, value: string) =>
  `label_replace(${fn}(prometheus_target_${metric}{${PROMETHEUS}}[${range}]), "${label}", "${value}", "", "")`;

/** Do Prometheus' scrapes succeed? */
export const targets = {
  name: 'targets',
  needs: ['prometheus'],
  alerts: [
    {
      name: 'TargetsNotFound',
      summary: 'A job of the cluster has no targets.',
      description:
        'Prometheus finds nothing to scrape for the job {{ $labels.scrape_job }}: its metrics are missing, and the alerts over them are silent.',
      expr: `prometheus_target_scrape_pool_targets{${PROMETHEUS}, scrape_job=~"${CLUSTER}"} == 0
# They were there, and an alert that wakes somebody says that they are not. Both ports of a kubelet are found together.
unless on (scrape_job) label_replace(ALERTS{alertname=~"ApiServerDown|KubeletsDown", alertstate="firing"}, "scrape_job", "$1", "job", "(.+)")
unless (
  prometheus_target_scrape_pool_targets{${PROMETHEUS}, scrape_job="cadvisor"}
  and on () ALERTS{alertname="KubeletsDown", alertstate="firing"}
)`,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetPoolNearLimit',
      summary: 'A job has almost as many targets as it may have.',
      description:
        'The scrape configuration {{ $labels.scrape_job }} uses {{ $value | humanizePercentage }} of its target limit. Beyond it, none of its targets is scraped.',
      expr: `prometheus_target_scrape_pool_targets{${PROMETHEUS}}
/ (prometheus_target_scrape_pool_target_limit{${PROMETHEUS}} > 0)`,
      above: 0.8,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetScrapeLimitHit',
      summary: 'Targets expose more than a scrape may bring, and are dropped whole.',
      description:
        'Prometheus {{ $labels.pod }} refused {{ $value | humanize }} scrapes within 15 minutes because of the limit of {{ $labels.limit }}.',
      // A scrape beyond a limit stores nothing, and the target counts as down.
      expr: [
        counted('increase', 'scrapes_exceeded_sample_limit_total', '15m', 'limit', 'samples'),
        counted('increase', 'scrapes_exceeded_body_size_limit_total', '15m', 'limit', 'body size'),
        counted('increase', 'scrape_pool_exceeded_label_limits_total', '15m', 'limit', 'labels'),
      ].join('\nor '),
      above: 0,
      for: Duration.minutes(5),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetRefused',
      summary: 'A target exposes more than a scrape may bring, and nothing of it is stored.',
      description:
        'Prometheus refuses what {{ $labels.instance }} of the job {{ $labels.job }} answers{{ with $labels.pod }} (pod {{ $labels.namespace }}/{{ . }}){{ end }}: too many samples, bytes or labels, or no metrics.',
      // An answer that is too large counts as -1 bytes. One that is refused later was counted, one that never came was not.
      expr: `(scrape_samples_scraped > 0 or scrape_body_size_bytes < 0)
and up == 0`,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetSeriesGrowing',
      summary: 'A target exposes other series at each scrape.',
      description:
        '{{ $labels.instance }} of the job {{ $labels.job }}{{ with $labels.pod }} (pod {{ $labels.namespace }}/{{ . }}){{ end }} brought {{ $value | humanize }} new series within 10 minutes, over three times as many as it has.',
      // After a restart all of its series are new, once.
      expr: `sum_over_time(scrape_series_added[10m])
> 3 * scrape_samples_post_metric_relabeling`,
      above: 5000,
      for: Duration.minutes(1),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetSamplesRejected',
      summary: 'Prometheus rejects samples of a target.',
      description:
        'Prometheus {{ $labels.pod }} rejects {{ $value | humanize }} samples per second that are {{ $labels.reason }}.',
      expr: [
        counted('rate', 'scrapes_sample_out_of_order_total', '10m', 'reason', 'out of order'),
        counted('rate', 'scrapes_sample_duplicate_timestamp_total', '10m', 'reason', 'duplicates with another value'),
        counted('rate', 'scrapes_sample_out_of_bounds_total', '10m', 'reason', 'too old or in the future'),
      ].join('\nor '),
      above: 0,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetScrapeSlow',
      summary: 'A target takes long to answer a scrape.',
      description:
        '{{ $labels.instance }} of the job {{ $labels.job }} takes {{ $value | humanizeDuration }} to answer. After 10 seconds Prometheus gives up, and the samples are missing.',
      // A scrape that times out takes as long as the timeout. Where most of them do, TargetDown or TargetFlapping says so.
      expr: `avg_over_time(scrape_duration_seconds[15m])
and avg_over_time(up[15m]) > 0.5`,
      above: 5,
      for: Duration.minutes(15),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;

/** Targets that are down without a known cause. */
export const targetsUp = {
  name: 'targets-up',
  needs: ['kube-state-metrics'],
  alerts: [
    {
      name: 'TargetDown',
      summary: 'Prometheus cannot scrape a target that should answer.',
      description:
        '{{ $labels.instance }} of the job {{ $labels.job }} does not answer scrapes, although its pod and node are ready. Its metrics are missing.',
      expr: `up == 0
unless up{job=~"${WATCHED}"}
# The node is gone, and an alert says so.
unless on (node) (kube_node_status_condition{${STATE}, condition="Ready", status="true"} == 0)
# The pod is starting, leaving or broken, and an alert says so.
unless on (namespace, pod) (kube_pod_status_ready{${STATE}, condition="true"} == 0)
# Nor does the other port of kube-state-metrics answer, and KubeStateMetricsDown says so.
unless (up{job="kube-state-metrics-telemetry"} and on () max(up{${STATE}}) == 0)`,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
    {
      name: 'TargetFlapping',
      summary: 'A target answers scrapes only now and then.',
      description:
        '{{ $labels.instance }} of the job {{ $labels.job }} came and went {{ $value }} times within an hour. Its series have gaps.',
      expr: `changes(up[1h])
# Its container restarts, and an alert says so.
unless on (namespace, pod) ${RESTARTING}
unless on (namespace, pod) ${OOM_KILLED}`,
      above: 6,
      for: Duration.minutes(10),
      severity: 'warning',
      dashboard,
    },
  ],
} as const satisfies RuleGroup;
