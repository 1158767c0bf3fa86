import type { Inhibition } from '../../kit/rules/inhibition.ts';

const POD = ['namespace', 'pod'];

/** Alerts about prometheus that inhibit others. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'PrometheusMemoryNearLimit', effects: ['ContainerNearMemoryLimit'], equal: POD },
  {
    cause: 'PrometheusIngestsNothing',
    effects: ['KubeStateMetricsDown', 'LokiDown', 'GrafanaDown', 'AlertmanagerDown', 'ApplicationDown'],
    equal: [],
  },
  // A claim has the name of its program, unless that was given another: then both are told.
  {
    cause: 'VolumeFull',
    where: { persistentvolumeclaim: 'prometheus' },
    effects: ['PrometheusWalWritesFailing'],
    equal: ['namespace'],
  },
  {
    cause: 'PrometheusWalWritesFailing',
    effects: ['PrometheusCompactionsFailing', 'PrometheusTruncationsFailing'],
    equal: POD,
  },
  {
    cause: 'PrometheusAlertsNotDelivered',
    effects: ['PrometheusNotificationQueueFilling'],
    equal: [...POD, 'alertmanager'],
  },
];
