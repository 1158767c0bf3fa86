import type { MetricNeeds } from '../../kit/metric-needs.ts';

/**
 * What the rules of applications share. An application exposes `HTTP_METRICS`; `app` and `namespace` say which it is.
 */

/** Metrics of an application whose requests are watched, each with the labels that rules and dashboards read. */
export const HTTP_METRICS: MetricNeeds = {
  http_requests_total: ['path', 'status'],
  http_request_duration_seconds: ['path'],
};

/** Requests of people: health checks would dilute the failures of a service that few use. */
export const BY_USERS = 'path!~"/(health|healthz|livez|ready|readyz|metrics)"';

/** How long an application is remembered that is gone. */
const MEMORY = '6h';

/** Applications that answered some time ago, whether they answer now or not. */
export const KNOWN_APPS = `group by (namespace, app) (last_over_time(namespace_app:http_requests:rate5m[${MEMORY}]))`;

/** Requests per second that fail: an application that never failed may have no such series. */
export function failures(by: string, requests: string, failed: string): string {
  return `sum by (${by}) (rate(${failed}[5m]))
or 0 * sum by (${by}) (rate(${requests}[5m]))`;
}
