/**
 * Series that only runbooks and how-to pages query, no rule and no dashboard. They are stored, so that a pasted query works
 * and finds history. Written by `npm run docs`.
 */
export const askedByHand: readonly string[] = [
  'apiserver_storage_objects',
  'container_fs_reads_bytes_total',
  'container_fs_writes_bytes_total',
  'container_memory_usage_bytes',
  'container_spec_memory_limit_bytes',
  'coredns_dns_requests_total',
  'coredns_proxy_healthcheck_failures_total',
  'coredns_proxy_request_duration_seconds_bucket',
  'kube_deployment_status_replicas_updated',
  'kube_job_status_failed',
  'kube_pod_container_state_started',
  'kube_pod_init_container_status_running',
  'kubelet_runtime_operations_duration_seconds_count',
  'kubelet_runtime_operations_duration_seconds_sum',
  'node_time_seconds',
  'node_timex_maxerror_seconds',
  'node_vmstat_pgmajfault',
  'node_vmstat_pswpin',
];
