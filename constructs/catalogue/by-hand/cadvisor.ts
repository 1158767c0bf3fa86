import type { ByHand } from './by-hand.ts';

/** Metrics of block devices and huge pages. */
export const cadvisor: Readonly<Record<string, ByHand>> = {
  container_blkio_device_usage_total: {
    type: 'counter',
    labels: ['container', 'device', 'id', 'image', 'major', 'minor', 'name', 'namespace', 'operation', 'pod'],
    appears: 'onEvent',
    help: 'Blkio Device bytes usage',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:754',
  },
  container_fs_reads_bytes_total: {
    type: 'counter',
    labels: ['container', 'device', 'id', 'image', 'name', 'namespace', 'pod'],
    appears: 'onEvent',
    help: 'Cumulative count of bytes read',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:579',
  },
  container_fs_writes_bytes_total: {
    type: 'counter',
    labels: ['container', 'device', 'id', 'image', 'name', 'namespace', 'pod'],
    appears: 'onEvent',
    help: 'Cumulative count of bytes written',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:647',
  },
  container_hugetlb_failcnt: {
    type: 'counter',
    labels: ['container', 'id', 'image', 'name', 'namespace', 'pagesize', 'pod'],
    appears: 'onEvent',
    help: 'Number of hugepage usage hits limits',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:325',
  },
  container_hugetlb_max_usage_bytes: {
    type: 'gauge',
    labels: ['container', 'id', 'image', 'name', 'namespace', 'pagesize', 'pod'],
    appears: 'onEvent',
    help: 'Maximum hugepage usage recorded in bytes',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:358',
  },
  container_hugetlb_usage_bytes: {
    type: 'gauge',
    labels: ['container', 'id', 'image', 'name', 'namespace', 'pagesize', 'pod'],
    appears: 'onEvent',
    help: 'Current hugepage usage in bytes',
    source: 'google/cadvisor v0.52.1 metrics/prometheus.go:341',
  },
};
