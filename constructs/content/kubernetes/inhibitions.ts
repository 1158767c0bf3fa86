import type { Inhibition } from '../../kit/rules/inhibition.ts';

/** Failures that affect everything: DNS, the API, and the kubelets. */
export const inhibitions: readonly Inhibition[] = [
  { cause: 'KubeletRuntimeErrors', effects: ['KubeletPodStartSlow', 'KubeletRelistSlow'], equal: ['node'] },
  {
    cause: 'DnsErrors',
    effects: ['DnsSlow', 'AlloyCannotSend', 'GrafanaDataSourceFailing', 'GrafanaDataSourceErrors'],
    equal: [],
  },
  { cause: 'KubeletsDown', effects: ['TargetDown', 'TargetFlapping'], equal: ['job'] },
  // The metrics of containers are another job of the same kubelets.
  { cause: 'KubeletsDown', effects: ['TargetDown', 'TargetFlapping'], effectsWhere: { job: 'cadvisor' }, equal: [] },
  { cause: 'ApiServerDown', effects: ['TargetDown', 'TargetFlapping'], equal: ['job'] },
  {
    cause: 'ApiServerDown',
    effects: [
      // Kubelets ask the API server who may read their metrics, and soon refuse everybody.
      'KubeletsDown',
      ...['ApiServerErrors', 'ApiServerSlow', 'ApiServerExtensionDown', 'PrometheusDiscoveryFailing'],
      ...['KubeStateMetricsCannotRead', 'KubeletCertificateRenewalFailing'],
    ],
    equal: [],
  },
  {
    cause: 'ApiServerErrors',
    effects: [
      ...['ApiServerSlow', 'PrometheusDiscoveryFailing', 'KubeStateMetricsCannotRead'],
      ...['DeploymentChangeIgnored', 'StatefulSetChangeIgnored'],
    ],
    equal: [],
  },
];
