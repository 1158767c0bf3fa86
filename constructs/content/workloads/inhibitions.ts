import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];
const CONTAINER = ['namespace', 'pod', 'container'];
const DEPLOYMENT = ['namespace', 'deployment'];

/** Causes and effects of unavailable pods. The runbook about the workload links to each of them. */
const OF_UNAVAILABLE = [
  // Not ContainerOomKilled: it comes long before, and names the cause.
  ...['PodCrashLooping', 'ContainerImagePullFailing', 'ContainerCannotStart'],
  ...['PodUnschedulable', 'PodNotScheduled', 'PodStuckStarting', 'PodNotReady', 'PodReadinessFlapping'],
];

const OF_UNAVAILABLE_DEPLOYMENT = [
  ...['DeploymentReplicasMissing', 'DeploymentRolloutStuck', 'DeploymentChangeIgnored'],
  ...OF_UNAVAILABLE,
];

const OF_UNAVAILABLE_SET = ['StatefulSetReplicasMissing', 'StatefulSetRolloutStuck', 'StatefulSetChangeIgnored'];

/**
 * What is told of the pods of a component, which has the name of its Deployment: DeploymentUnavailable leaves those that no
 * longer answer to the alert about the component.
 */
export const whileDown = (cause: string, deployment: string): Inhibition => ({
  cause,
  effects: OF_UNAVAILABLE_DEPLOYMENT,
  effectsWhere: { deployment },
  equal: ['namespace'],
});

/** Programs in pods, and the state of the pods themselves. */
export const inhibitions: readonly Inhibition[] = [
  {
    cause: 'DeploymentUnavailable',
    effects: OF_UNAVAILABLE_DEPLOYMENT,
    equal: DEPLOYMENT,
  },
  {
    cause: 'DeploymentNeverAvailable',
    effects: OF_UNAVAILABLE_DEPLOYMENT,
    equal: DEPLOYMENT,
  },
  // A rollout can be undone; its pods are single effects of it.
  { cause: 'DeploymentRolloutStuck', effects: ['PodNotReady'], equal: DEPLOYMENT },
  {
    cause: 'StatefulSetUnavailable',
    effects: [...OF_UNAVAILABLE_SET, ...OF_UNAVAILABLE],
    equal: ['namespace', 'statefulset'],
  },
  {
    cause: 'StatefulSetNeverAvailable',
    effects: [...OF_UNAVAILABLE_SET, ...OF_UNAVAILABLE],
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
  { cause: 'PodCrashLooping', effects: ['LogProbesFailing'], equal: POD },
  { cause: 'PodNotReady', effects: ['LogProbesFailing'], equal: POD },
  { cause: 'CronJobFailing', effects: ['CronJobNotSucceeding'], equal: ['namespace', 'cronjob'] },
];
