import { alloy } from '../components/alloy/dashboard.ts';
import { application } from '../components/application/dashboard.ts';
import { grafana } from '../components/grafana/dashboard.ts';
import { loki } from '../components/loki/dashboard.ts';
import { prometheus } from '../components/prometheus/dashboard.ts';
import { kubernetes } from '../content/kubernetes/dashboard.ts';
import { logs } from '../content/logs/dashboard.ts';
import { nodes } from '../content/nodes/dashboard.ts';
import { alerts } from '../content/targets/alerts-dashboard.ts';
import { volumes } from '../content/volumes/dashboard.ts';
import { workload } from '../content/workloads/dashboard.ts';
import { namespace } from '../content/workloads/namespace-dashboard.ts';
import { pods } from '../content/workloads/pods-dashboard.ts';
import type { Dashboard } from '../kit/dashboards/dashboard.ts';
import { home } from './dashboards/home.ts';
import { monitoringCost } from './dashboards/monitoring-cost.ts';
import { stack } from './dashboards/stack.ts';

export { slo } from '../components/application/slo-dashboard.ts';

/** Every dashboard of the default stack. */
export const dashboards: readonly Dashboard[] = [
  home,
  application,
  workload,
  namespace,
  pods,
  nodes,
  kubernetes,
  volumes,
  logs,
  alerts,
  prometheus,
  loki,
  alloy,
  grafana,
  monitoringCost,
  stack,
];
