import { addressInDist } from './addresses.ts';
import { getJson } from './http.ts';

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
export interface Answer<T> {
  readonly data: { readonly result: readonly T[] };
}

/** An instant query of Prometheus. @param time seconds since 1970. @default now */
export async function query(promql: string, time?: number): Promise<readonly Sample[]> {
  const path = `/api/v1/query?${new URLSearchParams({ query: promql, ...(time && { time: `${time}` }) })}`;
  return (await getJson<Answer<Sample>>(addressInDist('Prometheus'), path)).data.result;
}

export async function prometheus<T>(path: string): Promise<T> {
  return (await getJson<{ data: T }>(addressInDist('Prometheus'), path)).data;
}

/** The log streams from `start` to now, oldest lines first. @param start nanoseconds since 1970. */
export async function logs(logql: string, start = minutesAgo(60), limit = 5000): Promise<readonly Stream[]> {
  return (await getJson<Answer<Stream>>(addressInDist('Loki'), logsPath(logql, start, limit))).data.result;
}

/** The path of Loki's API for a query of log lines. */
export function logsPath(logql: string, start: bigint, limit: number): string {
  const range = { start: `${start}`, direction: 'forward', limit: `${limit}` };
  return `/loki/api/v1/query_range?${new URLSearchParams({ query: logql, ...range })}`;
}

/** In nanoseconds since 1970. */
export function minutesAgo(minutes: number): bigint {
  return BigInt(Date.now() - minutes * 60_000) * 1_000_000n;
}
