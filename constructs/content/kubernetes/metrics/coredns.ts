import { metricsTable } from '../../../kit/catalogue.ts';
import { goMetrics } from '../../../kit/go-metrics.ts';

/** Metrics of CoreDNS. Written by hand: a DNS server that forwards queries. */
export const metrics = metricsTable(
  `
# recorded from registry.k8s.io/coredns/coredns:v1.14.6 by npm run catalogue
coredns_build_info{goversion,revision,version} gauge always
coredns_cache_entries{server,type,view,zones} gauge onEvent
coredns_cache_hits_total{server,type,view,zones} counter onEvent
coredns_cache_misses_total{server,view,zones} counter onEvent
coredns_cache_requests_total{server,view,zones} counter onEvent
coredns_dns_request_duration_seconds{server,view,zone} histogram onEvent
coredns_dns_request_size_bytes{proto,server,view,zone} histogram onEvent
coredns_dns_requests_total{family,proto,server,type,view,zone} counter onEvent
coredns_dns_response_size_bytes{proto,server,view,zone} histogram onEvent
coredns_dns_responses_total{plugin,rcode,server,view,zone} counter onEvent
coredns_forward_healthcheck_broken_total counter onEvent
coredns_forward_max_concurrent_rejects_total counter onEvent
coredns_health_request_duration_seconds histogram always
coredns_health_request_failures_total counter always
coredns_hosts_reload_timestamp_seconds gauge always
coredns_kubernetes_dns_programming_duration_seconds{service_kind} histogram onEvent
coredns_kubernetes_rest_client_requests_total{code,host,method} counter always
coredns_local_localhost_requests_total counter always
coredns_panics_total counter always
coredns_plugin_enabled{name,server,view,zone} gauge always
coredns_proxy_conn_cache_hits_total{proto,proxy_name,to} counter onEvent from coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:31
coredns_proxy_conn_cache_misses_total{proto,proxy_name,to} counter onEvent from coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:38
coredns_proxy_healthcheck_failures_total{proxy_name,to} counter onEvent from coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:24
coredns_proxy_request_duration_seconds{proxy_name,rcode,to} histogram onEvent from coredns/coredns v1.14.6 plugin/pkg/proxy/metrics.go:15
coredns_reload_failed_total counter always
coredns_template_matches_total{class,server,type,view,zone} counter onEvent
`,
  goMetrics,
);
