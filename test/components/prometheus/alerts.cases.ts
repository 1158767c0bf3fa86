import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'prometheus', namespace: 'monitoring', pod: 'prometheus-a' };
const OTHER = { ...POD, namespace: 'other' };
const OLD = { ...POD, pod: 'prometheus-old' };
const GROUP = { ...POD, rule_group: 'nodes.yml;nodes' };
const OTHER_GROUP = { ...POD, rule_group: 'loki.yml;loki' };
const TO = { ...POD, alertmanager: 'http://alertmanager.monitoring.svc:9093/api/v2/alerts' };

const SIZE = { job: 'cadvisor', namespace: 'monitoring', pod: 'prometheus-a', container: 'prometheus' };
const LIMIT = {
  ...{ job: 'kube-state-metrics', namespace: 'monitoring', pod: 'prometheus-a', container: 'prometheus' },
  resource: 'memory',
};

export const prometheus: TopicCases = {
  alerts: [
    {
      alert: 'PrometheusIngestsNothing',
      when: 'its own samples end, as on a full volume',
      series: { [series('up', POD)]: '1x5', [series('up', { ...POD, job: 'loki' })]: '1x30' },
      at: '16m',
      fires: [
        {
          labels: { job: 'prometheus' },
          description:
            'Prometheus evaluates rules, but has no sample of its own job prometheus: nothing is stored, and every other alert over metrics is blind.',
        },
      ],
    },
    {
      alert: 'PrometheusIngestsNothing',
      when: 'it has just started',
      series: { [series('up', POD)]: '_x3 1x30' },
      at: '2m',
      fires: [],
    },
    {
      alert: 'PrometheusConfigReloadFailed',
      when: 'it refuses a configuration, and a scrape of it fails',
      series: { [series('prometheus_config_last_reload_successful', POD)]: '1x5 0x8 _x2 0x20' },
      at: '22m',
      fires: [
        {
          labels: POD,
          description:
            'Prometheus prometheus-a could not load its configuration or its rules. A restart would not come up again.',
        },
      ],
    },
    {
      alert: 'PrometheusConfigReloadFailed',
      when: 'the mistake is repaired within ten minutes',
      series: { [series('prometheus_config_last_reload_successful', POD)]: '1x5 0x9 1x20' },
      at: '14m',
      fires: [],
    },
    {
      alert: 'PrometheusRuleFailures',
      when: 'every evaluation of one group fails',
      series: {
        [series('prometheus_rule_evaluation_failures_total', GROUP)]: '0+4x30',
        [series('prometheus_rule_evaluation_failures_total', OTHER_GROUP)]: '3x30',
      },
      at: '20m',
      fires: [
        {
          labels: GROUP,
          description:
            'In the group nodes.yml;nodes 20 evaluations failed within 5 minutes at Prometheus prometheus-a.',
        },
      ],
    },
    {
      alert: 'PrometheusRuleFailures',
      when: 'one evaluation failed',
      series: { [series('prometheus_rule_evaluation_failures_total', GROUP)]: '0x10 1x20' },
      at: '13m',
      fires: [],
    },
    {
      alert: 'PrometheusRuleGroupSlow',
      when: 'a group takes 12 of its 15 seconds',
      series: {
        [series('prometheus_rule_group_last_duration_seconds', GROUP)]: '12x40',
        [series('prometheus_rule_group_interval_seconds', GROUP)]: '15x40',
        [series('prometheus_rule_group_iterations_missed_total', GROUP)]: '0x40',
        [series('prometheus_rule_group_last_duration_seconds', OTHER_GROUP)]: '0.1x40',
        [series('prometheus_rule_group_interval_seconds', OTHER_GROUP)]: '15x40',
        [series('prometheus_rule_group_iterations_missed_total', OTHER_GROUP)]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: GROUP,
          description: 'The group nodes.yml;nodes needs 80% of its interval. Beyond 100% its alerts come late.',
        },
      ],
    },
    {
      alert: 'PrometheusRuleGroupSlow',
      when: 'evaluations are skipped, which has an alert of its own',
      series: {
        [series('prometheus_rule_group_last_duration_seconds', GROUP)]: '20x40',
        [series('prometheus_rule_group_interval_seconds', GROUP)]: '15x40',
        [series('prometheus_rule_group_iterations_missed_total', GROUP)]: '0+1x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'PrometheusRuleIterationsMissed',
      when: 'every second evaluation is skipped',
      series: {
        [series('prometheus_rule_group_iterations_missed_total', GROUP)]: '0+2x40',
        [series('prometheus_rule_group_iterations_missed_total', OTHER_GROUP)]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: GROUP,
          description: 'The group nodes.yml;nodes was skipped 10 times within 5 minutes: the one before was not done.',
        },
      ],
    },
    {
      alert: 'PrometheusRuleIterationsMissed',
      when: 'a few were skipped once',
      series: { [series('prometheus_rule_group_iterations_missed_total', GROUP)]: '0x10 3x40' },
      at: '13m',
      fires: [],
    },
    {
      alert: 'PrometheusDiscoveryFailing',
      when: 'it may not list pods, or its targets are not valid',
      series: {
        [series('prometheus_sd_kubernetes_failures_total', POD)]: '0+2x40',
        [series('prometheus_target_sync_failed_total', { ...POD, scrape_job: 'applications' })]: '0+1x40',
        [series('prometheus_target_sync_failed_total', { ...POD, scrape_job: 'kubelet' })]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...POD, problem: 'the API server refuses or does not answer' },
          description:
            'Prometheus prometheus-a failed to find targets 10 times within 5 minutes: the API server refuses or does not answer. New pods are not scraped.',
        },
        {
          labels: { ...POD, problem: 'the targets found are not valid' },
          description:
            'Prometheus prometheus-a failed to find targets 5 times within 5 minutes: the targets found are not valid. New pods are not scraped.',
        },
      ],
    },
    {
      alert: 'PrometheusDiscoveryFailing',
      when: 'the API server is away for ten minutes',
      series: {
        [series('prometheus_sd_kubernetes_failures_total', POD)]: '0x5 0+2x10 20x40',
        [series('prometheus_target_sync_failed_total', { ...POD, scrape_job: 'applications' })]: '0x50',
      },
      at: '18m',
      fires: [],
    },
    {
      alert: 'PrometheusRestarting',
      when: 'its process starts anew four times',
      series: { [series('process_start_time_seconds', POD)]: '10x4 300x4 600x4 900x4 1200x40' },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'Prometheus prometheus-a restarted 4 times within an hour. Each time samples and evaluations are missing.',
        },
      ],
    },
    {
      alert: 'PrometheusRestarting',
      when: 'it restarted twice within the hour, and often before',
      series: {
        [series('process_start_time_seconds', POD)]: '1 2 3 4 5 6 7x60 4000x4 4300x40',
        [series('process_start_time_seconds', OLD)]: '5x20 stale',
      },
      at: '90m',
      fires: [],
    },
    {
      alert: 'PrometheusSeriesGrowing',
      when: 'a new pod holds twice the series that the old one held a week ago, and yesterday',
      series: {
        [series('prometheus_tsdb_head_series', OLD)]: '40000x2000 stale',
        [series('prometheus_tsdb_head_series', POD)]: '_x2001 80000x40',
      },
      at: '10150m',
      every: '5m',
      fires: [
        {
          labels: { namespace: 'monitoring', job: 'prometheus' },
          description: 'The series in memory are 200% of those a week ago. Memory grows with them until the limit.',
        },
      ],
    },
    {
      alert: 'PrometheusSeriesGrowing',
      when: 'it is small, younger than a week, grows by a fifth, or it is Monday',
      series: {
        [series('prometheus_tsdb_head_series', POD)]: '10000x2000 30000x40',
        [series('prometheus_tsdb_head_series', { ...POD, namespace: 'other' })]: '_x200 10000x1800 90000x80',
        [series('prometheus_tsdb_head_series', { ...POD, namespace: 'third' })]: '100000x2000 120000x40',
        [series('prometheus_tsdb_head_series', { ...POD, namespace: 'fourth' })]: '80000x400 40000x1600 80000x40',
      },
      at: '10150m',
      every: '5m',
      fires: [],
    },
    {
      alert: 'PrometheusQueriesQueued',
      when: 'eighteen of twenty places are taken',
      series: {
        [series('prometheus_engine_queries', POD)]: '18x40',
        [series('prometheus_engine_queries_concurrent_max', POD)]: '20x40',
      },
      at: '20m',
      fires: [
        {
          labels: POD,
          description: 'Prometheus prometheus-a uses 90% of its places for queries. Dashboards are slow.',
        },
      ],
    },
    {
      alert: 'PrometheusQueriesQueued',
      when: 'a burst takes all places for a few minutes',
      series: {
        [series('prometheus_engine_queries', POD)]: '2x10 20x5 2x30',
        [series('prometheus_engine_queries_concurrent_max', POD)]: '20x40',
      },
      at: '16m',
      fires: [],
    },
    {
      alert: 'PrometheusWalWritesFailing',
      when: 'writes fail',
      series: { [series('prometheus_tsdb_wal_writes_failed_total', POD)]: '0x5 2+2x30' },
      at: '25m',
      fires: [
        {
          labels: POD,
          description: 'Prometheus prometheus-a failed 30 times within 15 minutes to write to its write-ahead log.',
        },
      ],
    },
    {
      alert: 'PrometheusWalWritesFailing',
      when: 'writes failed half an hour ago',
      series: { [series('prometheus_tsdb_wal_writes_failed_total', POD)]: '0 3x60' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'PrometheusWalCorrupted',
      when: 'a new pod found damage while it started',
      series: {
        [series('prometheus_tsdb_wal_corruptions_total', OLD)]: '0x10 stale',
        [series('prometheus_tsdb_wal_corruptions_total', POD)]: '_x15 1x60',
      },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'Prometheus prometheus-a repaired its write-ahead log within the last 6 hours. Samples after the damage are lost: up to 3 hours.',
        },
      ],
    },
    {
      alert: 'PrometheusWalCorrupted',
      when: 'the damage was found a day ago, and samples were missing six hours ago; or nothing is damaged',
      series: {
        [series('prometheus_tsdb_wal_corruptions_total', POD)]: '0 1x1129 _x20 1x600',
        [series('prometheus_tsdb_wal_corruptions_total', OTHER)]: '_x1490 0x60',
      },
      at: '1500m',
      fires: [],
    },
    {
      alert: 'PrometheusCompactionsFailing',
      when: 'compactions fail',
      series: { [series('prometheus_tsdb_compactions_failed_total', POD)]: '0+1x240' },
      at: '200m',
      fires: [
        {
          labels: POD,
          description:
            'At Prometheus prometheus-a 180 compactions failed within 3 hours. Memory and the write-ahead log grow until one succeeds.',
        },
      ],
    },
    {
      alert: 'PrometheusCompactionsFailing',
      when: 'one failed four hours ago',
      series: { [series('prometheus_tsdb_compactions_failed_total', POD)]: '0 1x300' },
      at: '240m',
      fires: [],
    },
    {
      alert: 'PrometheusTruncationsFailing',
      when: 'neither head nor log can be shortened, nor a checkpoint be made',
      series: {
        [series('prometheus_tsdb_head_truncations_failed_total', POD)]: '0+0.3x500',
        [series('prometheus_tsdb_wal_truncations_failed_total', POD)]: '0+0.2x500',
        [series('prometheus_tsdb_checkpoint_creations_failed_total', POD)]: '0+0.1x500',
      },
      at: '400m',
      fires: [
        {
          labels: { ...POD, part: 'head' },
          description: 'Prometheus prometheus-a failed 108 times within 6 hours to shorten the head.',
        },
        {
          labels: { ...POD, part: 'write-ahead log' },
          description: 'Prometheus prometheus-a failed 72 times within 6 hours to shorten the write-ahead log.',
        },
        {
          labels: { ...POD, part: 'checkpoint' },
          description: 'Prometheus prometheus-a failed 36 times within 6 hours to shorten the checkpoint.',
        },
      ],
    },
    {
      alert: 'PrometheusTruncationsFailing',
      when: 'one failed seven hours ago',
      series: {
        [series('prometheus_tsdb_head_truncations_failed_total', POD)]: '0 1x500',
        [series('prometheus_tsdb_wal_truncations_failed_total', POD)]: '0 1x500',
        [series('prometheus_tsdb_checkpoint_creations_failed_total', POD)]: '0 1x500',
      },
      at: '420m',
      fires: [],
    },
    {
      alert: 'PrometheusHistoryShort',
      when: 'blocks are deleted by size after half of the retention time',
      series: {
        [series('prometheus_tsdb_lowest_timestamp_seconds', POD)]: '0x200',
        [series('prometheus_tsdb_retention_limit_seconds', POD)]: '14400x200',
        [series('prometheus_tsdb_size_retentions_total', OLD)]: '0x10 1x20 stale',
        [series('prometheus_tsdb_size_retentions_total', POD)]: '0x200',
      },
      at: '120m',
      fires: [
        {
          labels: POD,
          description:
            'The history of monitoring/prometheus-a covers 50% of the retention time: the retention size ends it.',
        },
      ],
    },
    {
      alert: 'PrometheusHistoryShort',
      when: 'it is young and has deleted nothing, or lacks a tenth',
      series: {
        [series('prometheus_tsdb_lowest_timestamp_seconds', POD)]: '0x200',
        [series('prometheus_tsdb_retention_limit_seconds', POD)]: '1296000x200',
        [series('prometheus_tsdb_size_retentions_total', POD)]: '0x200',
        [series('prometheus_tsdb_lowest_timestamp_seconds', OTHER)]: '0x200',
        [series('prometheus_tsdb_retention_limit_seconds', OTHER)]: '8000x200',
        [series('prometheus_tsdb_size_retentions_total', OTHER)]: '0 1x200',
      },
      at: '120m',
      fires: [],
    },
    {
      alert: 'PrometheusAlertsNotDelivered',
      when: 'all alerts fail',
      series: {
        [series('prometheus_notifications_errors_total', TO)]: '0+2x40',
        [series('prometheus_notifications_sent_total', TO)]: '0+2x40',
      },
      at: '20m',
      fires: [
        {
          labels: TO,
          description:
            '100% of the alerts that Prometheus prometheus-a sends to http://alertmanager.monitoring.svc:9093/api/v2/alerts fail.',
        },
      ],
    },
    {
      alert: 'PrometheusAlertsNotDelivered',
      when: 'Alertmanager is away for ten minutes',
      series: {
        [series('prometheus_notifications_errors_total', TO)]: '0x5 0+2x10 20x30',
        [series('prometheus_notifications_sent_total', TO)]: '0+2x45',
      },
      at: '15m',
      fires: [],
    },
    {
      alert: 'PrometheusNotificationQueueFilling',
      when: 'six of ten thousand places are taken, in thousands',
      series: {
        [series('prometheus_notifications_queue_length', TO)]: '6000x40',
        [series('prometheus_notifications_queue_length', { ...TO, alertmanager: 'http://other:9093' })]: '0x40',
        [series('prometheus_notifications_queue_capacity', POD)]: '10000x40',
      },
      at: '20m',
      fires: [
        {
          labels: TO,
          description:
            'The queue of Prometheus prometheus-a for http://alertmanager.monitoring.svc:9093/api/v2/alerts is 60% full. When it is full, the oldest alerts are dropped.',
        },
      ],
    },
    {
      alert: 'PrometheusNotificationQueueFilling',
      when: 'many alerts at once are sent within minutes',
      series: {
        [series('prometheus_notifications_queue_length', TO)]: '0x5 9000x4 0x40',
        [series('prometheus_notifications_queue_capacity', POD)]: '10000x50',
      },
      at: '12m',
      fires: [],
    },
    {
      alert: 'PrometheusWithoutAlertmanager',
      when: 'it knows one',
      series: { [series('prometheus_notifications_alertmanagers_discovered', POD)]: '1x30' },
      at: '22m',
      fires: [],
    },
    {
      alert: 'PrometheusWithoutAlertmanager',
      when: 'none is configured any more',
      series: { [series('prometheus_notifications_alertmanagers_discovered', POD)]: '1x5 0x40' },
      at: '22m',
      fires: [{ labels: POD, description: 'Prometheus prometheus-a has 0 Alertmanagers to send its alerts to.' }],
    },
    {
      alert: 'PrometheusWithoutAlertmanager',
      when: 'it has just started and knows none yet',
      series: { [series('prometheus_notifications_alertmanagers_discovered', POD)]: '0 1x40' },
      at: '0m',
      fires: [],
    },
    {
      alert: 'PrometheusMemoryNearLimit',
      when: 'it uses 95% of its limit, another pod does too, and one has series for pods only',
      series: {
        [series('up', POD)]: '1x40',
        [series('container_memory_working_set_bytes', SIZE)]: '1900x40',
        // The sum of the pod, which would count twice.
        [series('container_memory_working_set_bytes', { ...SIZE, container: '' })]: '1950x40',
        [series('kube_pod_container_resource_limits', { ...LIMIT, instance: '10.0.0.1:8080' })]: '2000x40',
        [series('kube_pod_container_resource_limits', { ...LIMIT, instance: '10.0.0.2:8080' })]: '2000x40',
        [series('kube_pod_container_resource_limits', { ...LIMIT, resource: 'cpu' })]: '4x40',
        [series('up', OTHER)]: '1x40',
        [series('container_memory_working_set_bytes', { ...SIZE, namespace: 'other', container: '' })]: '1840x40',
        [series('container_memory_working_set_bytes', { job: 'cadvisor', id: '/' })]: '9000x40',
        [series('kube_pod_container_resource_limits', { ...LIMIT, namespace: 'other' })]: '2000x40',
        [series('container_memory_working_set_bytes', { ...SIZE, pod: 'shop' })]: '1900x40',
        [series('kube_pod_container_resource_limits', { ...LIMIT, pod: 'shop' })]: '2000x40',
      },
      at: '20m',
      fires: [
        {
          labels: { namespace: 'monitoring', pod: 'prometheus-a' },
          description: 'monitoring/prometheus-a uses 95% of its memory limit.',
        },
        {
          labels: { namespace: 'other', pod: 'prometheus-a' },
          description: 'other/prometheus-a uses 92% of its memory limit.',
        },
      ],
    },
    {
      alert: 'PrometheusMemoryNearLimit',
      when: 'it uses 85% of its limit',
      series: {
        [series('up', POD)]: '1x40',
        [series('container_memory_working_set_bytes', SIZE)]: '1700x40',
        [series('kube_pod_container_resource_limits', LIMIT)]: '2000x40',
      },
      at: '20m',
      fires: [],
    },
  ],
};
