import type { MetricNeeds } from '../../kit/metric-needs.ts';
import { latched } from './latched.ts';

/**
 * Shared by the rules of applications. An application exposes `HTTP_METRICS`; `app` and `namespace` identify it.
 */

/** Metrics of an application whose requests are watched, each with the labels that rules and dashboards read. */
export const HTTP_METRICS: MetricNeeds = {
  http_requests_total: ['path', 'status'],
  http_request_duration_seconds: ['path'],
};

/** Requests of users: health checks would dilute the error rate of a service with little traffic. */
export const BY_USERS = 'path!~"/(health|healthz|livez|ready|readyz|metrics)"';

/** How long an application that is gone is remembered. */
const MEMORY = '6h';

/** Applications that were up some time ago, whether they are up now or not. What is missed stays known as long as it is `wanted`. */
export const knownApps = (wanted: string) => `group by (namespace, app) (
  last_over_time(namespace_app:http_requests:rate5m[${MEMORY}])
  or ${latched('ApplicationDown')} and on (namespace, app) ${wanted}
)`;

/** Where nothing but their targets says what is wanted. */
export const KNOWN_APPS = knownApps('up{app!=""}');

/** Failed requests per second: an application without failures may have no such series. */
export function failures(by: string, requests: string, failed: string): string {
  return `sum by (${by}) (rate(${failed}[5m]))
or 0 * sum by (${by}) (rate(${requests}[5m]))`;
}
