import type { Sample } from './api.ts';

/** A recorded series of a healthy cluster. */
export interface HealthySeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Recorded value. @default - it is a timestamp. */
  readonly value?: number;
  /** Increase per minute of a counter. @default - no counter, or no increase. */
  readonly perMinute?: number;
  /** Seconds from its timestamp to the recording. @default - its value is no timestamp. */
  readonly ago?: number;
  /** Whether its timestamp is that of a recurring event, and so always as far in the past. @default false */
  readonly repeats?: boolean;
}

/** A series as queried. */
export interface Read {
  readonly sample: Sample;
  /** Per second. @default - no counter, or no rate. */
  readonly rate?: number;
  /** Whether its value changed within the last hour. */
  readonly changes: boolean;
}

/** Names of gauges whose value is a Unix timestamp in seconds. */
const TIME =
  /(_timestamp_seconds|_start_time_seconds|_deletion_timestamp|_start_time|_schedule_time|_successful_time)$/;

/** Whether the values of a series are timestamps. */
export function tellsTime(name: string): boolean {
  return TIME.test(name);
}

/** A series as recorded, without anything that identifies the cluster. */
export function healthySeries({ sample, rate, changes }: Read, recordedAt: number, rename: Rename): HealthySeries {
  const { __name__: name = '', ...own } = sample.metric;
  const value = Number(sample.value[1]);
  const labels = Object.fromEntries(
    Object.entries(own)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, text]) => [label, rename(text)]),
  );
  // A timestamp of zero or NaN: the event has not happened yet.
  if (tellsTime(name) && value > 0) {
    const ago = Math.round(recordedAt - value);
    return { name, labels, ago, ...(changes && !name.includes('start_time') && { repeats: true }) };
  }
  const perMinute = rounded((rate ?? 0) * 60);
  return { name, labels, value: rounded(value), ...(perMinute > 0 && { perMinute }) };
}

/** Six digits are enough, and keep diffs small. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
}

/** Replaces identifiers of a cluster in the value of a label. */
export type Rename = (text: string) => string;

/** 64 digits: a container. Eight, four times three and twelve: an object. */
const IDENTIFIER = /[0-9a-f]{64}|[0-9a-f]{8}([-_])(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}/g;

/** Nodes become `node-1` and so on, addresses those reserved for documentation, identifiers numbers. */
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

/** Whether a series is about the cluster, and not about other things on the machine of its nodes. */
export function isOfCluster({ metric: { id, mountpoint } }: Sample): boolean {
  return (
    (id === undefined || id === '/' || id.includes('/kubepods')) && (mountpoint === undefined || mountpoint === '/')
  );
}

/** The content of the file: one series per line, sorted, so that diffs are small. */
export function renderHealthy(all: readonly HealthySeries[]): string {
  const lines = all.map((series) => JSON.stringify(series)).sort();
  return `[\n${lines.join(',\n')}\n]\n`;
}
