import { prometheus, query } from './api.ts';
import { type Exposition, mergeExpositions, parseExposition } from './catalogue-text.ts';
import { kubectl } from './kubectl.ts';

/** One target, as Prometheus reports it. */
interface ActiveTarget {
  readonly labels: Readonly<Record<string, string>>;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly scrapeUrl: string;
}

/** The targets of a job. */
export interface JobTargets {
  readonly job: string;
  /** Paths of the API server that proxy to their metrics. */
  readonly paths: readonly string[];
  /** The image or program, such as `grafana/loki:3.7.6`. */
  readonly from: string;
}

/** Age of a target after which all metrics that need no event exist: two scrapes, and one evaluation of rules. */
const SETTLED = 120;

/** Lookback of the queries. */
const HISTORY = '6h';

/** The targets that Prometheus scrapes, by job. */
export async function targetsByJob(): Promise<JobTargets[]> {
  const { activeTargets } = await prometheus<{ activeTargets: ActiveTarget[] }>('/api/v1/targets?state=active');
  const { gitVersion }: { gitVersion: string } = JSON.parse(await kubectl(['get', '--raw', '/version']));
  const jobs = new Map<string, ActiveTarget[]>();
  for (const target of activeTargets) {
    const job = target.labels.job ?? '';
    jobs.set(job, [...(jobs.get(job) ?? []), target]);
  }
  return [...jobs].sort().map(([job, targets]) => ({
    job,
    paths: [...new Set(targets.map(targetPath))],
    from: targets[0]?.discoveredLabels.__meta_kubernetes_pod_container_image ?? `Kubernetes ${gitVersion}`,
  }));
}

/** The path of a target in the API server's proxy, which bypasses network policies and certificates. */
export function targetPath({
  discoveredLabels: found,
  scrapeUrl,
}: Pick<ActiveTarget, 'discoveredLabels' | 'scrapeUrl'>) {
  const { port, pathname } = new URL(scrapeUrl);
  const { __meta_kubernetes_node_name: node, __meta_kubernetes_pod_name: pod } = found;
  if (node !== undefined) return `/api/v1/nodes/${node}/proxy${pathname}`;
  if (pod === undefined) return pathname; // the API server itself
  return `/api/v1/namespaces/${found.__meta_kubernetes_namespace}/pods/${pod}:${port}/proxy${pathname}`;
}

/** The current metrics of the targets of a job. */
export async function fetchExposition({ job, paths }: JobTargets): Promise<Exposition> {
  const expositions: Exposition[] = [];
  for (const path of paths) {
    const text = await kubectl(['get', '--raw', path]);
    try {
      expositions.push(parseExposition(text));
    } catch (error) {
      throw new Error(`${job}: what ${path} prints can't be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  return mergeExpositions(expositions);
}

/**
 * The series that existed when the targets of a job were two minutes old, for each target that Prometheus remembers.
 * Dropped series are unknown: they count as existing.
 */
export async function seriesFromTheStart(job: string): Promise<(series: readonly string[]) => boolean> {
  const firstUp = `min by (instance) (min_over_time(timestamp(up{job="${job}"} == 1)[${HISTORY}:15s]))`;
  const stored = await names(`{job="${job}"}`, Date.now() / 1000);
  const early: ReadonlySet<string>[] = [];
  for (const { metric, value } of await query(firstUp)) {
    const there = await names(`{job="${job}", instance="${metric.instance}"}`, Number(value[1]) + SETTLED);
    if ([...there].some((name) => stored.has(name) && !isOfScrape(name))) early.push(there);
  }
  return (series) => {
    const kept = series.filter((name) => stored.has(name));
    return kept.length === 0 || early.every((there) => kept.some((name) => there.has(name)));
  };
}

/** Series that Prometheus itself adds for each scrape. */
function isOfScrape(name: string): boolean {
  return name === 'up' || name.startsWith('scrape_');
}

async function names(selector: string, time: number): Promise<ReadonlySet<string>> {
  const samples = await query(`count by (__name__) (${selector})`, time);
  return new Set(samples.map(({ metric }) => metric.__name__ ?? ''));
}
