import { getJson } from '../lib/http.ts';
import { RECEIVER } from './names.ts';

/** What Alertmanager posts to a webhook, as far as it is asked here. */
export interface Notification {
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** All that arrived, oldest first. */
export function notifications(): Promise<readonly Notification[]> {
  return getJson(RECEIVER, '/');
}

/** Which alert a notification is about, and where: `PodCrashLooping in e2e-crash-loop`. */
export function about({ groupLabels: { alertname, namespace } }: Pick<Notification, 'groupLabels'>): string {
  return namespace === undefined ? `${alertname}` : `${alertname} in ${namespace}`;
}
