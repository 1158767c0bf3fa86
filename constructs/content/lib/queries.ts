/**
 * Expressions that several dashboards share. Each accepts more matchers, such as `namespace="$namespace"`, and returns one
 * series per pod. All work with two kube-state-metrics, whose series are the same but for `instance`.
 */

/** Memory in use that the kernel cannot reclaim, in bytes: the container is OOM-killed when this reaches the limit. */
export function workingSet(matchers = ''): string {
  const series = (container: string) =>
    `container_memory_working_set_bytes{job="cadvisor", ${container}${matchers && `, ${matchers}`}}`;
  // Docker Desktop has series only for pods, not for containers; elsewhere the pod's is the sum and would count twice.
  return (
    `(sum by (namespace, pod) (max by (namespace, pod, container) (${series('container!="", container!="POD"')}))` +
    ` or max by (namespace, pod) (${series('container="", pod!=""')}))`
  );
}

/** CPU in use, in cores. */
export function cpuUsage(matchers = ''): string {
  const series = (container: string) =>
    `rate(container_cpu_usage_seconds_total{job="cadvisor", ${container}${matchers && `, ${matchers}`}}[$__rate_interval])`;
  return (
    `(sum by (namespace, pod) (max by (namespace, pod, container) (${series('container!="", container!="POD"')}))` +
    ` or max by (namespace, pod) (${series('container="", pod!=""')}))`
  );
}

/** Share of CPU periods in which a pod's containers were throttled; 0 without a limit. */
export function throttled(matchers: string): string {
  const periods = (which: string) =>
    `sum by (namespace, pod) (max by (namespace, pod, container) (rate(container_cpu_cfs_${which}_total{job="cadvisor", container!="", ${matchers}}[$__rate_interval])))`;
  return `(${periods('throttled_periods')} / (${periods('periods')} > 0) or 0 * ${cpuUsage(matchers)})`;
}

/** Requests of a pod's containers: cores or bytes. */
export function requested(resource: 'cpu' | 'memory', matchers = ''): string {
  return `sum by (namespace, pod) (${state('namespace, pod, container', 'kube_pod_container_resource_requests', `resource="${resource}"${matchers && `, ${matchers}`}`)})`;
}

/** Network traffic of each pod in bytes per second, in one direction. */
export function podNetwork(direction: 'receive' | 'transmit', matchers: string): string {
  return `sum by (namespace, pod) (max by (namespace, pod, interface) (rate(container_network_${direction}_bytes_total{job="cadvisor", pod!="", ${matchers}}[$__rate_interval])))`;
}

/** Container restarts within a range, per pod. */
export function restarts(over: '$__range' | '$__rate_interval', matchers: string): string {
  return `sum by (namespace, pod) (max by (namespace, pod, container) (increase(kube_pod_container_status_restarts_total{job="kube-state-metrics", ${matchers}}[${over}])))`;
}

/** State from kube-state-metrics, one series for each `by`. */
export function state(by: string, metric: string, matchers = ''): string {
  return `max by (${by}) (${metric}{job="kube-state-metrics"${matchers && `, ${matchers}`}})`;
}

/** Memory limits of a pod's containers, in bytes. */
export function memoryLimit(matchers = ''): string {
  const series = `kube_pod_container_resource_limits{job="kube-state-metrics", resource="memory"${matchers && `, ${matchers}`}}`;
  return `sum by (namespace, pod) (max by (namespace, pod, container) (${series}))`;
}

/** Requests per second to an application. */
export function requests(by: string, matchers: string): string {
  return `sum by (${by}) (rate(http_requests_total{${matchers}}[$__rate_interval]))`;
}

/** Share of the requests that get a 5xx response. */
export function errorRatio(by: string, matchers: string): string {
  const all = requests(by, matchers);
  // A counter of errors does not exist before the first one: without `or`, a healthy service would have no data.
  return `(${requests(by, `${matchers}, status=~"5.."`)} or 0 * ${all}) / (${all} > 0)`;
}

/** Latency quantile in seconds. `by` ends with a comma if it has labels. */
export function latency(quantile: number, matchers: string, by = ''): string {
  return `histogram_quantile(${quantile}, sum by (${by}le) (rate(http_request_duration_seconds_bucket{${matchers}}[$__rate_interval])))`;
}

/** Rate of counters, per second. */
export function perSecond(series: string, by = ''): string {
  return `sum by (${by}) (rate(${series}[$__rate_interval]))`;
}

/** Number of pods that are neither finished nor ready; zero if there is none. */
export function notReady(matchers = ''): string {
  const of = (metric: string, which: string) =>
    state('namespace, pod', metric, `${which}${matchers && `, ${matchers}`}`);
  return (
    `sum(${of('kube_pod_status_ready', 'condition=~"false|unknown"')}` +
    ` unless ${of('kube_pod_status_phase', 'phase="Succeeded"')} == 1) or vector(0)`
  );
}

/** Number of firing alerts, without Watchdog. */
export function firing({ by = '', matchers = '' } = {}): string {
  return `count by (${by}) (ALERTS{alertstate="firing", alertname!="Watchdog"${matchers && `, ${matchers}`}}) or vector(0)`;
}
