import type { Ours } from '../query/ours.ts';
import { seriesOf } from './catalogue.ts';
import type { Content } from './component.ts';
import { isPods } from './endpoint.ts';
import type { Identity } from './labels.ts';
import type { ScrapeJob } from './scrape/job.ts';
import { honorsLabels, targetLabels } from './scrape/targets.ts';

/** The jobs of the stack, and where their targets are: a pod elsewhere that has such a name is none of them. */
export function ourJobs(jobs: readonly ScrapeJob[], content: readonly Content[]): Ours {
  return grouped(
    content.flatMap((one) => Object.keys(one.jobs ?? {})),
    jobs.flatMap((job) => {
      const { to } = job.endpoint;
      const namespace = targetLabels(job).includes('namespace') && isPods(to) ? to.namespace : '';
      // What node-exporter tells is about nodes, and no pod elsewhere is scraped as it: only `up` is taken by its namespace.
      const namespaces = job.discovery === 'node-pods' ? ['', namespace] : [namespace];
      return namespaces.map((one) => [job.job, one] as const);
    }),
  );
}

/** The series of our jobs that tell about others, by the namespace that a target itself gives. */
export function seriesAboutOthers(jobs: readonly ScrapeJob[]): ReadonlySet<string> {
  return new Set(
    jobs
      .filter((job) => honorsLabels(job) && job.exposes)
      .flatMap(({ exposes = {} }) => [...seriesOf(exposes)])
      .flatMap(([name, { labels }]) => (labels.includes('namespace') ? [name] : [])),
  );
}

/** The programs of the stack, by the label `app` of their logs. */
export function ourApps(workloads: readonly Identity[], content: readonly Content[]): Ours {
  return grouped(
    content.filter((one) => 'image' in one).map(({ name }) => name),
    workloads.map(({ app, namespace }) => [app, namespace]),
  );
}

function grouped(names: readonly string[], entries: readonly (readonly [name: string, namespace: string])[]): Ours {
  return new Map(
    names.map((name) => [name, entries.filter(([other]) => other === name).map(([, namespace]) => namespace)]),
  );
}
