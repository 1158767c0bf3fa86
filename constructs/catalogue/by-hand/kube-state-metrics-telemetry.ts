import type { ByHand } from './by-hand.ts';

/** Metrics of lists that are read in parts. */
export const kubeStateMetricsTelemetry: Readonly<Record<string, ByHand>> = {
  kube_state_metrics_list_objects_limit: {
    type: 'gauge',
    labels: ['resource'],
    appears: 'onEvent',
    help: 'Number of resource list limit in kube-state-metrics',
    source: 'kubernetes/kube-state-metrics v2.20.0 pkg/watch/watch.go:66',
  },
  kube_state_metrics_list_total: {
    type: 'counter',
    labels: ['resource', 'result'],
    appears: 'onEvent',
    help: 'Number of total resource list calls in kube-state-metrics',
    source: 'kubernetes/kube-state-metrics v2.20.0 pkg/watch/watch.go:52',
  },
};
