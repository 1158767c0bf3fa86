import type { Dashboard } from '../lib/dashboard.ts';
import { alerts } from './alerts.ts';
import { alloy } from './alloy.ts';
import { application } from './application.ts';
import { grafana } from './grafana.ts';
import { home } from './home.ts';
import { kubernetes } from './kubernetes.ts';
import { logs } from './logs.ts';
import { loki } from './loki.ts';
import { monitoringCost } from './monitoring-cost.ts';
import { namespace } from './namespace.ts';
import { nodes } from './nodes.ts';
import { pods } from './pods.ts';
import { prometheus } from './prometheus.ts';
import { stack } from './stack.ts';
import { volumes } from './volumes.ts';
import { workload } from './workload.ts';

export { slo } from './slo.ts';

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
