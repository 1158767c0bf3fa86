import { alertmanager } from './alertmanager.ts';
import { alloy } from './alloy.ts';
import { application } from './application.ts';
import type { TopicCases } from './case.ts';
import { clock } from './clock.ts';
import { dns } from './dns.ts';
import { grafana } from './grafana.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { kubernetes } from './kubernetes.ts';
import { loki } from './loki.ts';
import { nodes } from './nodes.ts';
import { nodesDisks } from './nodes-disks.ts';
import { nodesNetwork } from './nodes-network.ts';
import { nodesResources } from './nodes-resources.ts';
import { prometheus } from './prometheus.ts';
import { targets } from './targets.ts';
import { volumes } from './volumes.ts';
import { watchdog } from './watchdog.ts';
import { workloads } from './workloads.ts';
import { workloadContainers } from './workloads-containers.ts';
import { workloadJobs } from './workloads-jobs.ts';
import { workloadPods } from './workloads-pods.ts';
import { workloadScaling } from './workloads-scaling.ts';

/** The cases of each topic. */
export const topics: readonly TopicCases[] = [
  ...[watchdog, targets, application, workloadPods, workloadContainers, workloads, workloadJobs, workloadScaling],
  ...[nodes, nodesResources, nodesDisks, nodesNetwork, clock, volumes, kubernetes, dns],
  ...[prometheus, alertmanager, loki, alloy, grafana, kubeStateMetrics],
];

export const alertCases = topics.flatMap(({ alerts = [] }) => alerts);
export const recordCases = topics.flatMap(({ records = [] }) => records);
