import { seriesFor } from '../../constructs/checks/known-series.ts';
import type { Stack } from '../../constructs/checks/stack.ts';
import { exposedOf } from '../../constructs/kit/scrape/job.ts';
import { parsePromql } from '../../constructs/query/promql.ts';
import { promqlFacts } from '../../constructs/query/promql-facts.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';
import { seriesRead } from '../../constructs/query/used-series.ts';
import { inlineCode, type Page, snippets } from './docs-pages.ts';

/** The lab's queries have results, whatever the pages say. */
const LAB: Page = {
  file: 'the lab',
  text: [
    '`container_memory_usage_bytes{container="flask-app"}`',
    '`rate(http_requests_total{job="flask-app"}[5m])`',
    '`rate(loki_distributor_bytes_received_total[5m])`',
  ].join(', '),
};

/** Tokens that continue a query at the start of a line. Anything else begins a new query. */
const CONTINUES = /^(?:[^\w({"]|(?:and|or|unless|on|ignoring|by|without|group_left|group_right|offset)\b)/i;

/** All queries on these pages that readers may paste, without the examples of checks, which are wrong on purpose. */
export function queriesOf(pages: readonly Page[], stack: Pick<Stack, 'series'>): QueryRecord[] {
  const right = pages.filter(({ file }) => file !== 'docs/checks.md');
  return [...right.flatMap(blockQueries), ...[LAB, ...right].flatMap((page) => inlineQueries(page, stack))];
}

/** The queries in the blocks of a page: as pasted, and as if a panel sent them. */
export function blockQueries(page: Page): QueryRecord[] {
  return (['promql', 'logql'] as const).flatMap((language) =>
    snippets(page, language).flatMap(({ code }, index) =>
      queriesIn(code).map((expr) => record(page, language, expr, `${language} block ${index + 1}`)),
    ),
  );
}

/** One query per line; a line that is indented or begins with an operator continues the one before. */
export function queriesIn(code: string): string[] {
  const queries: string[] = [];
  for (const line of code.split('\n').filter((text) => text.trim() !== '')) {
    const before = queries.at(-1);
    if (before === undefined || !CONTINUES.test(line)) queries.push(line);
    else queries[queries.length - 1] = `${before}\n${line}`;
  }
  return queries;
}

/** Inline code that is PromQL over known series. */
export function inlineQueries(page: Page, { series }: Pick<Stack, 'series'>): QueryRecord[] {
  return inlineCode(page)
    .filter((code) => {
      const { expr, problems } = parsePromql(code, { variables: false });
      if (!expr || problems.length > 0) return false;
      const { selectors } = promqlFacts(expr);
      return selectors.length > 0 && selectors.every(({ selector }) => seriesFor(series, selector).length > 0);
    })
    .map((code) => record(page, 'promql', code, `\`${code}\``));
}

function record({ file }: Page, language: QueryRecord['language'], expr: string, what: string): QueryRecord {
  return { path: file, asker: what, kind: 'panel', language, expr, within: file };
}

/** Series that only these queries read, of jobs that store only series that are read; sorted by name. */
export function askedByHand(asked: readonly QueryRecord[], { series, jobs, queries }: Stack): string[] {
  const isRead = seriesRead(queries);
  const picky = jobs.filter((job) => job.series === 'used');
  const names = asked
    .flatMap(({ language, expr }) => (language === 'promql' ? (parsePromql(expr).expr ?? []) : []))
    .flatMap((expr) => promqlFacts(expr).selectors)
    .flatMap(({ selector }) => seriesFor(series, selector))
    .filter(({ name, job }) => picky.some((one) => one.job === job && exposedOf([name], one).length > 0))
    .map(({ name }) => name)
    .filter((name) => !isRead(name));
  return [...new Set(names)].sort();
}
