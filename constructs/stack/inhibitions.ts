import type { Inhibition } from '../kit/rules/inhibition.ts';
import { JOB } from '../matchers.ts';

/** The place where both are. Without one, the cause is about the whole cluster. */
const APPLICATION = ['namespace', 'app'];
const POD = ['namespace', 'pod'];
const CONTAINER = ['namespace', 'pod', 'container'];
const DISK = ['instance', 'device'];
const VOLUME = ['namespace', 'persistentvolumeclaim'];
const DEPLOYMENT = ['namespace', 'deployment'];

/** An application is away, or fails so often that its promise is at stake. */
const ofApplications: readonly Inhibition[] = [
  {
    cause: 'ApplicationDown',
    effects: [
      ...['ApplicationErrors', 'ApplicationPathFailing', 'ApplicationSlow', 'ApplicationTrafficDropped'],
      ...[
        'ApplicationRestarting',
        'ApplicationErrorBudgetBurn',
        'ApplicationErrorBudgetLeak',
        'ApplicationErrorBudgetSpent',
        'ApplicationPromiseUnknown',
      ],
      // Its last words are about its end.
      ...['TargetDown', 'LogSilence', 'LogErrorBurst', 'LogPythonTraceback'],
    ],
    equal: APPLICATION,
  },
  {
    // A promise about errors says nothing of time, but failures are often slow: timeouts.
    cause: 'ApplicationErrorBudgetBurn',
    where: { slo: 'availability' },
    effects: ['ApplicationErrors', 'ApplicationPathFailing', 'ApplicationSlow'],
    equal: APPLICATION,
  },
  {
    cause: 'ApplicationErrorBudgetBurn',
    where: { slo: 'latency' },
    effects: ['ApplicationSlow'],
    equal: APPLICATION,
  },
  {
    cause: 'ApplicationErrorBudgetBurn',
    effects: ['ApplicationErrorBudgetLeak', 'ApplicationErrorBudgetSpent'],
    equal: [...APPLICATION, 'slo'],
  },
  {
    // Each failed request leaves a line in its logs.
    cause: 'ApplicationErrors',
    effects: ['ApplicationPathFailing', 'LogErrorBurst', 'LogPythonTraceback'],
    equal: APPLICATION,
  },
];

/** What keeps pods from being available, or follows from it. The runbook about the workload leads to each of them. */
const OF_UNAVAILABLE = [
  ...['PodCrashLooping', 'ContainerOomKilled', 'ContainerImagePullFailing', 'ContainerCannotStart'],
  ...['PodUnschedulable', 'PodStuckStarting', 'PodNotReady'],
];

/** What runs in pods, and what pods say about it themselves. */
const ofWorkloads: readonly Inhibition[] = [
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
  { cause: 'PrometheusMemoryNearLimit', effects: ['ContainerNearMemoryLimit'], equal: POD },
  { cause: 'PodCrashLooping', effects: ['ContainerRestarting'], equal: CONTAINER },
  // The runbook begins with the logs.
  { cause: 'PodCrashLooping', effects: ['LogGoPanic', 'LogProbesFailing'], equal: POD },
  { cause: 'PodNotReady', effects: ['LogProbesFailing'], equal: POD },
  // A claim may wait for the first pod that gets a node. Where it is the other way round, the pod's events say so.
  { cause: 'PodUnschedulable', effects: ['VolumeClaimPending'], equal: ['namespace'] },
  { cause: 'VolumeClaimLost', effects: ['PodUnschedulable', 'PodStuckStarting'], equal: ['namespace'] },
];

/** Nodes and what is stored on them. */
const ofNodes: readonly Inhibition[] = [
  {
    cause: 'NodeNotReady',
    effects: [...['NodeFlapping', 'TargetDown', 'TargetFlapping'], ...['KubeletPodStartSlow', 'KubeletRuntimeErrors']],
    equal: ['node'],
  },
  { cause: 'KubeletRuntimeErrors', effects: ['KubeletPodStartSlow', 'KubeletRelistSlow'], equal: ['node'] },
  { cause: 'NodeUnderPressure', effects: ['PodsEvicted'], equal: ['node'] },
  {
    cause: 'NodeUnderPressure',
    where: { condition: 'MemoryPressure' },
    effects: ['NodeMemoryNearlyFull', 'NodeMemoryStalls'],
    equal: ['instance'],
  },
  {
    // Not NodeDiskFull and NodeInodesUsedUp: they wake somebody, and this is for the day.
    cause: 'NodeUnderPressure',
    where: { condition: 'DiskPressure' },
    effects: ['NodeDiskFilling', 'NodeInodesFilling'],
    equal: ['instance'],
  },
  { cause: 'NodeMemoryNearlyFull', effects: ['NodeMemoryStalls'], equal: ['instance'] },
  { cause: 'NodeDiskFull', effects: ['NodeDiskFilling'], equal: DISK },
  { cause: 'NodeInodesUsedUp', effects: ['NodeInodesFilling'], equal: DISK },
  { cause: 'NodeNetworkErrors', effects: ['NodeNetworkDrops'], equal: DISK },
  { cause: 'VolumeFull', effects: ['VolumeFilling'], equal: VOLUME },
  { cause: 'VolumeFull', effects: ['LogDiskFull'], equal: ['namespace'] },
  { cause: 'VolumeInodesUsedUp', effects: ['LogDiskFull'], equal: ['namespace'] },
];

/** What everything needs: names, and the API. */
const ofCluster: readonly Inhibition[] = [
  {
    cause: 'DnsErrors',
    effects: ['DnsSlow', 'AlloyCannotSend', 'GrafanaDataSourceFailing', 'GrafanaDataSourceErrors'],
    equal: [],
  },
  {
    cause: 'ApiServerErrors',
    effects: [
      ...['ApiServerSlow', 'PrometheusDiscoveryFailing', 'KubeStateMetricsCannotRead'],
      'DeploymentChangeIgnored',
    ],
    equal: [],
  },
];

/** The stack itself: what it cannot see looks as if it were away. */
const ofStack: readonly Inhibition[] = [
  {
    cause: 'PrometheusIngestsNothing',
    effects: ['KubeStateMetricsDown', 'LokiDown', 'GrafanaDown', 'AlertmanagerDown', 'ApplicationDown'],
    equal: [],
  },
  // A claim has the name of its program, unless that was given another: then both are told.
  {
    cause: 'VolumeFull',
    where: { persistentvolumeclaim: JOB.prometheus },
    effects: ['PrometheusWalWritesFailing'],
    equal: ['namespace'],
  },
  {
    cause: 'PrometheusWalWritesFailing',
    effects: ['PrometheusCompactionsFailing', 'PrometheusTruncationsFailing'],
    equal: POD,
  },
  {
    cause: 'AlertmanagerDown',
    effects: ['PrometheusAlertsNotDelivered', 'PrometheusNotificationQueueFilling'],
    equal: [],
  },
  {
    cause: 'PrometheusAlertsNotDelivered',
    effects: ['PrometheusNotificationQueueFilling'],
    equal: [...POD, 'alertmanager'],
  },
  { cause: 'TargetDown', effects: ['TargetFlapping', 'TargetScrapeSlow'], equal: ['job', 'instance'] },
  {
    cause: 'LokiDown',
    effects: ['AlloyCannotSend', 'AlloyLinesDropped', 'LokiReceivesNothing', 'LogSilence'],
    equal: [],
  },
  {
    cause: 'VolumeFull',
    where: { persistentvolumeclaim: JOB.loki },
    effects: ['LokiDiskFull'],
    equal: ['namespace'],
  },
  {
    cause: 'VolumeFilling',
    where: { persistentvolumeclaim: JOB.loki },
    effects: ['LokiDiskFilling'],
    equal: ['namespace'],
  },
  { cause: 'LokiDiskFull', effects: ['LokiDiskFilling', 'LokiFlushFailing'], equal: POD },
  { cause: 'LokiDiskFull', effects: ['LokiRequestErrors', 'LogLokiErrors'], equal: ['namespace'] },
  { cause: 'LokiDiskFull', effects: ['AlloyCannotSend', 'AlloyLinesDropped', 'LogSilence'], equal: [] },
  // One that logs too much uses up what all may send: it is in one namespace, and the Loki of all in another.
  { cause: 'LogVolumeExplosion', effects: ['LokiRateLimited', 'LokiDiskFilling'], equal: [] },
  { cause: 'AlloyCannotSend', effects: ['AlloyLinesDropped'], equal: POD },
  // Loki says which lines it refuses and why, Alloy only that it gave them up.
  { cause: 'LokiLinesDiscarded', effects: ['AlloyLinesDropped'], equal: [] },
  // Lines tell neither their node nor the Alloy that read them, and an application that is silent has no lines to tell anything.
  { cause: 'AlloyCannotSend', effects: ['LogSilence'], equal: [] },
  { cause: 'AlloyDown', effects: ['LogSilence'], equal: [] },
  { cause: 'AlloySilent', effects: ['LogSilence'], equal: [] },
];

/** Which alerts explain which others: whoever is told of a cause need not be told what follows from it. */
export const inhibitions: readonly Inhibition[] = [
  ...ofApplications,
  ...ofWorkloads,
  ...ofNodes,
  ...ofCluster,
  ...ofStack,
];
