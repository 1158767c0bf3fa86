import { type Catalogue, type Metric, metricsTable } from '../../constructs/kit/catalogue.ts';

/** The table of a catalogue's file: all between its backticks. */
const TABLE = /`\n[^`]*`/;

/** The metrics that a file has a line for, without those that it shares. */
export function readTable(file: string): Catalogue {
  return metricsTable(TABLE.exec(file)?.[0].slice(1, -1) ?? '');
}

/** What is known of a job before it is recorded anew: what its file shares or has by hand. @param own What it has lines for. */
export function withoutRecorded(catalogue: Catalogue, own: Catalogue): Catalogue {
  const known = Object.entries(catalogue).filter(([family, { source }]) => source !== undefined || !own[family]);
  return Object.fromEntries(known);
}

/**
 * The file with another table, sorted so that changes are small. Metrics that the file shares get a line only where they
 * differ.
 *
 * @param from What was recorded, such as `grafana/loki:3.7.6`.
 * @param old What the file says, with what it shares.
 */
export function writeTable(file: string, from: string, old: Catalogue, now: Catalogue): string {
  if (!TABLE.test(file)) throw new Error('the file of a catalogue must have a table in backticks, even an empty one');
  const own = readTable(file);
  const lines = Object.keys(now)
    .sort()
    .map((family) => [family, line(family, now[family]!)] as const)
    .filter(([family, text]) => own[family] || !old[family] || line(family, old[family]) !== text)
    .map(([, text]) => `${text}\n`);
  return file.replace(TABLE, () => `\`\n# recorded from ${from} by npm run catalogue\n${lines.join('')}\``);
}

function line(family: string, { type, labels, buckets, appears, source }: Metric): string {
  const series = labels.length > 0 ? `${family}{${[...labels].sort().join(',')}}` : family;
  const bounds = buckets && buckets.length > 0 ? ` le=${buckets.join(',')}` : '';
  return `${series} ${type} ${appears}${bounds}${source === undefined ? '' : ` from ${source}`}`;
}
