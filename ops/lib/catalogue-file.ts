import { type Catalogue, type Metric, metricsTable } from '../../constructs/kit/catalogue.ts';

/** The table in a catalogue's file: all between its backticks. */
const TABLE = /`\n[^`]*`/;

/** The metrics that have a line in a file, without shared ones. */
export function readTable(file: string): Catalogue {
  return metricsTable(TABLE.exec(file)?.[0].slice(1, -1) ?? '');
}

/** The known metrics of a job before it is recorded again: shared ones and those by hand. @param own the metrics that have a line. */
export function withoutRecorded(catalogue: Catalogue, own: Catalogue): Catalogue {
  const known = Object.entries(catalogue).filter(([family, { source }]) => source !== undefined || !own[family]);
  return Object.fromEntries(known);
}

/**
 * The file with a new table, sorted so that diffs are small. Shared metrics get a line only where they differ.
 *
 * @param from the recorded image, such as `grafana/loki:3.7.6`.
 * @param old the content of the file, including shared metrics.
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
