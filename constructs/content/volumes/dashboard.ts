import { dashboard, row } from '../../kit/dashboards/dashboard.ts';
import { barGauge, stat, table } from '../../kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../kit/dashboards/dashboard-signal.ts';
import { metricLabel } from '../../kit/dashboards/dashboard-variable.ts';
import { LOGS_OF_NAMESPACE, toNamespace } from '../lib/links.ts';
import { state } from '../lib/queries.ts';
import { curves } from '../lib/signals.ts';

/** No series has the pod of a claim: any of its namespace may use it. */
const LINKS = [LOGS_OF_NAMESPACE, toNamespace()];

const NAMESPACE = 'namespace=~"$namespace"';
const CLAIM = 'namespace, persistentvolumeclaim';
const KUBELET = `job="kubelet", ${NAMESPACE}`;
const share = (left: string, all: string) =>
  `max by (${CLAIM}) (1 - kubelet_volume_stats_${left}{${KUBELET}} / (kubelet_volume_stats_${all}{${KUBELET}} > 0))`;

const claims: Signal = {
  title: 'Claims',
  description: 'Claims for volumes of the chosen namespaces. The table below lists them.',
  unit: 'short',
  queries: [{ expr: `count(${state(CLAIM, 'kube_persistentvolumeclaim_info', NAMESPACE)})`, legend: 'claims' }],
};

const unbound: Signal = {
  title: 'Claims without a volume',
  description: 'Claims that wait, or whose volume is lost. Their pods cannot start: describe the claim with kubectl.',
  unit: 'short',
  queries: [
    {
      expr: `sum(${state(`${CLAIM}, phase`, 'kube_persistentvolumeclaim_status_phase', `phase=~"Pending|Lost", ${NAMESPACE}`)})`,
      legend: 'without',
    },
  ],
  thresholds: { red: 1 },
};

const leftOver: Signal = {
  title: 'Volumes left over',
  description:
    'Volumes of the cluster whose claim was deleted, or whose deletion failed. They cost money: look whether somebody needs the data, then delete them.',
  unit: 'short',
  queries: [
    {
      expr: `sum(${state('persistentvolume, phase', 'kube_persistentvolume_status_phase', 'phase=~"Released|Failed"')})`,
      legend: 'left over',
    },
  ],
  thresholds: { yellow: 1, red: 10 },
};

const list: Signal = {
  title: 'All claims',
  description:
    'Every claim and the size that it asks for. Raise the size in the values of its application if it fills up.',
  unit: 'bytes',
  queries: [
    { expr: state(CLAIM, 'kube_persistentvolumeclaim_resource_requests_storage_bytes', NAMESPACE), legend: 'Size' },
  ],
};

const size: Signal = {
  title: 'Requested by namespace',
  description: 'Bytes that all claims of a namespace ask for: what the storage has to give, and what it costs.',
  unit: 'bytes',
  queries: [
    {
      expr: `sum by (namespace) (${state(CLAIM, 'kube_persistentvolumeclaim_resource_requests_storage_bytes', NAMESPACE)})`,
      legend: '{{namespace}}',
    },
  ],
  links: LINKS,
};

const used: Signal = {
  title: 'Space used',
  description:
    'Share of each volume that is full. At 100 % its application cannot write: raise its size, or delete. Empty where the storage does not report it.',
  unit: 'percentunit',
  queries: [{ expr: share('available_bytes', 'capacity_bytes'), legend: '{{namespace}} {{persistentvolumeclaim}}' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
};

const inodes: Signal = {
  title: 'Inodes used',
  description:
    'Share of the files that a volume can hold. At 100 % nothing can be created although space is left. Empty where the storage does not report it.',
  unit: 'percentunit',
  queries: [{ expr: share('inodes_free', 'inodes'), legend: '{{namespace}} {{persistentvolumeclaim}}' }],
  max: 1,
  thresholds: { yellow: 0.8, red: 0.9 },
};

export const volumes = dashboard({
  uid: 'volumes',
  title: 'Volumes',
  description: 'Which volumes fill up, which are not bound, and which are left over?',
  tags: ['monitoring', 'volumes'],
  variables: [
    metricLabel(
      { name: 'namespace', label: 'Namespace', all: '.+' },
      'namespace',
      'kube_persistentvolumeclaim_info{job="kube-state-metrics"}',
    ),
  ],
  rows: [
    row(
      'Now',
      [claims, unbound, leftOver].map((signal) => stat(signal, { width: 8 })),
    ),
    row('Claims by size', [table(list, { by: 'persistentvolumeclaim', width: 14 }), barGauge(size, { width: 10 })]),
    row('How full they are', curves([used, inodes], { width: 12, links: LINKS })),
  ],
});
