import type { Content } from '../../kit/component.ts';
import { apiServer, kubelet as kubeletRules } from './alerts.ts';
import { kubernetes as dashboard } from './dashboard.ts';
import { dns } from './dns.ts';
import { inhibitions } from './inhibitions.ts';
import { metrics as apiserver } from './metrics/apiserver.ts';
import { metrics as cadvisor } from './metrics/cadvisor.ts';
import { metrics as coredns } from './metrics/coredns.ts';
import { metrics as kubelet } from './metrics/kubelet.ts';

/** The cluster itself: API server, kubelets, containers and DNS. */
export const kubernetes = {
  name: 'kubernetes',
  jobs: { kubelet, cadvisor, coredns, apiserver },
  rules: [apiServer, kubeletRules, dns],
  inhibitions,
  dashboards: [dashboard],
} as const satisfies Content;
