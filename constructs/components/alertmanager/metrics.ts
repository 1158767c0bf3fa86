import { metricsTable } from '../../kit/catalogue.ts';
import { goMetrics, promhttpMetrics } from '../../kit/go-metrics.ts';

/** What Alertmanager exposes. By hand are metrics of several replicas, of notifications that were suppressed, and of receivers that notify somebody. */
export const metrics = metricsTable(
  `
# recorded from docker.io/prom/alertmanager:v0.34.0 by npm run catalogue
alertmanager_alerts{state} gauge always
alertmanager_alerts_invalid_total{version} counter always
alertmanager_alerts_per_alert_limit gauge always
alertmanager_alerts_received_total{status,version} counter always
alertmanager_alerts_subscriber_channel_writes_total{subscriber} counter onEvent
alertmanager_build_info{branch,goarch,goos,goversion,revision,tags,version} gauge always
alertmanager_cluster_enabled gauge always
alertmanager_cluster_failed_peers gauge onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:354
alertmanager_cluster_health_score gauge onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:91
alertmanager_cluster_members gauge onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:79
alertmanager_cluster_messages_pruned_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:75
alertmanager_cluster_messages_queued gauge onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:97
alertmanager_cluster_messages_received_total{msg_type} counter onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:59
alertmanager_cluster_messages_sent_total{msg_type} counter onEvent from prometheus/alertmanager v0.34.0 cluster/delegate.go:67
alertmanager_cluster_peers_joined_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:390
alertmanager_cluster_peers_left_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:382
alertmanager_cluster_reconnections_failed_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:363
alertmanager_cluster_reconnections_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:368
alertmanager_cluster_refresh_join_failed_total counter onEvent from prometheus/alertmanager v0.34.0 cluster/cluster.go:373
alertmanager_config_hash gauge always
alertmanager_config_last_reload_success_timestamp_seconds gauge always
alertmanager_config_last_reload_successful gauge always
alertmanager_dispatcher_aggregation_group_limit_reached_total counter always
alertmanager_dispatcher_aggregation_groups gauge always
alertmanager_dispatcher_alert_processing_duration_seconds summary always
alertmanager_http_concurrency_limit_exceeded_total{method} counter always
alertmanager_http_request_duration_seconds{code,handler,method} histogram always
alertmanager_http_requests_in_flight{method} gauge always
alertmanager_http_response_size_bytes{handler,method} histogram always
alertmanager_inhibition_rules gauge always
alertmanager_integrations gauge always
alertmanager_marked_alerts{state} gauge always
alertmanager_nflog_gc_duration_seconds summary always
alertmanager_nflog_gossip_messages_propagated_total counter always
alertmanager_nflog_maintenance_errors_total counter always
alertmanager_nflog_maintenance_total counter always
alertmanager_nflog_queries_total counter always
alertmanager_nflog_query_duration_seconds histogram always
alertmanager_nflog_query_errors_total counter always
alertmanager_nflog_snapshot_duration_seconds summary always
alertmanager_nflog_snapshot_size_bytes gauge always
alertmanager_notification_latency_seconds{integration,receiver_name} histogram onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:83
alertmanager_notification_requests_failed_total{integration,receiver_name} counter onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:83
alertmanager_notification_requests_total{integration,receiver_name} counter onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:83
alertmanager_notifications_failed_total{integration,reason,receiver_name} counter onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:83
alertmanager_notifications_suppressed_total{reason} counter onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:65
alertmanager_notifications_total{integration,receiver_name} counter onEvent from prometheus/alertmanager v0.34.0 notify/metrics.go:83
alertmanager_receivers gauge always
alertmanager_silences{state} gauge always
alertmanager_silences_gc_duration_seconds summary always
alertmanager_silences_gc_errors_total counter always
alertmanager_silences_gossip_messages_propagated_total counter always
alertmanager_silences_maintenance_errors_total counter always
alertmanager_silences_maintenance_total counter always
alertmanager_silences_matcher_compile_errors_total{stage} counter always
alertmanager_silences_matcher_index_size gauge always
alertmanager_silences_queries_total counter always
alertmanager_silences_query_duration_seconds histogram always
alertmanager_silences_query_errors_total counter always
alertmanager_silences_query_silences_scanned_total counter always
alertmanager_silences_query_silences_skipped_total counter always
alertmanager_silences_snapshot_duration_seconds summary always
alertmanager_silences_snapshot_size_bytes gauge always
alertmanager_silences_state_size gauge always
alertmanager_silences_version_index_size gauge always
`,
  goMetrics,
  promhttpMetrics,
);
