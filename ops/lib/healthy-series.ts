import type { Sample } from './api.ts';

/** A series of a healthy cluster, as it is written down. */
export interface HealthySeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What it was when it was recorded. @default - it is a time. */
  readonly value?: number;
  /** By how much a counter rose in a minute. @default - it is no counter, or did not rise. */
  readonly perMinute?: number;
  /** Seconds between the time that it tells and the recording. @default - it tells no time. */
  readonly ago?: number;
  /** Whether it tells the time of something that happens again and again, and so stays as far in the past. @default false */
  readonly repeats?: boolean;
}

/** What was read of a series. */
export interface Read {
  readonly sample: Sample;
  /** Per second. @default - it is no counter, or has no rate. */
  readonly rate?: number;
  /** Whether it took several values within the last hour. */
  readonly changes: boolean;
}

/** Names of gauges that tell a time, in seconds since 1970. */
const TIME =
  /(_timestamp_seconds|_start_time_seconds|_deletion_timestamp|_start_time|_schedule_time|_successful_time)$/;

/** Whether the series of a name tell a time. */
export function tellsTime(name: string): boolean {
  return TIME.test(name);
}

/** A series as it is written down, without what says whose cluster it was. */
export function healthySeries({ sample, rate, changes }: Read, recordedAt: number, rename: Rename): HealthySeries {
  const { __name__: name = '', ...own } = sample.metric;
  const value = Number(sample.value[1]);
  const labels = Object.fromEntries(
    Object.entries(own)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, text]) => [label, rename(text)]),
  );
  // What has not happened yet is told as zero, or as no number.
  if (tellsTime(name) && value > 0) {
    const ago = Math.round(recordedAt - value);
    return { name, labels, ago, ...(changes && !name.includes('start_time') && { repeats: true }) };
  }
  const perMinute = rounded((rate ?? 0) * 60);
  return { name, labels, value: rounded(value), ...(perMinute > 0 && { perMinute }) };
}

/** Six digits are enough, and give small changes. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** Replaces in the value of a label what is a cluster's own. */
export type Rename = (text: string) => string;

/** 64 digits: a container. Eight, four times three and twelve: an object. */
const IDENTIFIER = /[0-9a-f]{64}|[0-9a-f]{8}([-_])(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}/g;

/** Nodes become `node-1` and so on, addresses those that are set aside for documentation, identifiers numbers. */
export function renaming(nodes: readonly string[]): Rename {
  const known = new Map<string, string>();
  const one = (kind: string, text: string, make: (count: number) => string) => {
    const made = known.get(text) ?? make([...known.values()].filter((name) => name.startsWith(kind)).length + 1);
    known.set(text, made);
    return made;
  };
  return (text) =>
    nodes
      .reduce((renamed, node, index) => renamed.replaceAll(new RegExp(`\\b${node}\\b`, 'g'), `node-${index + 1}`), text)
      .replace(/^\/.*(?=\/kubepods\b)/, '')
      .replaceAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, (address) => one('192.', address, (count) => `192.0.2.${count}`))
      .replaceAll(IDENTIFIER, (identifier) => one('uid-', identifier, (count) => `uid-${count}`));
}

/** Whether a series is about the cluster, and not about what else is on the machine that its nodes are on. */
export function isOfCluster({ metric: { id, mountpoint } }: Sample): boolean {
  return (
    (id === undefined || id === '/' || id.includes('/kubepods')) && (mountpoint === undefined || mountpoint === '/')
  );
}

/** The text of the file: a series a line, sorted, so that changes are small. */
export function renderHealthy(all: readonly HealthySeries[]): string {
  const lines = all.map((series) => JSON.stringify(series)).sort();
  return `[\n${lines.join(',\n')}\n]\n`;
}
