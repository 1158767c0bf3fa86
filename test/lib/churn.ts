import type { SeriesValues } from './alerts/case.ts';
import { series } from './alerts/series.ts';
import { state } from './alerts/state.ts';

/**
 * What happens within two hours on a cluster on which nothing is wrong: machines and pods come and go, because somebody or
 * something wants it so.
 */

const SHOP = { namespace: 'shops' };

const node = (name: string, ready: string, cordoned = '0x130'): SeriesValues => ({
  ...state('kube_node_status_condition', { node: name, condition: 'Ready', status: 'true' }, ready),
  ...state('kube_node_spec_unschedulable', { node: name }, cordoned),
});

/** A pod, the kind and name of its owner, and how its states go on. */
const pod = (
  name: string,
  on: string,
  [kind, owner]: readonly [string, string],
  { phase = 'Running', ready = '1x130', policy = 'Always', lives = '1x130' } = {},
): SeriesValues => {
  const labels = { ...SHOP, pod: name, uid: name };
  return {
    ...state('kube_pod_info', { ...labels, node: on }, lives),
    ...state('kube_pod_owner', { ...labels, owner_kind: kind, owner_name: owner }, lives),
    ...state('kube_pod_restart_policy', { ...labels, type: policy }, lives),
    ...state('kube_pod_status_phase', { ...labels, phase }, lives),
    ...state('kube_pod_status_ready', { ...labels, condition: 'true' }, ready),
  };
};

/** Every Linux machine has one: what it says of itself, and how long it is there. */
const alloy = (on: string, up: string, lives: string): SeriesValues => {
  const labels = { namespace: 'monitoring-node', pod: `alloy-${on}` };
  return {
    ...state('kube_pod_info', { ...labels, node: on }, lives),
    [series('up', { job: 'alloy', ...labels, app: 'alloy', node: on, instance: `${on}:12345` })]: up,
  };
};

const spotMachine: SeriesValues = {
  ...node('spot-1', '1x20 0x6 stale', '0x26 stale'),
  ...pod('shop-1-a', 'spot-1', ['ReplicaSet', 'shop-1'], { ready: '1x20 0x6 stale', lives: '1x26 stale' }),
  ...alloy('spot-1', '1x20 0x6 stale', '1x26 stale'),
};

/** Cordoned, emptied, off for twenty minutes, and back. */
const drained: SeriesValues = {
  ...node('drained-1', '1x25 0x20 1x85', '0x15 1x40 0x75'),
  ...pod('shop-1-b', 'drained-1', ['ReplicaSet', 'shop-1'], { ready: '1x17 stale', lives: '1x17 stale' }),
  ...pod('agent-b', 'drained-1', ['DaemonSet', 'agent'], { ready: '1x25 0x20 1x85' }),
  ...alloy('drained-1', '1x25 0x20 1x85', '1x130'),
};

/** Neither runs the pods of DaemonSets for Linux machines. */
const otherNodes: SeriesValues = {
  ...node('win-1', '1x130'),
  ...state('kube_node_info', { node: 'win-1', os_image: 'Windows Server 2022 Datacenter' }, '1x130'),
  ...node('fargate-ip-10-0-0-1', '1x130'),
  ...pod('agent-f', 'fargate-ip-10-0-0-1', ['DaemonSet', 'agent'], { phase: 'Pending', ready: '0x130' }),
  ...state('kube_daemonset_status_desired_number_scheduled', { ...SHOP, daemonset: 'agent' }, '2x130'),
  ...state('kube_daemonset_status_number_available', { ...SHOP, daemonset: 'agent' }, '1x25 0x20 1x85'),
};

const rollout: SeriesValues = {
  ...state('kube_deployment_spec_replicas', { ...SHOP, deployment: 'shop' }, '2x130'),
  ...state('kube_deployment_status_replicas', { ...SHOP, deployment: 'shop' }, '2x40 3x3 2x90'),
  ...state('kube_deployment_status_replicas_available', { ...SHOP, deployment: 'shop' }, '2x20 1x3 2x130'),
  ...state('kube_deployment_metadata_generation', { ...SHOP, deployment: 'shop' }, '4x40 5x90'),
  ...state('kube_deployment_status_observed_generation', { ...SHOP, deployment: 'shop' }, '4x41 5x90'),
};

/** An application that somebody scales to nothing for the night, with its budget. */
const scaledToZero: SeriesValues = {
  [series('http_requests_total', { job: 'office', ...SHOP, app: 'office', pod: 'office-1', path: '/', status: '200' })]:
    '0+60x30 stale',
  [series('up', { job: 'office', ...SHOP, app: 'office', pod: 'office-1', instance: '192.0.2.9:80' })]: '1x30 stale',
  ...state('kube_deployment_spec_replicas', { ...SHOP, deployment: 'office' }, '1x30 0x100'),
  ...state('kube_deployment_status_replicas', { ...SHOP, deployment: 'office' }, '1x30 0x100'),
  ...state('kube_deployment_status_replicas_available', { ...SHOP, deployment: 'office' }, '1x30 0x100'),
  ...budget('office', '1x130', '1x30 0x100', '1x30 0x100'),
  ...state('kube_statefulset_replicas', { ...SHOP, statefulset: 'queue' }, '0x130'),
  ...state('kube_statefulset_status_replicas_available', { ...SHOP, statefulset: 'queue' }, '0x130'),
};

/** A preview that is uninstalled. */
const removed: SeriesValues = {
  [series('http_requests_total', { job: 'pr-7', ...SHOP, app: 'pr-7', pod: 'pr-7-1', path: '/', status: '200' })]:
    '0+60x30 stale',
  [series('up', { job: 'pr-7', ...SHOP, app: 'pr-7', pod: 'pr-7-1', instance: '192.0.2.8:80' })]: '1x30 stale',
  ...state('kube_deployment_spec_replicas', { ...SHOP, deployment: 'pr-7' }, '1x30 stale'),
  ...state('kube_deployment_status_replicas_available', { ...SHOP, deployment: 'pr-7' }, '1x30 stale'),
};

/** A run that is done, one that a queue holds back, and one that failed once and then succeeded. */
const batch: SeriesValues = {
  ...pod('batch-1', 'node-1', ['Job', 'batch'], { phase: 'Succeeded', ready: '0x130', policy: 'Never' }),
  ...pod('batch-2', '', ['Job', 'batch'], { phase: 'Pending', ready: '0x0 stale', policy: 'Never' }),
  ...state('kube_pod_status_scheduled', { ...SHOP, pod: 'batch-2', uid: 'batch-2', condition: 'false' }, '1x130'),
  ...state('kube_job_failed', { ...SHOP, job_name: 'report-1', condition: 'true' }, '_x10 1x3 stale'),
  ...state(
    'kube_job_owner',
    { ...SHOP, job_name: 'report-1', owner_kind: 'CronJob', owner_name: 'report' },
    '1x13 stale',
  ),
};

function budget(name: string, desired: string, current: string, expected: string): SeriesValues {
  const labels = { ...SHOP, poddisruptionbudget: name };
  return {
    ...state('kube_poddisruptionbudget_status_desired_healthy', labels, desired),
    ...state('kube_poddisruptionbudget_status_current_healthy', labels, current),
    ...state('kube_poddisruptionbudget_status_expected_pods', labels, expected),
    ...state('kube_poddisruptionbudget_status_pod_disruptions_allowed', labels, '0x130'),
  };
}

export const churn: SeriesValues = {
  ...spotMachine,
  ...drained,
  ...otherNodes,
  ...rollout,
  ...scaledToZero,
  ...removed,
  ...batch,
};
