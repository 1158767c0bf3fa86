import { JOB } from '../matchers.ts';

/**
 * Expressions that several dashboards share. Each takes more matchers, such as `namespace="$namespace"`, and gives one
 * series for each pod. All hold with two kube-state-metrics, whose series are the same but for `instance`.
 */

/** Memory in use that the kernel cannot take back, in bytes: reaching the limit of it kills the container. */
export function workingSet(matchers = ''): string {
  const series = (container: string) =>
    `container_memory_working_set_bytes{job="${JOB.cadvisor}", ${container}${matchers && `, ${matchers}`}}`;
  // Docker Desktop has no series for containers, only for pods; elsewhere the pod's is the sum and would count twice.
  return (
    `(sum by (namespace, pod) (max by (namespace, pod, container) (${series('container!="", container!="POD"')}))` +
    ` or max by (namespace, pod) (${series('container="", pod!=""')}))`
  );
}

/** Memory limits of a pod's containers, in bytes. */
export function memoryLimit(matchers = ''): string {
  const series = `kube_pod_container_resource_limits{job="${JOB.kubeStateMetrics}", resource="memory"${matchers && `, ${matchers}`}}`;
  return `sum by (namespace, pod) (max by (namespace, pod, container) (${series}))`;
}
