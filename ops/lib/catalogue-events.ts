import { setTimeout } from 'node:timers/promises';
import { eventObjects } from './catalogue-objects.ts';
import { kubectl } from './kubectl.ts';

/** What is deleted at once and held by a finalizer: the metrics of objects that are going. */
const HELD = ['pod', 'deployment', 'daemonset', 'service', 'persistentvolumeclaim', 'poddisruptionbudget'] as const;

/** Families that are there once the events below have happened, as the sign that all have. */
export const SIGNS: readonly string[] = [
  'kube_cronjob_status_last_schedule_time',
  'kube_cronjob_status_last_successful_time',
  'kube_daemonset_deletion_timestamp',
  'kube_deployment_deletion_timestamp',
  'kube_horizontalpodautoscaler_status_condition',
  'kube_ingress_tls',
  'kube_job_complete',
  'kube_job_failed',
  'kube_limitrange',
  'kube_persistentvolumeclaim_deletion_timestamp',
  'kube_pod_completion_time',
  'kube_pod_container_status_last_terminated_reason',
  'kube_pod_container_status_terminated_reason',
  'kube_pod_container_status_waiting_reason',
  'kube_pod_deletion_timestamp',
  'kube_pod_init_container_status_last_terminated_reason',
  'kube_pod_init_container_status_waiting_reason',
  'kube_pod_status_reason',
  'kube_pod_status_unschedulable',
  'kube_poddisruptionbudget_deletion_timestamp',
  'kube_replicationcontroller_spec_replicas',
  'kube_resourcequota',
  'kube_service_deletion_timestamp',
  'kube_statefulset_ordinals_start',
];

/** Makes the objects and events in a namespace of their own. @param image has a shell, and the nodes can get it. */
export async function makeEvents(namespace: string, image: string): Promise<void> {
  await kubectl(['create', 'namespace', namespace]);
  const list = { apiVersion: 'v1', kind: 'List', items: eventObjects(image) };
  await kubectl(['apply', '-n', namespace, '-f', '-'], JSON.stringify(list));
  for (const kind of HELD) await kubectl(['delete', '-n', namespace, '--wait=false', kind, 'held']);
}

/** Removes the namespace and all that is in it. */
export async function removeEvents(namespace: string): Promise<void> {
  const patch = JSON.stringify({ metadata: { finalizers: null } });
  for (const kind of HELD) {
    // It may be gone already, or was never made.
    await kubectl(['patch', '-n', namespace, kind, 'held', '--type=merge', '-p', patch]).catch(() => undefined);
  }
  await kubectl(['delete', 'namespace', namespace, '--ignore-not-found', '--timeout=3m']);
}

/** Waits until all signs are there. @returns those that are not, when the time is over. */
export async function awaitSigns(
  families: () => Promise<{ has(family: string): boolean }>,
  seconds: number,
): Promise<string[]> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const there = await families();
    const missing = SIGNS.filter((family) => !there.has(family));
    if (missing.length === 0 || Date.now() >= deadline) return missing;
    await setTimeout(5000);
  }
}
