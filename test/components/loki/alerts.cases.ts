import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'loki', namespace: 'monitoring', pod: 'loki-a' };
const OLD = { ...POD, pod: 'loki-old' };
const LOKI = { namespace: 'monitoring', job: 'loki' };

const discarded = (reason: string, pod = 'loki-a') =>
  series('loki_discarded_samples_total', { ...POD, pod, reason, tenant: 'fake' });
const requests = (route: string, status: string, pod = 'loki-a') =>
  series('loki_request_duration_seconds_count', { ...POD, pod, route, status_code: status });
const bucket = (route: string, le: string) =>
  series('loki_request_duration_seconds_bucket', { ...POD, route, status_code: '204', le });
const push = (le: string) => bucket('loki_api_v1_push', le);

export const loki: TopicCases = {
  alerts: [
    {
      alert: 'LokiDown',
      when: 'it runs',
      series: { [series('up', POD)]: '1x30' },
      at: '22m',
      fires: [],
    },
    {
      alert: 'LokiDown',
      when: 'its pod does not answer',
      series: { [series('up', POD)]: '1x5 0x20' },
      at: '22m',
      fires: [
        {
          labels: { job: 'loki', namespace: 'monitoring' },
          description:
            'No pod of the job loki has answered for 15 minutes. Lines wait in the files of the nodes until these are rotated away.',
        },
      ],
    },
    {
      alert: 'LokiDown',
      when: 'its pod is gone',
      series: { [series('up', POD)]: '1x5 stale' },
      at: '22m',
      fires: [
        {
          labels: { job: 'loki' },
          description:
            'No pod of the job loki has answered for 15 minutes. Lines wait in the files of the nodes until these are rotated away.',
        },
      ],
    },
    {
      alert: 'LokiDown',
      when: 'its pod is replaced within ten minutes',
      series: { [series('up', OLD)]: '1x5 0x5 stale', [series('up', POD)]: '_x10 0x5 1x30' },
      at: '14m',
      fires: [],
    },
    {
      alert: 'LokiLinesDiscarded',
      when: 'lines are too old, and the counter begins with the first of them',
      series: {
        [discarded('greater_than_max_sample_age')]: '_x20 7x20',
        [discarded('line_too_long')]: '0+2x40',
        [discarded('rate_limited')]: '0+9x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...LOKI, reason: 'greater_than_max_sample_age' },
          description: 'Loki in monitoring discarded 7 lines within 15 minutes: greater_than_max_sample_age.',
        },
        {
          labels: { ...LOKI, reason: 'line_too_long' },
          description: 'Loki in monitoring discarded 30 lines within 15 minutes: line_too_long.',
        },
      ],
    },
    {
      alert: 'LokiLinesDiscarded',
      when: 'the last one is an hour old, and samples were missing since',
      series: { [discarded('line_too_long')]: '0 5x40 _x10 5x60' },
      at: '60m',
      fires: [],
    },
    {
      alert: 'LokiRateLimited',
      when: 'collectors are told to wait, by two limits',
      series: {
        [discarded('rate_limited')]: '0+120x40',
        [discarded('per_stream_rate_limit')]: '0+60x40',
        [discarded('line_too_long')]: '0+60x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...LOKI, reason: 'rate_limited' },
          description:
            'Loki in monitoring turns away 2 lines per second: rate_limited. Collectors send them again later.',
        },
        {
          labels: { ...LOKI, reason: 'per_stream_rate_limit' },
          description:
            'Loki in monitoring turns away 1 lines per second: per_stream_rate_limit. Collectors send them again later.',
        },
      ],
    },
    {
      alert: 'LokiRateLimited',
      when: 'one burst was turned away',
      series: { [discarded('rate_limited')]: '0x10 5000x40' },
      at: '18m',
      fires: [],
    },
    {
      alert: 'LokiRequestErrors',
      when: 'a tenth of the queries fails',
      series: {
        [requests('loki_api_v1_query_range', '200')]: '0+90x40',
        [requests('loki_api_v1_query_range', '500')]: '0+10x40',
        [requests('loki_api_v1_push', '204')]: '0+9x40',
        [requests('loki_api_v1_push', '400')]: '0+9x40',
        [requests('ready', '503')]: '0+9x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...LOKI, route: 'loki_api_v1_query_range' },
          description: '10% of the requests to loki_api_v1_query_range of Loki in monitoring fail on its side.',
        },
      ],
    },
    {
      alert: 'LokiRequestErrors',
      when: 'its disk is full, which has an alert of its own',
      series: {
        [requests('loki_api_v1_push', '500')]: '0+9x40',
        [series('loki_ingester_wal_disk_usage_percent', POD)]: '0.91x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiRequestErrors',
      when: 'one in fifty fails, or one person tries a query that takes too long',
      series: {
        ...{ [requests('labels', '500')]: '0+10x40', [requests('labels', '200')]: '0+490x40' },
        [requests('loki_api_v1_query_range', '500')]: '0+1x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiPushSlow',
      when: 'every tenth push takes eight to ten seconds',
      series: { [push('5')]: '0+90x40', [push('10')]: '0+100x40', [push('+Inf')]: '0+100x40' },
      at: '30m',
      fires: [
        {
          labels: LOKI,
          description: 'One in a hundred pushes to Loki in monitoring takes longer than 9.5s. Logs arrive late.',
        },
      ],
    },
    {
      alert: 'LokiPushSlow',
      when: 'all are done within five seconds, but queries are not',
      series: {
        ...{ [push('5')]: '0+100x40', [push('10')]: '0+100x40', [push('+Inf')]: '0+100x40' },
        ...{ [bucket('query', '5')]: '0x40', [bucket('query', '10')]: '0+90x40', [bucket('query', '+Inf')]: '0+90x40' },
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiPanicking',
      when: 'it panics with every tenth request',
      series: { [series('loki_panic_total', POD)]: '0+2x40' },
      at: '30m',
      fires: [{ labels: POD, description: 'Loki loki-a panicked 30 times within 15 minutes. Those requests failed.' }],
    },
    {
      alert: 'LokiPanicking',
      when: 'it did so once, 20 minutes ago',
      series: { [series('loki_panic_total', POD)]: '0x10 1x40' },
      at: '31m',
      fires: [],
    },
    {
      alert: 'LokiRulesFailing',
      when: 'a rule over logs fails again and again',
      series: {
        [series('loki_prometheus_rule_evaluation_failures_total', { ...POD, user: 'fake', rule_group: 'logs' })]:
          '0+1x40',
        [series('loki_prometheus_rule_evaluation_failures_total', { ...POD, user: 'fake', rule_group: 'app' })]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'At Loki loki-a 10 evaluations of rules failed within 10 minutes: alerts over logs may be missing.',
        },
      ],
    },
    {
      alert: 'LokiRulesFailing',
      when: 'one evaluation failed',
      series: {
        [series('loki_prometheus_rule_evaluation_failures_total', { ...POD, user: 'fake', rule_group: 'logs' })]:
          '0x10 1x40',
      },
      at: '18m',
      fires: [],
    },
    {
      alert: 'LokiDiskFull',
      when: 'its disk is beyond what it writes to, now and then',
      series: { [series('loki_ingester_wal_disk_usage_percent', POD)]: '0.8x5 0.92 0.89 0.92 0.89 0.92x20' },
      at: '15m',
      fires: [
        {
          labels: POD,
          description: 'The disk of Loki loki-a is 92% full. From 90% on it refuses every push.',
        },
      ],
    },
    {
      alert: 'LokiDiskFull',
      when: 'it is almost that full, or was full half an hour ago',
      series: {
        [series('loki_ingester_wal_disk_usage_percent', POD)]: '0.89x40',
        [series('loki_ingester_wal_disk_usage_percent', OLD)]: '0.95x5 0.8x40',
      },
      at: '35m',
      fires: [],
    },
    {
      alert: 'LokiDiskFilling',
      when: 'it fills by six hundredths in ten hours, above 70%',
      series: { [series('loki_ingester_wal_disk_usage_percent', POD)]: '0.74+0.0001x700' },
      at: '600m',
      fires: [
        {
          labels: POD,
          description: 'The disk of Loki loki-a is 80% full and fills up. At 90% Loki takes no more lines.',
        },
      ],
    },
    {
      alert: 'LokiDiskFilling',
      when: 'it stays where it is, fills a disk that is large, or is beyond 90%',
      series: {
        [series('loki_ingester_wal_disk_usage_percent', POD)]: '0.85x700',
        [series('loki_ingester_wal_disk_usage_percent', OLD)]: '0.3+0.0005x700',
        [series('loki_ingester_wal_disk_usage_percent', { ...POD, pod: 'loki-b' })]: '0.91x700',
      },
      at: '600m',
      fires: [],
    },
    {
      alert: 'LokiFlushFailing',
      when: 'no chunk can be written',
      series: { [series('loki_ingester_chunks_flush_failures_total', POD)]: '0+4x40' },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'Loki loki-a failed 60 times within 15 minutes to write a chunk. They stay in memory until it succeeds.',
        },
      ],
    },
    {
      alert: 'LokiFlushFailing',
      when: 'one failed and was written the next time',
      series: { [series('loki_ingester_chunks_flush_failures_total', POD)]: '0x5 1x40' },
      at: '13m',
      fires: [],
    },
    {
      alert: 'LokiWalCorrupted',
      when: 'it found damage while it started',
      series: {
        [series('loki_ingester_wal_corruptions_total', { ...POD, type: 'segment' })]: '_x10 1x60',
      },
      at: '30m',
      fires: [
        {
          labels: { ...POD, type: 'segment' },
          description:
            'Loki loki-a could not read a segment of its write-ahead log when it started. Lines that were in memory only are lost.',
        },
      ],
    },
    {
      alert: 'LokiWalCorrupted',
      when: 'that was a day ago, or nothing is damaged',
      series: {
        [series('loki_ingester_wal_corruptions_total', { ...POD, type: 'segment' })]: '0 1x1600',
        [series('loki_ingester_wal_corruptions_total', { ...POD, type: 'checkpoint' })]: '_x1490 0x60',
      },
      at: '1500m',
      fires: [],
    },
    {
      alert: 'LokiDeleteRequested',
      when: 'nobody asks for it',
      series: { [series('up', POD)]: '1x80' },
      at: '70m',
      fires: [],
    },
    {
      alert: 'LokiDeleteRequested',
      when: 'somebody asks for it, for the first time',
      series: { [series('loki_compactor_delete_requests_received_total', { ...POD, user: 'fake' })]: '_x20 1x60' },
      at: '25m',
      fires: [
        {
          labels: { ...POD, user: 'fake' },
          description:
            'Loki loki-a got 1 requests within an hour to delete lines. They are hidden already, and are deleted three days later unless the request is cancelled.',
        },
      ],
    },
    {
      alert: 'LokiRetentionNotApplied',
      when: 'it stopped to delete, or never began since it started',
      series: {
        [series('loki_compactor_apply_retention_last_successful_run_timestamp_seconds', POD)]: '3600x600',
        [series('process_start_time_seconds', POD)]: '60x600',
        [series('loki_compactor_apply_retention_last_successful_run_timestamp_seconds', OLD)]: '0x600',
        [series('process_start_time_seconds', OLD)]: '7200x600',
      },
      at: '540m',
      fires: [
        {
          labels: POD,
          description:
            'The last time that Loki loki-a deleted what is past its retention is 8h 0m 0s ago. It should every 10 minutes.',
        },
        {
          labels: OLD,
          description:
            'The last time that Loki loki-old deleted what is past its retention is 7h 0m 0s ago. It should every 10 minutes.',
        },
      ],
    },
    {
      alert: 'LokiRetentionNotApplied',
      when: 'it has just started, or runs as it should',
      series: {
        [series('loki_compactor_apply_retention_last_successful_run_timestamp_seconds', POD)]: '0x600',
        [series('process_start_time_seconds', POD)]: '30000x600',
        [series('loki_compactor_apply_retention_last_successful_run_timestamp_seconds', OLD)]: '0+60x600',
        [series('process_start_time_seconds', OLD)]: '0x600',
      },
      at: '540m',
      fires: [],
    },
  ],
};
