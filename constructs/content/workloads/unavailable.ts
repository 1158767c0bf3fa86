import { HTTP_METRICS, knownApps } from '../lib/http.ts';
import { latched } from '../lib/latched.ts';
import { REPLICAS_OF_APPS, WORKLOADS_OF_APPS } from './owners.ts';
import { STATE } from './state.ts';

/** Components of the stack with an alert of their own that pages when none of their pods is up. */
const WATCHED = ['alertmanager', 'loki'].join('|');

export type Kind = 'deployment' | 'statefulset' | 'daemonset';

/** A gauge of a workload, one series each, whatever the number of kube-state-metrics. */
export const state = (kind: Kind, metric: string) => `max by (namespace, ${kind}) (kube_${kind}_${metric}{${STATE}})`;

/** Those of some applications of which no pod answers. One that crashes again and again does, between pauses of 5 minutes. */
const silent = (apps: string) => `${apps} unless on (namespace, app) max_over_time(up{app!=""}[10m]) == 1`;

/** `app` with an alert of its own, as the name of its workload. */
const asWorkload = (kind: Kind, apps: string) => `label_replace(${apps}, "${kind}", "$1", "app", "(.+)")`;

const KINDS = { deployment: 'Deployment', statefulset: 'StatefulSet', daemonset: 'DaemonSet' } as const;

/** Workloads of some applications. */
const ofApps = (kind: Kind, apps: string) => `label_replace(
  ${WORKLOADS_OF_APPS}{workload_kind="${KINDS[kind]}"}
  and on (namespace, app) (${apps}),
  "${kind}", "$1", "workload", "(.+)"
)`;

/**
 * No pod of a workload is available, and no other alert covers it. Those for applications and the stack depend on `up`:
 * pods that are up but not ready get no requests, and are covered here.
 */
export const noneAvailable = (kind: Kind, available: string, wanted: string, alert: string) => {
  const none = `${state(kind, available)} == 0
and on (namespace, ${kind}) ${state(kind, wanted)} > 0`;
  const series = `kube_${kind}_${available}{${STATE}}`;
  const wasThere = `and on (namespace, ${kind}) (max_over_time(${series}[1d]) > 0 or ${latched(alert)})`;
  const unlessOfStack = `unless on (namespace, ${kind}) ${asWorkload(kind, silent(`last_over_time(up{job=~"${WATCHED}"}[6h])`))}
# Nobody is woken for Grafana: GrafanaDown tells by day that it is away, and PodNotReady that it is not ready.
unless on (namespace, ${kind}) ${asWorkload(kind, 'last_over_time(up{job="grafana"}[6h])')}`;
  const unlessOfApps = `# Where no pod answers, ApplicationDown tells of applications, and the stack has alerts of its own.
unless on (namespace, ${kind}) ${ofApps(kind, silent(knownApps(`(up{app!=""} or ${REPLICAS_OF_APPS} > 0)`)))}
${unlessOfStack}`;
  const without = `# Where no pod answers, the stack has alerts of its own.
${unlessOfStack}`;
  const variants = (expr: string) => ({
    expr: `${expr}
${unlessOfApps}`,
    without: {
      metrics: HTTP_METRICS,
      expr: `${expr}
${without}`,
    },
  });
  return {
    lost: variants(`${none}
${wasThere}`),
    // Somebody is at work on what is new. It wakes nobody, as nobody misses it yet.
    isNew: variants(`${none}
${wasThere.replace('and on', 'unless on')}`),
  };
};
