import { metricsTable } from '../../kit/catalogue.ts';
import { goMetrics } from '../../kit/go-metrics.ts';

/** What Alloy exposes. By hand are metrics of stages that drop or cut lines, and those of `counting.ts`. */
export const metrics = metricsTable(
  `
# recorded from docker.io/grafana/alloy:v1.18.1 by npm run catalogue
alloy_build_info{branch,goarch,goos,goversion,revision,tags,version} gauge always
alloy_component_controller_evaluating{controller_id,controller_path} gauge always
alloy_component_controller_running_components{controller_id,controller_path,health_type} gauge always
alloy_component_dependencies_wait_seconds{controller_id,controller_path} histogram always
alloy_component_evaluation_queue_size{controller_id,controller_path} gauge always
alloy_component_evaluation_seconds{controller_id,controller_path} histogram always
alloy_component_graph_connection{controller_id,controller_path,from,to} gauge always
alloy_config_hash{cluster_name,sha256} gauge always
alloy_config_last_load_success_timestamp_seconds gauge always
alloy_config_last_load_successful gauge always
alloy_config_load_failures_total counter always
alloy_labelstore_global_ids_count gauge always
alloy_labelstore_last_stale_check_timestamp gauge always
alloy_resources_machine_rx_bytes_total counter always
alloy_resources_machine_tx_bytes_total counter always
alloy_resources_process_cpu_seconds_total counter always
alloy_resources_process_resident_memory_bytes gauge always
alloy_resources_process_start_time_seconds gauge always
alloy_resources_process_virtual_memory_bytes gauge always
deprecated_flags_inuse_total counter always
log_bytes_total{app,component_id,component_path,level,namespace,workload,workload_kind} counter onEvent from grafana/alloy v1.18.1 internal/component/loki/process/stages/metric.go:40
log_lines_total{app,component_id,component_path,level,namespace,workload,workload_kind} counter onEvent from grafana/alloy v1.18.1 internal/component/loki/process/stages/metric.go:40
loki_process_cri_lines_truncated_total{component_id,component_path} counter onEvent
loki_process_cri_partial_lines_flushed_total{component_id,component_path} counter onEvent
loki_process_custom_line_part_bytes_total{app,component_id,component_path,container,namespace,pod} counter onEvent from grafana/alloy v1.18.1 internal/component/loki/process/stages/metric.go
loki_process_dropped_lines_total{component_id,component_path,reason} counter onEvent from grafana/alloy v1.18.1 internal/component/loki/process/stages/match.go:102
loki_process_truncated_fields_total{component_id,component_path,field} counter onEvent from grafana/alloy v1.18.1 internal/component/loki/process/stages/truncate.go:208
loki_source_file_file_bytes_total{component_id,component_path,path} gauge always
loki_source_file_files_active_total{component_id,component_path} gauge always
loki_source_file_read_bytes_total{component_id,component_path,path} gauge always
loki_source_file_read_lines_total{component_id,component_path,path} counter always
loki_write_batch_retries_total{component_id,component_path,host,tenant} counter always
loki_write_dropped_bytes_total{component_id,component_path,host,reason,tenant} counter always
loki_write_dropped_entries_total{component_id,component_path,host,reason,tenant} counter always
loki_write_entry_propagation_latency_seconds{component_id,component_path,host,tenant} histogram always
loki_write_request_duration_seconds{component_id,component_path,host,status_code,tenant} histogram always
loki_write_request_size_bytes{component_id,component_path,host,tenant} histogram always
loki_write_sent_bytes_total{component_id,component_path,host,tenant} counter always
loki_write_sent_entries_total{component_id,component_path,host,tenant} counter always
net_conntrack_dialer_conn_attempted_total{dialer_name} counter always
net_conntrack_dialer_conn_closed_total{dialer_name} counter always
net_conntrack_dialer_conn_established_total{dialer_name} counter always
net_conntrack_dialer_conn_failed_total{dialer_name,reason} counter always
prometheus_remote_storage_exemplars_in_total counter always
prometheus_remote_storage_histograms_in_total counter always
prometheus_remote_storage_samples_in_total counter always
prometheus_remote_storage_string_interner_zero_reference_releases_total counter always
prometheus_sd_kubernetes_events_total{component_id,component_path,event,role} counter always
prometheus_sd_kubernetes_failures_total{component_id,component_path} counter always
prometheus_template_text_expansion_failures_total counter always
prometheus_template_text_expansions_total counter always
remotecfg_hash{hash} gauge always
remotecfg_last_load_not_modified gauge always
remotecfg_last_load_success_timestamp_seconds gauge always
remotecfg_last_load_successful gauge always
remotecfg_load_attempts_total counter always
remotecfg_load_failures_total counter always
remotecfg_request_duration_seconds histogram always
`,
  goMetrics,
);
