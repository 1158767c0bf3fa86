import type { Catalogue, Metric } from '../../constructs/kit/catalogue.ts';
import type { Exposition, Family } from './catalogue-text.ts';

/** Differences between the live targets of a job and its catalogue, one line each. */
export interface Differences {
  /** Statements of the catalogue that are wrong. */
  readonly wrong: readonly string[];
  /** Live metrics and labels that the catalogue lacks. */
  readonly unknown: readonly string[];
}

/** Compares live targets with the catalogue. Metrics with `onEvent` need not be live. */
export function compare(job: string, catalogue: Catalogue, live: Exposition): Differences {
  const wrong: string[] = [];
  const unknown: string[] = [];
  for (const [family, { type, labels, buckets, appears }] of Object.entries(catalogue)) {
    const found = live.get(family);
    if (!found && appears === 'always') wrong.push(`${job}: ${family} is gone`);
    if (!found) continue;
    if (found.type !== type) wrong.push(`${job}: ${family} is a ${found.type}, not a ${type}`);
    const bounds = boundsOf(found);
    if (buckets && String(bounds) !== String(buckets)) {
      wrong.push(`${job}: ${family} has the buckets ${written(bounds)}, not ${written(buckets)}`);
    }
    const more = [...found.labels].filter((label) => !labels.includes(label)).sort();
    if (more.length > 0) unknown.push(`${job}: ${family} has more labels: ${more.join(', ')}`);
  }
  for (const [family, { type }] of live) {
    if (!Object.hasOwn(catalogue, family)) unknown.push(`${job}: ${family} (${type}) is new`);
  }
  return { wrong: wrong.sort(), unknown: unknown.sort() };
}

/** The recorded scrapes of a job. */
export interface Observation {
  /** Before any event was triggered. */
  readonly before: Exposition;
  /** After the events. */
  readonly after: Exposition;
  /** Whether a family appears soon after its target's start, on every machine. */
  readonly fromTheStart: (family: string) => boolean;
  /** Whether bucket bounds are recorded: those of applications, because SLOs depend on them. @default false */
  readonly buckets?: boolean;
}

/**
 * Computes the catalogue from recorded scrapes. Known entries stay, because an event or label may be missing this time; one
 * that was missing once is not `always`. Entries written by hand count as recorded once they were scraped in full.
 */
export function record({ before, after, fromTheStart, buckets }: Observation, known: Catalogue): Catalogue {
  const recorded: Record<string, Metric> = {};
  for (const [family, metric] of Object.entries(known)) recorded[family] = { ...metric, appears: 'onEvent' };
  for (const [family, live] of [...after, ...before]) {
    const was = known[family];
    const labels = [...new Set([...(recorded[family]?.labels ?? []), ...live.labels])].sort();
    const wasMissing = was?.appears === 'onEvent' && was.source === undefined;
    const isByHand = was?.source !== undefined && !isSeen(was.labels, before.get(family), after.get(family));
    recorded[family] = {
      type: live.type,
      labels,
      ...(buckets && live.type === 'histogram' && { buckets: boundsOf(live) }),
      appears: before.has(family) && fromTheStart(family) && !wasMissing ? 'always' : 'onEvent',
      ...(isByHand && { source: was.source }),
    };
  }
  return recorded;
}

function isSeen(labels: readonly string[], ...seen: readonly (Family | undefined)[]): boolean {
  return labels.every((label) => seen.some((family) => family?.labels.has(label)));
}

/** Differences between a new catalogue and the previous one, one line each. */
export function changes(job: string, old: Catalogue, now: Catalogue): string[] {
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((family) => {
    const [was, is] = [old[family], now[family]];
    if (!was) return [`${job}: + ${family} (${is?.type}, ${is?.appears})`];
    if (!is) return [`${job}: - ${family}`];
    const fields = (['type', 'labels', 'buckets', 'appears', 'source'] as const).filter(
      (field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]),
    );
    return fields.map((field) => `${job}: ${family}: ${field} ${written(was[field])} -> ${written(is[field])}`);
  });
}

function boundsOf({ buckets }: Family): number[] {
  return [...buckets].sort((a, b) => a - b);
}

function written(value: string | readonly (string | number)[] = 'none'): string {
  return typeof value === 'string' ? value : `[${value.join(', ')}]`;
}
