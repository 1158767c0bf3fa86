import type { PromqlQuery } from '../../constructs/checks/query-view.ts';
import type { Stack } from '../../constructs/checks/stack.ts';
import { seriesOf } from '../../constructs/kit/catalogue.ts';
import { keptSeries } from '../../constructs/kit/scrape/job.ts';
import { seconds } from '../../constructs/kit/units.ts';
import { takes } from '../../constructs/query/query-matcher.ts';
import { seriesRead } from '../../constructs/query/used-series.ts';
import { allowedBy } from './explain-network.ts';
import type { Explanation, Subject } from './explanation.ts';

/** Effect of a missing series on its reader. */
const LOSS = {
  alert: 'never fires',
  record: 'records nothing',
  panel: 'is empty',
  variable: 'offers nothing',
} as const;

/** The series of a stack, and their metric families. */
export function metricSubjects(stack: Stack): Subject[] {
  const families = new Map<string, Set<string>>();
  for (const { exposes = {} } of stack.jobs) {
    for (const [name, { family }] of seriesOf(exposes)) {
      families.set(family, (families.get(family) ?? new Set()).add(name));
    }
  }
  const whole = [...families]
    .filter(([family]) => stack.series.get(family).length === 0)
    .map(([family, series]) => ({ name: family, series: [...series] }));
  const single = [...stack.series.keys()].map((name) => ({ name, series: [name] }));
  return [...single, ...whole].map(({ name, series }) => ({
    kind: 'metric',
    name,
    explain: () => explainSeries(stack, series),
  }));
}

function explainSeries(stack: Stack, names: readonly string[]): Explanation['facts'] {
  const isRead = seriesRead(stack.queries);
  const sources = stack.jobs.flatMap((job) => {
    const series = seriesOf(job.exposes ?? {});
    const [first] = names.flatMap((name) => series.get(name) ?? []);
    if (!first) return [];
    const kept = keptSeries(job, isRead);
    const isKept = !kept || names.some((name) => kept.includes(name));
    return [{ job, ...first, isKept }];
  });
  const others = names
    .flatMap((name) => stack.series.get(name))
    .flatMap(({ job }) => (job === undefined || sources.some((source) => source.job.job === job) ? [] : job));
  const jobs = sources.map(({ job }) => job.endpoint);
  return {
    'exposed by': [
      ...sources.map(
        ({ job, type, labels, isKept, appears }) =>
          `the job ${job.job}, every ${seconds(job.scrapeInterval)} seconds: ${type}` +
          `${labels.length > 0 ? ` by ${labels.join(', ')}` : ''}` +
          `${appears === 'onEvent' ? ', once something has happened' : ''}` +
          `, ${isKept ? 'stored' : "not stored: no query reads it; name it in 'alsoKeep' of the job"}`,
      ),
      ...(others.length > 0 ? [`Prometheus itself, of the jobs ${[...new Set(others)].join(', ')}`] : []),
    ],
    'recorded by': stack.queries
      .filter(({ records }) => records !== undefined && names.includes(records))
      .map(({ path, asker, within, expr }) => `${asker} of the group ${within} (${path}): ${expr}`),
    'read by': [...new Set(readers(stack, names).map(({ record: { asker, path } }) => `${asker} (${path})`))],
    'let through by': allowedBy(
      stack,
      stack.connections.filter(({ to, why }) => jobs.some((endpoint) => endpoint === to) && why.startsWith('scrapes ')),
    ),
    'without it': losses(stack, names),
  };
}

/** The queries that read one of these series. */
export function readers({ promql }: Stack, names: readonly string[]): PromqlQuery[] {
  return promql.filter(({ facts }) =>
    (facts?.selectors ?? []).some(({ selector: { name, matchers } }) => {
      if (name !== undefined) return names.includes(name);
      const ofName = matchers.filter(({ label }) => label === '__name__');
      return ofName.length > 0 && names.some((one) => ofName.every((matcher) => takes(matcher, one)));
    }),
  );
}

/** Everything that stops working, including through recording rules. */
function losses(stack: Stack, names: readonly string[]): string[] {
  const lost = new Map<string, string>();
  let gone = names;
  while (gone.length > 0) {
    const hit = readers(stack, gone).filter(({ record }) => !lost.has(`${record.path} ${record.asker}`));
    for (const { record } of hit) {
      const loss = record.kind === 'annotation' ? 'marks nothing' : LOSS[record.kind];
      lost.set(`${record.path} ${record.asker}`, `${record.asker} ${loss}`);
    }
    gone = hit.flatMap(({ record }) => record.records ?? []);
  }
  return [...new Set(lost.values())];
}
