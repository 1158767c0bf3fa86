import type { TopicCases } from '../../lib/alerts/case.ts';
import { series } from '../../lib/alerts/series.ts';

const POD = { job: 'alloy', namespace: 'monitoring-node', pod: 'alloy-a' };
const OTHER = { ...POD, pod: 'alloy-b' };
const LOKI = { job: 'loki', namespace: 'monitoring', pod: 'loki-a' };

const STATE = { job: 'kube-state-metrics', instance: '10.0.0.1:8080' };
const nodeState = (node: string, condition: string, status: string, instance = '10.0.0.1:8080') =>
  series('kube_node_status_condition', { job: 'kube-state-metrics', instance, node, condition, status });
const nodeReady = (node: string, instance?: string) => nodeState(node, 'Ready', 'true', instance);
const on = (node: string, pod: string, instance = '10.0.0.1:8080') =>
  series('kube_pod_info', { job: 'kube-state-metrics', instance, node, namespace: 'monitoring-node', pod });

const dropped = (pod: typeof POD, reason: string) =>
  series('loki_write_dropped_entries_total', { ...pod, host: 'loki', reason });
const retries = (pod: typeof POD) => series('loki_write_batch_retries_total', { ...pod, host: 'loki' });
const sent = (pod: typeof POD) => series('loki_write_sent_entries_total', { ...pod, host: 'loki' });
const read = (path: string) => series('loki_source_file_read_lines_total', { ...POD, path });
const partsOf = (pod: string, by: typeof POD) =>
  series('loki_process_custom_line_part_bytes_total', {
    ...by,
    namespace: 'shop',
    pod: pod,
    container: 'main',
  });
const cut = (by: typeof POD) => series('loki_process_cri_lines_truncated_total', by);
const received = series('loki_distributor_lines_received_total', { ...LOKI, tenant: 'fake' });

export const alloy: TopicCases = {
  alerts: [
    {
      alert: 'AlloyLinesDropped',
      when: 'Loki refuses lines of one of two pods for good',
      series: {
        [dropped(POD, 'ingester_error')]: '0+2x40',
        [dropped(POD, 'rate_limited')]: '0x40',
        [dropped(OTHER, 'ingester_error')]: '0x40',
      },
      at: '30m',
      fires: [
        {
          labels: { ...POD, reason: 'ingester_error' },
          description: 'Alloy alloy-a dropped 30 lines within 15 minutes: ingester_error.',
        },
      ],
    },
    {
      alert: 'AlloyLinesDropped',
      when: 'some were dropped, half an hour ago',
      series: { [dropped(POD, 'ingester_error')]: '0 9x60' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'AlloyLinesTruncated',
      when: 'one container logs without an end, on the node of another with long lines now and then',
      series: {
        [partsOf('endless', POD)]: '0 6e5+6e5x20',
        [partsOf('long', POD)]: '0+1e4x20',
        [cut(POD)]: '0+40x20',
      },
      at: '5m',
      fires: [
        {
          labels: { namespace: 'shop', pod: 'endless', container: 'main' },
          description: 'shop/endless logged 2.861MiB in long lines within 5 minutes. Of each line, 256 KiB are kept.',
        },
      ],
    },
    {
      alert: 'AlloyLinesTruncated',
      when: 'lines are long, but nothing is cut on their node, or no more',
      series: {
        [partsOf('long', POD)]: '0+6e5x30',
        [cut(POD)]: '0+40x10 400x20',
        [partsOf('other', OTHER)]: '0+6e5x30',
        [cut(OTHER)]: '0x30',
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'AlloySilent',
      when: 'one of two pods has no file open',
      series: {
        [series('loki_source_file_files_active_total', POD)]: '13x5 0x30',
        [series('loki_source_file_files_active_total', OTHER)]: '7x40',
      },
      at: '27m',
      fires: [
        {
          labels: POD,
          description:
            'Alloy alloy-a has 0 files open. At least its own log is there to be read: logs of its node are missing.',
        },
      ],
    },
    {
      alert: 'AlloySilent',
      when: 'it has just started',
      series: { [series('loki_source_file_files_active_total', POD)]: '0 0 12x40' },
      at: '1m',
      fires: [],
    },
    {
      alert: 'AlloyComponentUnhealthy',
      when: 'two of its six components have ended',
      series: {
        [series('alloy_component_controller_running_components', { ...POD, health_type: 'healthy' })]: '6x5 4x30',
        [series('alloy_component_controller_running_components', { ...POD, health_type: 'exited' })]: '_x5 2x30',
      },
      at: '17m',
      fires: [{ labels: { ...POD, health_type: 'exited' }, description: '2 components of Alloy alloy-a are exited.' }],
    },
    {
      alert: 'AlloyComponentUnhealthy',
      when: 'they are unknown for the minutes of its start',
      series: {
        [series('alloy_component_controller_running_components', { ...POD, health_type: 'unknown' })]: '6x4 stale',
        [series('alloy_component_controller_running_components', { ...POD, health_type: 'healthy' })]: '_x5 6x30',
      },
      at: '3m',
      fires: [],
    },
    {
      alert: 'AlloyConfigReloadFailed',
      when: 'it refuses a configuration, and a scrape of it fails',
      series: { [series('alloy_config_last_load_successful', POD)]: '1x5 0x8 _x2 0x20' },
      at: '22m',
      fires: [
        {
          labels: POD,
          description: 'Alloy alloy-a could not load its configuration. A restart would not come up again.',
        },
      ],
    },
    {
      alert: 'AlloyConfigReloadFailed',
      when: 'the mistake is repaired within ten minutes',
      series: { [series('alloy_config_last_load_successful', POD)]: '1x5 0x9 1x20' },
      at: '14m',
      fires: [],
    },
    {
      alert: 'AlloyDown',
      when: 'one of three nodes has no Alloy, and the one of another does not answer',
      series: {
        ...{ [nodeReady('node1')]: '1x30', [nodeReady('node2')]: '1x30', [nodeReady('node3')]: '1x30' },
        [nodeReady('node1', '10.0.0.2:8080')]: '1x30',
        ...{ [on('node1', 'alloy-a')]: '1x30', [on('node2', 'alloy-b')]: '1x30' },
        [on('node1', 'alloy-a', '10.0.0.2:8080')]: '1x30',
        ...{ [series('up', POD)]: '1x30', [series('up', OTHER)]: '0x30' },
      },
      at: '16m',
      fires: [
        {
          labels: { node: 'node2' },
          description: 'No Alloy answers on the node node2, although the node is ready.',
        },
        {
          labels: { node: 'node3' },
          description: 'No Alloy answers on the node node3, although the node is ready.',
        },
      ],
    },
    {
      alert: 'AlloyDown',
      when: 'the node is not ready, runs Windows or has no machine, or its Alloy is replaced',
      series: {
        [nodeReady('win')]: '1x30',
        [series('kube_node_info', { ...STATE, node: 'win', os_image: 'Windows Server 2022 Datacenter' })]: '1x30',
        [nodeReady('fargate-ip-10-0-0-1')]: '1x30',
        [nodeReady('aci')]: '1x30',
        [series('kube_node_spec_taint', { ...STATE, node: 'aci', key: 'virtual-kubelet.io/provider' })]: '1x30',
        ...{ [nodeReady('node1')]: '0x30', [nodeReady('node2')]: '1x30' },
        [nodeState('node1', 'Ready', 'unknown')]: '1x30',
        [nodeState('node1', 'MemoryPressure', 'true')]: '1x30',
        ...{ [on('node2', 'alloy-a')]: '1x5 stale', [on('node2', 'alloy-b')]: '_x8 1x30' },
        ...{ [series('up', POD)]: '1x5 stale', [series('up', OTHER)]: '_x8 0 1x30' },
      },
      at: '20m',
      fires: [],
    },
    {
      alert: 'AlloyCannotSend',
      when: 'one of two pods gets no answer from Loki, which runs',
      series: {
        ...{ [retries(POD)]: '0+2x40', [sent(POD)]: '100x40' },
        ...{ [retries(OTHER)]: '0+1x40', [sent(OTHER)]: '0+50x40' },
        [series('up', LOKI)]: '1x40',
        [series('loki_ingester_wal_disk_usage_percent', LOKI)]: '0.5x40',
      },
      at: '30m',
      fires: [
        {
          labels: POD,
          description:
            'Alloy alloy-a tried 20 times within 10 minutes and sent nothing. Lines wait in the files of its node until these are rotated away.',
        },
      ],
    },
    {
      alert: 'AlloyCannotSend',
      when: 'no Loki answers',
      series: { [retries(POD)]: '0+2x40', [sent(POD)]: '100x40', [series('up', LOKI)]: '0x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'AlloyCannotSend',
      when: 'the disk of Loki is full',
      series: {
        ...{ [retries(POD)]: '0+2x40', [sent(POD)]: '100x40', [series('up', LOKI)]: '1x40' },
        [series('loki_ingester_wal_disk_usage_percent', LOKI)]: '0.93x40',
      },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiReceivesNothing',
      when: 'lines are read, and nothing has arrived since Loki started',
      series: {
        [read('/a')]: '0+60x40',
        [read('/b')]: '0+60x40',
        [retries(POD)]: '0x40',
        [series('up', LOKI)]: '1x40',
      },
      at: '30m',
      fires: [
        {
          labels: {},
          description: 'The collectors read 2 lines per second, but none arrives at Loki. Logs are missing.',
        },
      ],
    },
    {
      alert: 'LokiReceivesNothing',
      when: 'some arrive',
      series: { [read('/a')]: '0+60x40', [received]: '0+1x40', [retries(POD)]: '0x40', [series('up', LOKI)]: '1x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiReceivesNothing',
      when: 'Alloy tries to send',
      series: { [read('/a')]: '0+60x40', [retries(POD)]: '0+2x40', [series('up', LOKI)]: '1x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiReceivesNothing',
      when: 'no Loki answers',
      series: { [read('/a')]: '0+60x40', [retries(POD)]: '0x40', [series('up', LOKI)]: '0x40' },
      at: '30m',
      fires: [],
    },
    {
      alert: 'LokiReceivesNothing',
      when: 'no pod logs anything',
      series: { [read('/a')]: '9x40', [received]: '9x40', [retries(POD)]: '0x40', [series('up', LOKI)]: '1x40' },
      at: '30m',
      fires: [],
    },
  ],
};
