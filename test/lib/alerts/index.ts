import { alertmanager } from '../../components/alertmanager/alerts.cases.ts';
import { alloy } from '../../components/alloy/alerts.cases.ts';
import { application } from '../../components/application/alerts.cases.ts';
import { grafana } from '../../components/grafana/alerts.cases.ts';
import { guard } from '../../components/guard/alerts.cases.ts';
import { kubeStateMetrics } from '../../components/kube-state-metrics/alerts.cases.ts';
import { loki } from '../../components/loki/alerts.cases.ts';
import { prometheus } from '../../components/prometheus/alerts.cases.ts';
import { kubernetes } from '../../content/kubernetes/alerts.cases.ts';
import { dns } from '../../content/kubernetes/dns.cases.ts';
import { countedLogs } from '../../content/logs/counted.cases.ts';
import { nodes } from '../../content/nodes/alerts.cases.ts';
import { capacity } from '../../content/nodes/capacity.cases.ts';
import { clock } from '../../content/nodes/clock.cases.ts';
import { nodesDisks } from '../../content/nodes/disks.cases.ts';
import { nodesHardware } from '../../content/nodes/hardware.cases.ts';
import { nodesNetwork } from '../../content/nodes/network.cases.ts';
import { nodesResources } from '../../content/nodes/resources.cases.ts';
import { targets } from '../../content/targets/alerts.cases.ts';
import { watchdog } from '../../content/targets/watchdog.cases.ts';
import { volumes } from '../../content/volumes/alerts.cases.ts';
import { workloads } from '../../content/workloads/alerts.cases.ts';
import { workloadContainers } from '../../content/workloads/containers.cases.ts';
import { workloadJobs } from '../../content/workloads/jobs.cases.ts';
import { workloadPods } from '../../content/workloads/pods.cases.ts';
import { workloadScaling } from '../../content/workloads/scaling.cases.ts';
import type { TopicCases } from './case.ts';

/** The cases of each topic. */
export const topics: readonly TopicCases[] = [
  ...[watchdog, targets, application, workloadPods, workloadContainers, workloads, workloadJobs, workloadScaling],
  ...[
    nodes,
    nodesResources,
    nodesDisks,
    nodesNetwork,
    nodesHardware,
    clock,
    capacity,
    volumes,
    kubernetes,
    dns,
    countedLogs,
  ],
  ...[prometheus, alertmanager, loki, alloy, grafana, kubeStateMetrics, guard],
];

export const alertCases = topics.flatMap(({ alerts = [] }) => alerts);
export const recordCases = topics.flatMap(({ records = [] }) => records);
