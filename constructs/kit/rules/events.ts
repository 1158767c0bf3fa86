/**
 * How often something happened within a time, where it did. `increase` alone misses the first event of a counter that
 * begins with it, at 1. One that had no sample in the time before, as long, is such a counter: a shorter gap is an outage.
 */
export function events(counter: string, range: string): string {
  return `increase(${counter}[${range}]) > 0
or ${counter} > 0 unless last_over_time(${counter}[${range}] offset ${range})`;
}
