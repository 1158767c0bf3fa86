import { QUERY_CHECKS } from '../../constructs/checks/queries/index.ts';
import { findings } from '../../constructs/checks/verify.ts';
import type { Finding, Model } from '../../constructs/index.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';
import { planted, said } from '../lib/checks.ts';
import { poisonedModel } from '../lib/installation.ts';
import { keeps, PLANTED, rule, sum } from './planted-queries.ts';

const clean = poisonedModel();
const common = { path: 'p', asker: 'panel', kind: 'panel', within: 'w' } as const;

/** What is found in an installation that asks this too. */
function plant(...queries: readonly Partial<QueryRecord>[]): Finding[] {
  const added = queries.map((query): QueryRecord => ({ ...common, language: 'promql', expr: '', ...query }));
  return found({ ...clean, queries: [...clean.queries, ...added] });
}
const found = (model: Model) => findings(model, QUERY_CHECKS);

test('nothing is found in an installation that is right', () => {
  expect(said(found(clean))).toEqual([]);
});

test.each([
  ['rate(prometheus_http_requests_total[5m])', 'a counter'],
  ['sum by (job) (rate(http_requests_total{status=~"5.."}[5m]))', 'a label of the target'],
  ['histogram_quantile(0.9, sum by (le, path) (rate(http_request_duration_seconds_bucket[5m])))', 'a quantile'],
  ['rate(http_request_duration_seconds_sum[5m]) / rate(http_request_duration_seconds_count[5m])', 'sums and counts'],
  ['max by (instance) (up{job=~"prometheus|loki"})', 'what every target has'],
  ['count by (alertname, whatever) (ALERTS{alertstate="firing"})', 'alerts, whose labels are theirs'],
  [
    'label_replace(up, "kind", "$1", "job", "(.*)") * on (kind) group_left () label_replace(up, "kind", "x", "", "")',
    'made',
  ],
  ['sum by ($by) (up{job=~"$job"})', 'variables of a dashboard'],
  ['delta(process_resident_memory_bytes{job="loki"}[5m])', 'a gauge'],
  ['container_memory_working_set_bytes * on (namespace, pod) group_left (node) kube_pod_info', 'a join'],
  ['absent(up{job="loki", instance="x"})', 'what is absent'],
  ['max_over_time((sum(up))[10m:1m])', 'a subquery'],
  ['last_over_time(up{job="loki"}[74s])', 'one sample in a range of two scrapes'],
  ['increase((max by (job) (http_requests_total * 1000))[10m:1m])', 'a counter in a subquery'],
  ['rate((http_requests_total - 1)[10m:1m])', 'what nobody knows to rise or fall'],
  ['delta((sum by (job) (rate(http_requests_total[5m])))[10m:1m])', 'a gauge in a subquery'],
  ['apiserver_request_duration_seconds_sum{verb=~"WATCH|GET"}', 'values of which one is stored'],
  ['apiserver_request_duration_seconds_sum{verb=~"WATCH.*"}', 'values that nobody lists'],
  ['apiserver_request_duration_seconds_sum{verb!="WATCH"}', 'all but a dropped value'],
  ['apiserver_request_total{verb="WATCH"}', 'a value that is dropped of other series'],
  ['sum by (job) (up) / on () group_left () sum(up)', 'a part of the whole'],
  [
    'sum by (namespace, pod, node) (kube_pod_info) * on (namespace, pod) sum by (namespace, pod) (up)',
    'a pod has one node',
  ],
  ['sum by (job, status) (rate(http_requests_total[5m])) / on (job) group_left () sum by (job) (up)', 'many to one'],
  ['sum by (job) (rate(http_requests_total[5m])) / sum by (job) (up)', 'the same labels'],
  ['sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) * 100 > 5', 'percent'],
  ['sum(rate(http_requests_total[5m])) / sum(rate(http_requests_total[5m] offset 1d)) > 2', 'twice as much as before'],
  ['sum(rate(http_requests_total[5m])) / sum(rate(http_requests_total[1h])) > 2', 'a burst'],
  ['sum(go_goroutines) / count(go_goroutines) > 100', 'an average'],
  [
    'sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total{status="200"}[5m])) > 2',
    'twice as many of others',
  ],
  ['sum(process_resident_memory_bytes) / sum(kube_pod_info) > 0.5', 'a quotient of something else'],
  ['up{job="loki"} == 0 or vector(1)', 'a default'],
  ['rate(http_request_duration_seconds_bucket{le="+Inf"}[5m]) or up{job=~"loki|.*"}', 'the bucket of all'],
  ['up{pod=~"a.*", pod!~"ab.*"}', 'matchers that leave something'],
  ['max_over_time((sum(up))[1h:])', 'a subquery with the usual step'],
])('what is right is not found: %s (%s)', (expr) => {
  expect(said(plant({ expr }))).toEqual([]);
});

describe.each(Object.entries(PLANTED))('%s', (id, rows) => {
  test.each(rows)('%s', (_, change, message) => {
    const all = planted(clean, change, QUERY_CHECKS);
    expect([...new Set(all.map(({ check }) => check))]).toEqual([id]);
    expect(said(all)[0]?.slice(id.length + 2)).toEqual(message);
  });
});

test.each([
  '{app="a"} | json | status >= 500',
  'sum by (status) (rate({app="a"} | json [5m]))',
  '{app=~"$app", level="error"}',
])('what lines say themselves is not known: %s', (expr) => {
  expect(said(plant({ expr, language: 'logql' }))).toEqual([]);
});

describe('recording rules', () => {
  test('what a rule records can be asked for, with the labels that are left', () => {
    expect(said(plant(sum, { expr: 'job:up:sum{job="loki"}' }))).toEqual([]);
    expect(said(plant(sum, { expr: 'job:up:sum{pod="a"}' }))).toEqual([
      'label-exists: panel, column 12: pod: job:up:sum has no such label; it has job',
    ]);
  });

  test('a misspelt name is found twice: where it is read, and where nothing reads it', () => {
    expect(said(plant(sum, { expr: 'job:up:summ' }))).toEqual([
      'metric-exists: panel, column 1: job:up:summ: no job exposes it and no rule records it; did you mean job:up:sum?',
      "record-used: recording rule 'job:up:sum': job:up:sum: nothing reads it; read it in an alert or a panel, or take it out",
    ]);
  });

  test('what records a counter, or nobody knows what, may be taken as one', () => {
    const total = rule('a:b:total', 'label_replace(max by (job) (http_requests_total), "a", "b", "", "")');
    const odd = rule('a:b:odd', 'http_requests_total - 1');
    expect(said(plant(total, odd, { expr: 'rate(a:b:total[5m])' }, { expr: 'rate(a:b:odd[5m])' }))).toEqual([]);
  });

  test('another group may record it: it is one evaluation old', () => {
    const other = rule('a:up:max', 'max(job:up:sum)', 'other');
    expect(said(plant(other, sum, { expr: 'a:up:max' }))).toEqual([]);
  });
});

test('a query that is wrong is shown with carets below the place', () => {
  const query = { ...common, language: 'promql', expr: 'up and\n  rate(up)' } as const;
  const [finding] = found({ ...clean, queries: [query] });
  expect(finding).toMatchObject({ at: expect.stringContaining('line 2, column 8'), excerpt: '  rate(up)\n       ^^' });
});

test('what a job drops is matched as RE2 does', () => {
  const [cadvisor] = clean.jobs.filter(({ job }) => job === 'cadvisor');
  const queries = [{ ...common, language: 'promql', expr: 'container_memory_usage_bytes' } as const];
  const dropping = (drop: string) => found({ ...clean, queries, jobs: [{ ...cadvisor!, drop }] });
  expect(said(dropping('[[:digit:]_]+'))).toEqual([]);
  expect(said(dropping('(?i:CONTAINER)_[[:alpha:]_]+'))).toHaveLength(1);
});

test('what one job drops, another may store', () => {
  const [apiserver] = clean.jobs.filter(({ dropValues }) => dropValues);
  const query = {
    ...common,
    language: 'promql',
    expr: 'apiserver_request_duration_seconds_sum{verb="WATCH"}',
  } as const;
  const queries = [...clean.queries, query];
  const other = { ...apiserver!, job: 'other', dropValues: undefined };
  expect(said(found({ ...clean, queries }))).toHaveLength(1);
  expect(said(found({ ...clean, queries, jobs: [...clean.jobs, other] }))).toEqual([]);
});

test('what a job exposes may be kept, and of a job without a catalogue nobody knows', () => {
  const kept = keeps(['container_last_seen', 'container_memory_usage_bytes'], 'cadvisor');
  expect(said(planted(clean, kept, QUERY_CHECKS))).toEqual([]);
  const jobs = clean.jobs.map((one) => ({ ...one, alsoKeep: ['anything'], exposes: undefined }));
  expect(said(found({ ...clean, queries: [], jobs }))).toEqual([]);
});

test.each(QUERY_CHECKS.map((check) => [check.id, check.example] as const))('%s finds its example', (id, { plant }) => {
  expect(planted(clean, plant, QUERY_CHECKS).map(({ check }) => check)).toContain(id);
});
