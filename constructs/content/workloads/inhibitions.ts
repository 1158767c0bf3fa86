import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];
const CONTAINER = ['namespace', 'pod', 'container'];
const DEPLOYMENT = ['namespace', 'deployment'];

/** What keeps pods from being available, or follows from it. The runbook about the workload leads to each of them. */
const OF_UNAVAILABLE = [
  ...['PodCrashLooping', 'ContainerOomKilled', 'ContainerImagePullFailing', 'ContainerCannotStart'],
  ...['PodUnschedulable', 'PodStuckStarting', 'PodNotReady'],
];

/** What runs in pods, and what pods say about it themselves. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'DeploymentUnavailable',
    effects: ['DeploymentReplicasMissing', 'DeploymentRolloutStuck', 'DeploymentChangeIgnored', ...OF_UNAVAILABLE],
    equal: DEPLOYMENT,
  },
  // The rollout is what can be undone; its pods are one each.
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
  // A claim may wait for the first pod that gets a node. Where it is the other way round, the pod's events say so.
  { cause: 'PodUnschedulable', effects: ['VolumeClaimPending'], equal: ['namespace'] },
];
