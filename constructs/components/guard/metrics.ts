import { metricsTable } from '../../kit/catalogue.ts';
import { goMetrics, promhttpMetrics } from '../../kit/go-metrics.ts';

/** What Caddy exposes as a guard. */
export const metrics = metricsTable(
  `
# recorded from docker.io/library/caddy:2.11.9 by npm run catalogue
caddy_config_last_reload_success_timestamp_seconds gauge always
caddy_config_last_reload_successful gauge always
caddy_http_request_duration_seconds{code,handler,method,server} histogram onEvent
caddy_http_request_errors_total{handler,server} counter onEvent
caddy_http_request_size_bytes{code,handler,method,server} histogram onEvent
caddy_http_requests_in_flight{handler,server} gauge onEvent
caddy_http_requests_total{handler,server} counter onEvent
caddy_http_response_duration_seconds{code,handler,method,server} histogram onEvent
caddy_http_response_size_bytes{code,handler,method,server} histogram onEvent
caddy_reverse_proxy_upstreams_healthy{upstream} gauge always
go_build_info{checksum,path,version} gauge always
`,
  goMetrics,
  promhttpMetrics,
);
