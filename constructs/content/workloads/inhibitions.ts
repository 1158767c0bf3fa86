import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];
const CONTAINER = ['namespace', 'pod', 'container'];
const DEPLOYMENT = ['namespace', 'deployment'];

/** Causes and effects of unavailable pods. The runbook about the workload links to each of them. */
const OF_UNAVAILABLE = [
  ...['PodCrashLooping', 'ContainerOomKilled', 'ContainerImagePullFailing', 'ContainerCannotStart'],
  ...['PodUnschedulable', 'PodStuckStarting', 'PodNotReady'],
];

/** Programs in pods, and the state of the pods themselves. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'DeploymentUnavailable',
    effects: ['DeploymentReplicasMissing', 'DeploymentRolloutStuck', 'DeploymentChangeIgnored', ...OF_UNAVAILABLE],
    equal: DEPLOYMENT,
  },
  // A rollout can be undone; its pods are single effects of it.
  { cause: 'DeploymentRolloutStuck', effects: ['PodNotReady'], equal: DEPLOYMENT },
  {
    cause: 'StatefulSetUnavailable',
    effects: ['StatefulSetReplicasMissing', ...OF_UNAVAILABLE],
    equal: ['namespace', 'statefulset'],
  },
  {
    cause: 'DaemonSetIncomplete',
    effects: ['DaemonSetRolloutStuck'],
    equal: ['namespace', 'daemonset'],
  },
  { cause: 'ContainerOomKilled', effects: ['ContainerNearMemoryLimit'], equal: CONTAINER },
  { cause: 'ContainerOomKilled', effects: ['LogOutOfMemory'], equal: POD },
  { cause: 'PodCrashLooping', effects: ['ContainerRestarting'], equal: CONTAINER },
  // The runbook begins with the logs.
  { cause: 'PodCrashLooping', effects: ['LogGoPanic', 'LogProbesFailing'], equal: POD },
  { cause: 'PodNotReady', effects: ['LogProbesFailing'], equal: POD },
  // A claim may wait for the first scheduled pod. In the opposite case, the pod's events show it.
  { cause: 'PodUnschedulable', effects: ['VolumeClaimPending'], equal: ['namespace'] },
];
