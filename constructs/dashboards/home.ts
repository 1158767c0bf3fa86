import { type DataLink, dashboard, row } from '../lib/dashboard.ts';
import { stat, table, timeSeries } from '../lib/dashboard-panel.ts';
import type { Signal } from '../lib/dashboard-signal.ts';
import { JOB } from '../matchers.ts';
import { field } from './logs.ts';
import { restarts, state } from './queries.ts';

/** What fires, without the alert that always does. */
const FIRING = 'ALERTS{alertstate="firing", alertname!="Watchdog"}';
const to = (uid: string, title: string, choices = ''): DataLink => ({
  title,
  url: `/d/${uid}?\${__url_time_range}${choices}`,
});
const TO_NAMESPACE = to('namespace', `Namespace ${field('namespace')}`, `&var-namespace=${field('namespace')}`);

const critical: Signal = {
  title: 'Critical alerts',
  description: 'Alerts that wake someone: users are hurt, or data is being lost. Begin with their runbooks.',
  unit: 'short',
  queries: [{ expr: `count(${FIRING.replace('}', ', severity="critical"}')}) or vector(0)`, legend: 'critical' }],
  thresholds: { red: 1 },
  links: [to('alerts', 'Alerts')],
};

const warning: Signal = {
  title: 'Warnings',
  description: 'Alerts for the working day. The dashboard Alerts says which, and since when.',
  unit: 'short',
  queries: [{ expr: `count(${FIRING.replace('}', ', severity="warning"}')}) or vector(0)`, legend: 'warnings' }],
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

const notReady: Signal = {
  title: 'Pods not ready',
  description: 'Pods that have not finished and take no requests. The panel below says in which namespace.',
  unit: 'short',
  queries: [
    {
      expr:
        `sum(${state('namespace, pod', 'kube_pod_status_ready', 'condition=~"false|unknown"')}` +
        ` unless ${state('namespace, pod', 'kube_pod_status_phase', 'phase="Succeeded"')} == 1) or vector(0)`,
      legend: 'not ready',
    },
  ],
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

const firing: Signal = {
  title: 'Alerts that fire',
  description: 'Number of alerts by name. Nothing but zero is a reason to open the dashboard Alerts.',
  unit: 'short',
  queries: [{ expr: `count by (alertname) (${FIRING}) or vector(0)`, legend: '{{alertname}}' }],
  links: [to('alerts', 'Alerts')],
};

const restarted: Signal = {
  title: 'Restarts by namespace',
  description: 'When containers were restarted. Click a line for the namespace, and find the pod there.',
  unit: 'short',
  queries: [{ expr: `sum by (namespace) (${restarts('$__rate_interval', 'namespace!=""')})`, legend: '{{namespace}}' }],
  links: [TO_NAMESPACE],
};

const readyByNamespace: Signal = {
  title: 'Namespaces',
  description: 'Pods that run and pods that are ready. Where they differ for long, open the dashboard Namespace.',
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
};

const changed: Signal = {
  title: 'Deployments that changed',
  description: 'Deployments that were given something new, by namespace. Trouble often begins with a change.',
  unit: 'short',
  queries: [
    {
      expr: `sum by (namespace) (max by (namespace, deployment) (changes(kube_deployment_status_observed_generation{job="${JOB.kubeStateMetrics}"}[$__rate_interval])))`,
      legend: '{{namespace}}',
    },
  ],
  links: [TO_NAMESPACE],
};

export const home = dashboard({
  uid: 'home',
  title: 'Home',
  description: 'Is everything all right? What fires, what is down, what changed, and where to look next.',
  tags: ['monitoring', 'home'],
  rows: [
    row(
      'Now',
      [critical, warning, alive, down, notReady, nodesNotReady].map((signal) => stat(signal, { width: 4 })),
    ),
    row('What fires and what changed', [
      timeSeries(firing, { width: 12, shape: 'bars' }),
      timeSeries(changed, { width: 12, shape: 'bars' }),
    ]),
    row('Where', [table(readyByNamespace, { by: 'namespace', width: 12 }), timeSeries(restarted, { width: 12 })]),
  ],
});
