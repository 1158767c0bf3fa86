import {
  cell,
  ERRORS_OF_ALL,
  field,
  LOGS_OF_NAMESPACE,
  logsOfPod,
  to,
  toNamespace,
  toPod,
} from '../../content/lib/links.ts';
import { firing, notReady, restarts, state } from '../../content/lib/queries.ts';
import { firingNow } from '../../content/lib/signals.ts';
import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, stat, table, timeSeries } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';

const LINKS = [toNamespace(), LOGS_OF_NAMESPACE];

const critical: Signal = {
  title: 'Critical alerts',
  description: 'Alerts that wake someone: users are hurt, or data is being lost. Begin with their runbooks.',
  unit: 'short',
  queries: [{ expr: firing({ matchers: 'severity="critical"' }), legend: 'critical' }],
  thresholds: { red: 1 },
  links: [to('alerts', 'Alerts')],
};

const warning: Signal = {
  title: 'Warnings',
  description: 'Alerts for the working day. The dashboard Alerts says which, and since when.',
  unit: 'short',
  queries: [{ expr: firing({ matchers: 'severity="warning"' }), legend: 'warnings' }],
  thresholds: { yellow: 1, red: 10 },
  links: [to('alerts', 'Alerts')],
};

const alive: Signal = {
  title: 'Alerting works',
  description:
    'Whether the alert fires that always has to. If not, silence means nothing: look at the dashboard Prometheus.',
  unit: 'short',
  queries: [{ expr: 'count(ALERTS{alertstate="firing", alertname="Watchdog"}) or vector(0)', legend: 'watchdog' }],
  words: { 0: 'no', 1: 'yes' },
  links: [to('prometheus', 'Prometheus')],
};

const down: Signal = {
  title: 'Targets down',
  description: 'Targets that Prometheus could not scrape. The dashboard Monitoring stack says which job.',
  unit: 'short',
  queries: [{ expr: 'count(up == 0) or vector(0)', legend: 'down' }],
  thresholds: { red: 1 },
  links: [to('stack', 'Monitoring stack')],
};

const unready: Signal = {
  title: 'Pods not ready',
  description: 'Pods that have not finished and take no requests. The panel below says in which namespace.',
  unit: 'short',
  queries: [{ expr: notReady(), legend: 'not ready' }],
  thresholds: { yellow: 1, red: 5 },
};

const nodesNotReady: Signal = {
  title: 'Nodes not ready',
  description: 'Nodes on which no pod can start. The dashboard Nodes shows their conditions and what they lack.',
  unit: 'short',
  queries: [
    {
      expr: `sum(${state('node', 'kube_node_status_condition', 'condition="Ready", status=~"false|unknown"')})`,
      legend: 'not ready',
    },
  ],
  thresholds: { red: 1 },
  links: [to('nodes', 'Nodes')],
};

const fired: Signal = {
  title: 'Alerts that fired',
  description: 'Number of alerts by name over time. Nothing but zero is a reason to open the dashboard Alerts.',
  unit: 'short',
  queries: [{ expr: firing({ by: 'alertname' }), legend: '{{alertname}}' }],
  links: [to('alerts', 'Alerts'), ERRORS_OF_ALL],
};

const restarted: Signal = {
  title: 'Restarts by namespace',
  description: 'When containers were restarted. Click a line for the namespace, and find the pod there.',
  unit: 'short',
  queries: [{ expr: `sum by (namespace) (${restarts('$__rate_interval', 'namespace!=""')})`, legend: '{{namespace}}' }],
  links: LINKS,
};

const mostRestarted: Signal = {
  title: 'Most restarts',
  description:
    'The five pods whose containers were restarted most within the time range. Click one for its metrics and logs.',
  unit: 'short',
  queries: [{ expr: `topk(5, round(${restarts('$__range', 'namespace!=""')}))`, legend: '{{namespace}} {{pod}}' }],
  thresholds: { yellow: 1, red: 3 },
  links: [toPod(), logsOfPod(`&var-namespace=${field('namespace')}`)],
};

const readyByNamespace: Signal = {
  title: 'Namespaces',
  description: 'Pods that run and pods that are ready. Where they differ for long, click the namespace.',
  unit: 'short',
  queries: [
    {
      expr: `sum by (namespace) (${state('namespace, pod', 'kube_pod_status_phase', 'phase="Running"')})`,
      legend: 'Running',
    },
    {
      expr: `sum by (namespace) (${state('namespace, pod', 'kube_pod_status_ready', 'condition="true"')})`,
      legend: 'Ready',
    },
  ],
  links: [toNamespace(cell('namespace'))],
};

const changed: Signal = {
  title: 'Deployments that changed',
  description:
    'Deployments that were given something new; the ten that changed most. Trouble often begins with a change: click one for what it did to its pods.',
  unit: 'short',
  queries: [
    {
      expr: `topk(10, max by (namespace, deployment) (changes(kube_deployment_status_observed_generation{job="kube-state-metrics"}[$__rate_interval])))`,
      legend: '{{namespace}} {{deployment}}',
    },
  ],
  links: [
    to(
      'workload',
      `Workload ${field('deployment')}`,
      `&var-namespace=${field('namespace')}&var-workload=${field('deployment')}`,
    ),
    ...LINKS,
  ],
};

export const home = dashboard({
  uid: 'home',
  title: 'Home',
  description: 'Is everything all right? What fires, what is down, what changed, and where to look next.',
  tags: ['monitoring', 'home'],
  rows: [
    row(
      'Now',
      [critical, warning, alive, down, unready, nodesNotReady].map((signal) => stat(signal, { width: 4 })),
    ),
    row('What fires and what changed', [
      table(firingNow, { by: 'severity', width: 24, height: 6 }),
      timeSeries(fired, { width: 12, shape: 'bars' }),
      timeSeries(changed, { width: 12, shape: 'bars' }),
    ]),
    row('Where', [
      table(readyByNamespace, { by: 'namespace', width: 8 }),
      timeSeries(restarted, { width: 8 }),
      barGauge(mostRestarted, { width: 8 }),
    ]),
  ],
});
