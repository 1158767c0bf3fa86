/**
 * How often an event happened within a range, where it did. `increase` alone misses the first event of a counter that starts
 * at 1. A counter without a sample in the preceding range is new; a shorter gap is an outage.
 */
export function events(counter: string, range: string): string {
  return `increase(${counter}[${range}]) > 0
or ${counter} > 0 unless last_over_time(${counter}[${range}] offset ${range})`;
}
