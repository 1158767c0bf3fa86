import type { Catalogue } from '../../constructs/kit/catalogue.ts';
import { compare, type Differences } from './catalogue-compare.ts';
import { KEPT, OPTIONAL } from './catalogue-files.ts';
import { fetchExposition, type JobTargets, targetsByJob } from './catalogue-targets.ts';
import type { Exposition } from './catalogue-text.ts';
import { kubectl } from './kubectl.ts';
import type { Workload } from './objects.ts';

/** A job with a catalogue, and the current metrics of its targets. */
export interface LiveJob extends JobTargets {
  readonly exposition: Exposition;
  /** Restricts the metrics that its targets generate. @default - all. */
  readonly allowed?: RegExp;
}

/** The current metrics of all jobs with a catalogue. */
export async function liveJobs(): Promise<LiveJob[]> {
  const live: LiveJob[] = [];
  for (const targets of await targetsByJob()) {
    if (!(targets.job in KEPT)) continue;
    const allowed = targets.job === 'kube-state-metrics' ? await allowlist() : undefined;
    live.push({ ...targets, exposition: await fetchExposition(targets), ...(allowed && { allowed }) });
  }
  return live;
}

/** The metrics that kube-state-metrics is configured to generate. */
async function allowlist(): Promise<RegExp | undefined> {
  const selector = `app.kubernetes.io/name=kube-state-metrics`;
  const { items } = JSON.parse(await kubectl(['get', 'deployments', '-A', '--selector', selector, '-o', 'json']));
  const args = (items as readonly Workload[]).flatMap(({ spec }) => spec.template.spec?.containers[0]?.args ?? []);
  const list = args.map((arg) => /^--metric-allowlist=(.+)$/.exec(arg)?.[1]).find((found) => found !== undefined);
  return list === undefined ? undefined : new RegExp(list);
}

/** Compares all catalogues with the live targets. */
export function compareAll(live: readonly LiveJob[]): Differences {
  const all = Object.entries(KEPT).map(([job, { catalogue }]): Differences => {
    const found = live.find((one) => one.job === job);
    if (!found) return { wrong: OPTIONAL.includes(job) ? [] : [`${job}: has no target`], unknown: [] };
    return compare(job, within(catalogue, found.allowed), found.exposition);
  });
  return { wrong: all.flatMap(({ wrong }) => wrong), unknown: all.flatMap(({ unknown }) => unknown) };
}

function within(catalogue: Catalogue, allowed?: RegExp): Catalogue {
  return Object.fromEntries(Object.entries(catalogue).filter(([family]) => allowed?.test(family) ?? true));
}
