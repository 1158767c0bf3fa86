import type { HealthySeries } from '../../../ops/lib/healthy-series.ts';
import type { Labels } from '../healthy.ts';
import type { Change } from './scene.ts';

/** Longer than any scene, in minutes. */
export const ON = 2000;

/** Whether labels have these values. */
const has = (labels: Labels, wanted: Labels): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** The first of some changes that has something to say. */
export const firstOf =
  (...changes: readonly Change[]): Change =>
  (one) => {
    for (const change of changes) {
      const said = change(one);
      if (said !== undefined) return said;
    }
    return undefined;
  };

/** Targets no longer answer: Prometheus goes on with what it says itself about a scrape, and marks all else as ended. */
export const away =
  (isMeant: (labels: Labels) => boolean): Change =>
  ({ name, labels }) => {
    if (labels.job === 'kube-state-metrics' || !isMeant(labels)) return undefined;
    if (name === 'up') return `0x${ON}`;
    return name === 'scrape_duration_seconds' ? `10x${ON}` : 'stale';
  };

/** Values of some series of kube-state-metrics, by name and labels. */
export const state =
  (metric: string, wanted: Labels, samples: string): Change =>
  ({ name, labels }) =>
    name === metric && labels.job === 'kube-state-metrics' && has(labels, wanted) ? samples : undefined;

/** No pod of some Deployments is available any more. */
export const unavailable = (deployments: Labels): Change =>
  firstOf(
    state('kube_deployment_status_replicas_available', deployments, `0x${ON}`),
    ...[
      ['true', 0],
      ['false', 1],
    ].map(([status = '', value]) =>
      state(
        'kube_deployment_status_condition',
        { ...deployments, condition: 'Available', status: `${status}` },
        `${value}x${ON}`,
      ),
    ),
  );

/** A pod that was ready is so no longer. */
export const notReady = (pod: Labels): Change =>
  firstOf(
    state('kube_pod_status_ready', { ...pod, condition: 'true' }, `0x${ON}`),
    state('kube_pod_status_ready', { ...pod, condition: 'false' }, `1x${ON}`),
  );

/** The counter of the restarts of a container that ends at each start: soon they are five minutes apart. */
export const restarts = (pod: Labels): Change =>
  state(
    'kube_pod_container_status_restarts_total',
    pod,
    `1 2 3 3 4 4 4 5x4 ${Array.from({ length: 300 }, (_, index) => `${index + 6}x4`).join(' ')}`,
  );

/** Finds a text where it is no part of a longer number or word. */
const whole = (text: string) => new RegExp(`(?<![A-Za-z0-9])${text.replaceAll('.', '\\.')}(?![A-Za-z0-9])`, 'g');

/** Series in which some texts of the labels are replaced: what runs, a second time under other names. */
export function renamed(series: readonly HealthySeries[], texts: Labels): HealthySeries[] {
  return series.map((one) => ({
    ...one,
    labels: Object.fromEntries(
      Object.entries(one.labels).map(([name, value]) => [
        name,
        Object.entries(texts).reduce((text, [from, to]) => text.replace(whole(from), to), value),
      ]),
    ),
  }));
}
