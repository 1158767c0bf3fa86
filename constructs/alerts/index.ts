import type { AlertsOf } from '../lib/rule-choice.ts';
import type { RuleGroup } from '../lib/rule-group.ts';
import { alertmanager } from './alertmanager.ts';
import { alloy, alloyNodes, alloyToLoki } from './alloy.ts';
import { application, applicationRestarts } from './application.ts';
import { clock } from './clock.ts';
import { dns } from './dns.ts';
import { grafana } from './grafana.ts';
import { kubeStateMetrics, kubeStateMetricsTelemetry } from './kube-state-metrics.ts';
import { apiServer, kubelet } from './kubernetes.ts';
import { loki, lokiStorage } from './loki.ts';
import { nodes } from './nodes.ts';
import { nodesDisks } from './nodes-disks.ts';
import { nodesNetwork } from './nodes-network.ts';
import { nodesResources } from './nodes-resources.ts';
import { prometheus, prometheusAlerting, prometheusMemory, prometheusStorage } from './prometheus.ts';
import type { PromiseAlert } from './slo.ts';
import { targets, targetsUp } from './targets.ts';
import { volumeClaims, volumes } from './volumes.ts';
import { watchdog } from './watchdog.ts';
import { workloads } from './workloads.ts';
import { containers } from './workloads-containers.ts';
import { jobs } from './workloads-jobs.ts';
import { pods } from './workloads-pods.ts';
import { scaling } from './workloads-scaling.ts';

export { inhibitions } from './inhibitions.ts';
export { type LogAlert, logRules } from './logs.ts';

const groups = [
  ...[watchdog, application, applicationRestarts],
  ...[pods, containers, workloads, jobs, scaling],
  ...[nodes, nodesResources, nodesDisks, nodesNetwork, clock, volumes, volumeClaims],
  ...[apiServer, kubelet, dns],
  ...[targets, targetsUp, kubeStateMetrics, kubeStateMetricsTelemetry],
  ...[prometheus, prometheusStorage, prometheusAlerting, prometheusMemory],
  ...[alertmanager, loki, lokiStorage, alloy, alloyNodes, alloyToLoki, grafana],
] as const satisfies readonly RuleGroup[];

/** Alerts and recording rules over metrics, one topic a file. */
export const metricRules: readonly RuleGroup[] = groups;

/** The alerts over metrics, with their names and thresholds. Those over promises are there if an application gives one. */
export type MetricAlert = AlertsOf<(typeof groups)[number]> | PromiseAlert;
