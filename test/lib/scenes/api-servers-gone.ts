import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import { readHealthy, selector } from '../healthy.ts';
import { away, firstOf, ON } from './changes.ts';
import { BEFORE, type Scene } from './scene.ts';

/**
 * No API server answers. Kubelets ask it who may read their metrics, and refuse everybody once they have forgotten;
 * kube-state-metrics goes on to tell what it last read.
 */
const isOfKubelet = (job = '') => ['kubelet', 'cadvisor'].includes(job);
const FORGOTTEN = 3;
export const apiServersGone: Scene = {
  name: 'the API servers are gone',
  change: firstOf(
    away(({ job }) => job === 'apiserver'),
    (one) => {
      if (!isOfKubelet(one.labels.job)) return undefined;
      if (one.name === 'up') return `1x${FORGOTTEN - 1} 0x${ON}`;
      return one.name === 'scrape_duration_seconds' ? undefined : `${kept(one, FORGOTTEN - 1)} stale`;
    },
    (one) => (one.name === 'prometheus_sd_kubernetes_failures_total' ? `${one.value ?? 0}+12x${ON}` : undefined),
    (one) =>
      one.name === 'kube_state_metrics_watch_total' && one.labels.result === 'success'
        ? `${one.value}x${ON}`
        : undefined,
  ),
  arising: Object.fromEntries(
    ['Pod', 'Node', 'Deployment'].flatMap((resource) =>
      ['list', 'watch'].map((what) => {
        const target = readHealthy().find(
          ({ name, labels }) => name === 'up' && labels.job === 'kube-state-metrics-telemetry',
        );
        const labels = { ...target?.labels, resource: `*v1.${resource}`, result: 'error' };
        return [selector({ name: `kube_state_metrics_${what}_total`, labels }), `1+4x${ON}`];
      }),
    ),
  ),
};

/** Goes on for some minutes as it was recorded, from the trouble on. */
function kept({ value = 0, perMinute = 0, ago }: HealthySeries, minutes: number): string {
  return ago === undefined ? `${value + perMinute * BEFORE}+${perMinute}x${minutes}` : `_x${minutes}`;
}
