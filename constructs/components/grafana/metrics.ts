import { metricsTable } from '../../kit/catalogue.ts';

/** What Grafana exposes. By hand are metrics of a full Grafana that is in use. */
export const metrics = metricsTable(`
# recorded from docker.io/grafana/grafana:12.4.12 by npm run catalogue
go_gc_duration_seconds summary onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_goroutines gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_info{version} gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_alloc_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_alloc_bytes_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_buck_hash_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_frees_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_gc_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_alloc_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_idle_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_inuse_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_objects gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_released_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_heap_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_last_gc_time_seconds gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_mallocs_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_mcache_inuse_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_mcache_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_mspan_inuse_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_mspan_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_next_gc_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_other_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_stack_inuse_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_stack_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_memstats_sys_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
go_threads gauge onEvent from prometheus/client_golang v1.23.2 prometheus/go_collector.go
grafana_alerting_active_alerts gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_alerting_result_total{state} counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_alerting_rule_evaluation_duration_seconds{org} histogram onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_rule_evaluation_failures_total{org} counter onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_rule_evaluations_total{org} counter onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_rule_group_rules{org,rule_group,state,type} gauge onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_schedule_alert_rules gauge onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_schedule_rule_evaluations_missed_total{name,org} counter onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_alerting_scheduler_behind_seconds gauge onEvent from grafana/grafana 35b27b0193be pkg/services/ngalert/metrics/scheduler.go
grafana_api_dashboard_get_milliseconds summary onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_api_dashboard_search_milliseconds summary onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_api_dataproxy_request_all_milliseconds summary onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_api_login_oauth_total counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_api_login_post_total counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_api_response_status_total{code} counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_build_info{branch,edition,goversion,revision,version} gauge always
grafana_datasource_request_duration_seconds{code,datasource,datasource_type,method,secure_socks_ds_proxy_enabled} histogram onEvent from grafana/grafana 0f840a8dc3df pkg/infra/httpclient/httpclientprovider/datasource_metrics_middleware.go
grafana_datasource_request_in_flight{datasource,datasource_type} gauge onEvent from grafana/grafana 0f840a8dc3df pkg/infra/httpclient/httpclientprovider/datasource_metrics_middleware.go
grafana_datasource_request_total{code,datasource,datasource_type,method} counter onEvent from grafana/grafana 0f840a8dc3df pkg/infra/httpclient/httpclientprovider/datasource_metrics_middleware.go
grafana_datasource_response_size_bytes{datasource,datasource_type} histogram onEvent from grafana/grafana 0f840a8dc3df pkg/infra/httpclient/httpclientprovider/datasource_metrics_middleware.go
grafana_http_request_duration_seconds{handler,method,slo_group,status_code,status_source} histogram always from grafana/grafana 4168e6182e87 pkg/middleware/request_metrics.go
grafana_http_request_in_flight gauge onEvent from grafana/grafana 4168e6182e87 pkg/middleware/request_metrics.go
grafana_http_response_size_bytes{handler,method,slo_group,status_code,status_source} histogram onEvent from grafana/grafana 4168e6182e87 pkg/middleware/request_metrics.go
grafana_instance_start_total counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_page_response_status_total{code} counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_plugin_build_info{plugin_id,plugin_type,signature_status,version} gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_plugin_request_duration_milliseconds{endpoint,plugin_id,status_source,target} histogram onEvent from grafana/grafana 0577088076c3 pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go
grafana_plugin_request_duration_seconds{endpoint,plugin_id,source,status,status_source,target} histogram onEvent from grafana/grafana 0577088076c3 pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go
grafana_plugin_request_total{endpoint,plugin_id,status,status_source,target} counter onEvent from grafana/grafana 0577088076c3 pkg/services/pluginsintegration/clientmiddleware/metrics_middleware.go
grafana_proxy_response_status_total{code} counter onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_active_users gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_total_users gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_totals_alert_rules gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_totals_dashboard gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_totals_datasource{plugin_id} gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
grafana_stat_totals_folder gauge onEvent from grafana/grafana 002d6e954d20 pkg/infra/metrics/metrics.go
process_cpu_seconds_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_max_fds gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_network_receive_bytes_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_network_transmit_bytes_total counter onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_open_fds gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_resident_memory_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_start_time_seconds gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_virtual_memory_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
process_virtual_memory_max_bytes gauge onEvent from prometheus/client_golang v1.23.2 prometheus/process_collector.go
`);
