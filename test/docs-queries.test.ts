import { QUERY_CHECKS } from '../constructs/checks/queries/index.ts';
import { stackOf } from '../constructs/checks/stack.ts';
import { findings } from '../constructs/checks/verify.ts';
import type { Model } from '../constructs/index.ts';
import { keptSeries } from '../constructs/kit/scrape/job.ts';
import type { QueryRecord } from '../constructs/query/query.ts';
import { seriesRead } from '../constructs/query/used-series.ts';
import { readPages } from '../ops/lib/docs-pages.ts';
import { askedByHand, blockQueries, queriesIn, queriesOf } from '../ops/lib/docs-queries.ts';
import { mainModel, said } from './lib/checks.ts';

/** Queries on pages work as they are pasted: they are right, and what they ask for is stored. */

/** What stands for something that the reader knows, and is found for that reason. */
const PLACEHOLDERS = ['JOB'];

// What the checks give as an example is wrong, and has to be.
const pages = readPages().filter(({ file }) => file !== 'docs/checks.md');
const blocks = pages.flatMap(blockQueries);

let model: Model;
let wanted: readonly string[];

beforeAll(async () => {
  model = await mainModel();
  const stack = stackOf(model);
  wanted = askedByHand(queriesOf(pages, stack), stack);
});

/** What the checks say of queries on pages, and of no others. */
const found = (queries: readonly QueryRecord[]) =>
  findings({ ...model, queries: [...model.queries, ...queries] }, QUERY_CHECKS);

test('a block is read query by query', () => {
  expect(queriesIn('up\nsum by (job) (up)\n\n{app="a"} |= "b"\n')).toEqual([
    'up',
    'sum by (job) (up)',
    '{app="a"} |= "b"',
  ]);
  expect(queriesIn('a\n/ on (x) b\n  or c\nor\nd')).toEqual(['a\n/ on (x) b\n  or c\nor', 'd']);
});

test('every query in a block is right', () => {
  expect(blocks.length).toBeGreaterThan(200);
  const wrong = found(blocks).filter(({ value }) => !PLACEHOLDERS.includes(value));
  expect(wrong.map((one) => `${one.path}: ${said([one])}`)).toEqual([]);
});

test('what stands for something else is still needed', () => {
  const values = found(blocks).map(({ value }) => value);
  expect(PLACEHOLDERS.filter((word) => !values.includes(word))).toEqual([]);
});

test('a query that is wrong is found, with its page', () => {
  const text = ['```promql', 'up', 'upp', '```', '', '```logql', '{nmespace="a"}', '```'].join('\n');
  expect(found(blockQueries({ file: 'docs/page.md', text })).map(({ path, at, value }) => [path, at, value])).toEqual([
    ['docs/page.md', 'promql block 1, column 1', 'upp'],
    ['docs/page.md', 'logql block 1, column 2', 'nmespace'],
  ]);
});

test('what they ask for is stored', () => {
  expect(wanted).toContain('container_memory_usage_bytes');
  const isRead = seriesRead(model.queries);
  const stored = new Set(model.jobs.flatMap((job) => keptSeries(job, isRead) ?? []));
  expect(wanted.filter((name) => !stored.has(name))).toEqual([]);
});
