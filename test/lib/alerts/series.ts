/** Labels of a series, by name. */
export type Labels = Readonly<Record<string, string>>;

/** A series as promtool reads it. */
export function series(metric: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${metric}{${pairs.join(', ')}}`;
}
