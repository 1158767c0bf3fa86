import type {
  CoreV1Event,
  V1ContainerStatus,
  V1DaemonSetStatus,
  V1DeploymentStatus,
  V1LabelSelector,
  V1Pod,
} from '@kubernetes/client-node';
import type { Workload } from './objects.ts';

/** A workload with its status. */
export interface LiveWorkload extends Workload {
  readonly metadata: Workload['metadata'] & { readonly uid?: string; readonly generation?: number };
  readonly spec: Workload['spec'] & { readonly replicas?: number; readonly selector?: V1LabelSelector };
  readonly status?: V1DeploymentStatus & Partial<V1DaemonSetStatus>;
}

/** Waiting reasons of containers that are only consequences. */
const JUST_STARTING = ['ContainerCreating', 'PodInitializing'];

/** Why a workload is not ready, such as `1 of 2 pods are ready`; undefined if it is. */
export function missing({ kind, metadata, spec, status }: LiveWorkload): string | undefined {
  if (status === undefined || status.observedGeneration !== metadata.generation) return 'not begun';
  if (kind === 'DaemonSet') {
    const { desiredNumberScheduled = 0, updatedNumberScheduled = 0, numberAvailable = 0 } = status;
    if (desiredNumberScheduled === 0) return 'no node takes it';
    return countOf(Math.min(updatedNumberScheduled, numberAvailable), desiredNumberScheduled);
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const wanted = spec.replicas ?? 1;
  return replicas > wanted ? 'old pods still run' : countOf(Math.min(updatedReplicas, availableReplicas), wanted);
}

function countOf(ready: number, wanted: number): string | undefined {
  return ready === wanted ? undefined : `${ready} of ${wanted} pods are ready`;
}

/** Is it one of the workload's pods? */
export function selects({ metadata, spec }: LiveWorkload, pod: V1Pod): boolean {
  const labels = Object.entries(spec.selector?.matchLabels ?? {});
  return (
    pod.metadata?.namespace === metadata.namespace &&
    labels.length > 0 &&
    labels.every(([key, value]) => pod.metadata?.labels?.[key] === value)
  );
}

/** Why a workload's pods are not ready or missing. @param events warnings of the whole cluster. */
export function reasons(workload: LiveWorkload, pods: readonly V1Pod[], events: readonly CoreV1Event[]): string[] {
  const refused = workload.status?.conditions?.find(
    ({ type, status }) => type === 'ReplicaFailure' && status === 'True',
  );
  return [
    ...(refused?.message ? [refused.message] : []),
    ...lastEvent(workload.metadata.uid, events),
    ...pods.filter((pod) => !isReady(pod)).flatMap((pod) => reasonsOf(pod, events)),
  ];
}

function reasonsOf(pod: V1Pod, events: readonly CoreV1Event[]): string[] {
  const { initContainerStatuses = [], containerStatuses = [], conditions = [] } = pod.status ?? {};
  const scheduled = conditions.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  return [
    ...(scheduled?.message ? [`it has no node: ${scheduled.message}`] : []),
    ...[...initContainerStatuses, ...containerStatuses].flatMap(reasonOf),
    ...lastEvent(pod.metadata?.uid, events),
  ];
}

function reasonOf({ name, state, lastState }: V1ContainerStatus): string[] {
  const { reason, message } = state?.waiting ?? {};
  if (reason === undefined || JUST_STARTING.includes(reason)) return [];
  const ended = lastState?.terminated;
  return [
    [`${name}: ${reason}`, message].filter(Boolean).join(': '),
    ...(ended
      ? [`${name}: ended with exit code ${ended.exitCode}${ended.message ? `: ${lastLine(ended.message)}` : ''}`]
      : []),
  ];
}

function lastEvent(uid: string | undefined, events: readonly CoreV1Event[]): string[] {
  const when = ({ lastTimestamp, eventTime, metadata }: CoreV1Event) =>
    String(lastTimestamp ?? eventTime ?? metadata.creationTimestamp);
  const about = events.filter(({ involvedObject }) => uid !== undefined && involvedObject.uid === uid);
  const last = about.sort((a, b) => when(a).localeCompare(when(b))).at(-1);
  return last ? [`${last.reason}: ${last.message}`] : [];
}

function isReady({ status }: V1Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
