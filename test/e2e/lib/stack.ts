import { addressInDist } from '../../../ops/lib/addresses.ts';
import { type Answer, logsPath, minutesAgo, type Sample, type Stream } from '../../../ops/lib/api.ts';
import { getJson } from './http.ts';
import { kubectl } from './kubectl.ts';

export { logs, minutesAgo, prometheus, query, type Sample, type Stream } from '../../../ops/lib/api.ts';

export const MONITORING = 'monitoring';
export const NODES = 'monitoring-node';
export const APP = 'flask-app';

/** One scrape target, as Prometheus reports it. */
export interface ScrapeTarget {
  readonly labels: Readonly<Record<string, string>>;
  /** Name of its scrape configuration. */
  readonly scrapePool: string;
  readonly health: string;
  readonly lastError: string;
}

/** A request to Grafana's API, as its administrator. */
export async function grafana<T>(path: string): Promise<T> {
  const login = Buffer.from(`admin:${await grafanaPassword()}`).toString('base64');
  return getJson<T>(addressInDist('Grafana'), path, { authorization: `Basic ${login}` });
}

/** A query through Grafana's data source of Prometheus, as a panel sends it. */
export async function queryByGrafana(promql: string): Promise<readonly Sample[]> {
  const path = `/api/datasources/proxy/uid/prometheus/api/v1/query?${new URLSearchParams({ query: promql })}`;
  return (await grafana<Answer<Sample>>(path)).data.result;
}

/** A query through Grafana's data source of Loki, as a panel sends it. */
export async function logsByGrafana(logql: string): Promise<readonly Stream[]> {
  const path = `/api/datasources/proxy/uid/loki${logsPath(logql, minutesAgo(60), 10)}`;
  return (await grafana<Answer<Stream>>(path)).data.result;
}

/** The password that the first start made. */
export async function grafanaPassword(): Promise<string> {
  const file = '/var/lib/grafana/admin-password';
  return (
    await kubectl(['exec', '-n', MONITORING, 'deployment/grafana', '-c', 'grafana', '--', 'cat', file])
  ).trimEnd();
}
