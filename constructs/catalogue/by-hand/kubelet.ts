import type { ByHand } from './by-hand.ts';

/** Metrics of volumes of storage drivers, of images that were pulled, and of certificates. */
export const kubelet: Readonly<Record<string, ByHand>> = {
  kubelet_certificate_manager_client_expiration_renew_errors: {
    type: 'counter',
    labels: [],
    appears: 'onEvent',
    help: 'Counter of certificate renewal errors.',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/certificate/kubelet.go:222',
  },
  kubelet_certificate_manager_server_ttl_seconds: {
    type: 'gauge',
    labels: [],
    appears: 'onEvent',
    help: "Gauge of the shortest TTL (time-to-live) of the Kubelet's serving certificate. The value is in seconds until certificate expiry (negative if already expired). If serving certificate is invalid or unused, the value will be +INF.",
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/certificate/kubelet.go:140',
  },
  kubelet_image_pull_duration_seconds: {
    type: 'histogram',
    labels: ['image_size_in_bytes'],
    appears: 'onEvent',
    help: 'Duration in seconds to pull an image.',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/metrics.go:1018',
  },
  kubelet_preemptions: {
    type: 'counter',
    labels: ['preemption_signal'],
    appears: 'onEvent',
    help: 'Cumulative number of pod preemptions by preemption resource',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/metrics.go:484',
  },
  kubelet_server_expiration_renew_errors: {
    type: 'counter',
    labels: [],
    appears: 'onEvent',
    help: 'Counter of certificate renewal errors.',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/certificate/kubelet.go:94',
  },
  kubelet_volume_stats_available_bytes: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Number of available bytes in the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:37',
  },
  kubelet_volume_stats_capacity_bytes: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Capacity in bytes of the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:31',
  },
  kubelet_volume_stats_health_status_abnormal: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Abnormal volume health status. The count is either 1 or 0. 1 indicates the volume is unhealthy, 0 indicates volume is healthy',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:68',
  },
  kubelet_volume_stats_inodes: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Maximum number of inodes in the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:49',
  },
  kubelet_volume_stats_inodes_free: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Number of free inodes in the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:55',
  },
  kubelet_volume_stats_inodes_used: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Number of used inodes in the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:61',
  },
  kubelet_volume_stats_used_bytes: {
    type: 'gauge',
    labels: ['namespace', 'persistentvolumeclaim'],
    appears: 'onEvent',
    help: 'Number of used bytes in the volume',
    source: 'kubernetes/kubernetes v1.34.4 pkg/kubelet/metrics/collectors/volume_stats.go:43',
  },
};
