import { getJson, type Target } from './http.ts';
import { kubectl } from './kubectl.ts';

export const MONITORING = 'monitoring';
export const NODES = 'monitoring-node';
export const APP = 'flask-app';

const prometheusApi: Target = { namespace: MONITORING, service: 'prometheus', port: 9090 };
const lokiApi: Target = { namespace: MONITORING, service: 'loki', port: 3100 };
const grafanaApi: Target = { namespace: MONITORING, service: 'grafana', port: 3000 };

/** One series of an instant query. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds since 1970, and the value as text. */
  readonly value: readonly [number, string];
}

/** One log stream: labels, and lines with their time in nanoseconds since 1970. */
export interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** The answer of the query APIs of Prometheus and Loki. */
interface Answer<T> {
  readonly data: { readonly result: readonly T[] };
}

/** One scrape target, as Prometheus reports it. */
export interface ScrapeTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly health: string;
  readonly lastError: string;
}

/** An instant query of Prometheus. @param time seconds since 1970. @default now */
export async function query(promql: string, time?: number): Promise<readonly Sample[]> {
  const path = `/api/v1/query?${new URLSearchParams({ query: promql, ...(time && { time: `${time}` }) })}`;
  return (await getJson<Answer<Sample>>(prometheusApi, path)).data.result;
}

export async function prometheus<T>(path: string): Promise<T> {
  return (await getJson<{ data: T }>(prometheusApi, path)).data;
}

/** The log streams from `start` to now, oldest lines first. @param start nanoseconds since 1970. */
export async function logs(logql: string, start = minutesAgo(60), limit = 5000): Promise<readonly Stream[]> {
  return (await getJson<Answer<Stream>>(lokiApi, logsPath(logql, start, limit))).data.result;
}

/** A request to Grafana's API, as its administrator. */
export async function grafana<T>(path: string): Promise<T> {
  const login = Buffer.from(`admin:${await grafanaPassword()}`).toString('base64');
  return getJson<T>(grafanaApi, path, { authorization: `Basic ${login}` });
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

function logsPath(logql: string, start: bigint, limit: number): string {
  const range = { start: `${start}`, direction: 'forward', limit: `${limit}` };
  return `/loki/api/v1/query_range?${new URLSearchParams({ query: logql, ...range })}`;
}

/** In nanoseconds since 1970. */
export function minutesAgo(minutes: number): bigint {
  return BigInt(Date.now() - minutes * 60_000) * 1_000_000n;
}
