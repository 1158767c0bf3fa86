import { alertmanager } from '../components/alertmanager/alerts.ts';
import { alloy, alloyNodes, alloyToLoki } from '../components/alloy/alerts.ts';
import { application, applicationRestarts } from '../components/application/alerts.ts';
import type { PromiseAlert } from '../components/application/slo.ts';
import { grafana } from '../components/grafana/alerts.ts';
import { kubeStateMetrics, kubeStateMetricsTelemetry } from '../components/kube-state-metrics/alerts.ts';
import { loki, lokiStorage } from '../components/loki/alerts.ts';
import {
  prometheus,
  prometheusAlerting,
  prometheusMemory,
  prometheusStorage,
} from '../components/prometheus/alerts.ts';
import { apiServer, kubelet } from '../content/kubernetes/alerts.ts';
import { dns } from '../content/kubernetes/dns.ts';
import { nodes } from '../content/nodes/alerts.ts';
import { clock } from '../content/nodes/clock.ts';
import { nodesDisks } from '../content/nodes/disks.ts';
import { nodesNetwork } from '../content/nodes/network.ts';
import { nodesResources } from '../content/nodes/resources.ts';
import { targets, targetsUp } from '../content/targets/alerts.ts';
import { watchdog } from '../content/targets/watchdog.ts';
import { volumeClaims, volumes } from '../content/volumes/alerts.ts';
import { workloads } from '../content/workloads/alerts.ts';
import { containers } from '../content/workloads/containers.ts';
import { jobs } from '../content/workloads/jobs.ts';
import { pods } from '../content/workloads/pods.ts';
import { scaling } from '../content/workloads/scaling.ts';
import type { AlertsOf } from '../kit/rules/rule-choice.ts';
import type { RuleGroup } from '../kit/rules/rule-group.ts';

export { type LogAlert, logRules } from '../content/logs/alerts.ts';
export { inhibitions } from './inhibitions.ts';

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
