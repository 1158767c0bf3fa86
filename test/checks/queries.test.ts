import { type Finding, findings } from '../../constructs/checks/index.ts';
import { QUERY_CHECKS } from '../../constructs/checks/queries/index.ts';
import type { Model, QueryRecord } from '../../constructs/index.ts';
import { planted, said } from '../lib/checks.ts';
import { poisonedModel } from '../lib/installation.ts';

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
])('what is right is not found: %s (%s)', (expr) => {
  expect(said(plant({ expr }))).toEqual([]);
});

describe.each<[string, readonly [string, string][]]>([
  [
    'query-syntax',
    [
      ['sum(up', "panel, column 4: (: '(' is never closed; add ')'; write it as PromQL"],
      ['sum up', expect.stringContaining('panel, column 5: up: ') as unknown as string],
      ['up{job="a}', expect.stringContaining('panel, column 8: ') as unknown as string],
      ['rate(up)', expect.stringContaining('panel, column 6: up: ') as unknown as string],
      ['rte(up[5m])', expect.stringContaining('panel, column 1: rte: ') as unknown as string],
    ],
  ],
  [
    'metric-exists',
    [
      ['upp', 'panel, column 1: upp: no job exposes it and no rule records it; did you mean up?'],
      [
        'sum(rate(http_request_total[5m]))',
        'panel, column 10: http_request_total: no job exposes it and no rule records it; did you mean http_requests_total?',
      ],
      [
        'http_request_duration_seconds',
        expect.stringContaining(
          'no job exposes it and no rule records it; did you mean http_request_duration_seconds_',
        ) as unknown as string,
      ],
      [
        'go_goroutines{job="kube-state-metrics"}',
        expect.stringContaining('the job that is asked does not expose it; ask ') as unknown as string,
      ],
      [
        'container_memory_failures_total',
        expect.stringContaining('no job exposes it and no rule records it; ') as unknown as string,
      ],
      [
        'nobody_has_ever_heard_of_this_metric_before',
        'panel, column 1: nobody_has_ever_heard_of_this_metric_before: no job exposes it and no rule records it; add the job that exposes it, or take the query out',
      ],
    ],
  ],
  [
    'job-exists',
    [
      ['up{job="lokki"}', 'panel, column 4: lokki: no job of this name is scraped; did you mean loki?'],
      [
        'up{job=~"lok|prom"}',
        expect.stringContaining('lok|prom: no job of this name is scraped; ') as unknown as string,
      ],
      ['sum(up{instance="a", job="flask"})', expect.stringContaining('panel, column 22: flask: ') as unknown as string],
      [
        'ALERTS{job="x"} and on () up',
        expect.stringContaining('x: no job of this name is scraped; ') as unknown as string,
      ],
      ['up{job="KUBELET"}', expect.stringContaining('KUBELET: no job of this name is scraped; ') as unknown as string],
    ],
  ],
  [
    'label-exists',
    [
      ['up{pods="a"}', 'panel, column 4: pods: up has no such label; did you mean pod?'],
      ['sum by (jobb) (up)', "panel, column 9: jobb: what is grouped by 'by' has no such label; did you mean job?"],
      [
        'sum by (path) (rate(http_requests_total[5m])) / on (paths) sum by (path) (rate(http_requests_total[5m]))',
        "panel, column 53: paths: what is matched by 'on' has no such label; did you mean path?",
      ],
      [
        'sum by (pod) (sum by (job) (up))',
        "panel, column 9: pod: what is grouped by 'by' has no such label; it has job",
      ],
      [
        'http_requests_total * on (namespace, pod) group_left (nodes) kube_pod_info',
        "panel, column 55: nodes: what is matched by 'group_left' has no such label; did you mean node?",
      ],
      [
        'label_replace(up, "a", "$1", "jib", "(.*)")',
        "panel, column 30: jib: what is matched by 'label_replace' has no such label; did you mean job?",
      ],
      [
        'http_requests_total{status="500", le="1"}',
        'panel, column 35: le: http_requests_total has no such label; it has app, container, instance, job, method, namespace, path, pod, status',
      ],
    ],
  ],
  [
    'function-fits',
    [
      [
        'rate(process_resident_memory_bytes[5m])',
        expect.stringContaining('rate(process_resident_memory_bytes): it is a gauge') as unknown as string,
      ],
      [
        'increase(up[5m])',
        "panel, column 10: increase(up): it is a gauge: it falls without a restart; use 'delta' or 'deriv'",
      ],
      ['irate(go_goroutines[5m])', expect.stringContaining('irate(go_goroutines): it is a gauge') as unknown as string],
      [
        'deriv(http_requests_total[5m])',
        "panel, column 7: deriv(http_requests_total): it is a counter: it falls at a restart; use 'rate' or 'increase'",
      ],
      [
        'predict_linear(http_requests_total[1h], 3600)',
        expect.stringContaining('it is a counter') as unknown as string,
      ],
      [
        'sum(delta(http_request_duration_seconds_count[5m]))',
        expect.stringContaining('it is a counter') as unknown as string,
      ],
    ],
  ],
  [
    'range-long-enough',
    [
      [
        'rate(http_requests_total[1m])',
        'panel, column 6: 60 seconds of http_requests_total: it is scraped every 37 seconds; look back at least 148 seconds',
      ],
      [
        'max_over_time(up[30s])',
        'panel, column 15: 30 seconds of up: it is scraped every 37 seconds; look back at least 148 seconds',
      ],
      [
        'increase(prometheus_http_requests_total[147s])',
        expect.stringContaining('147 seconds of') as unknown as string,
      ],
      [
        'sum(rate(container_cpu_usage_seconds_total[2m])) > 0',
        expect.stringContaining('120 seconds of') as unknown as string,
      ],
      ['avg_over_time(go_goroutines[10s] offset 1h)', expect.stringContaining('10 seconds of') as unknown as string],
    ],
  ],
  [
    'histogram-used',
    [
      [
        'histogram_quantile(0.9, sum by (path) (rate(http_request_duration_seconds_bucket[5m])))',
        "panel, column 1: histogram_quantile: what it gets has no label 'le'; keep it: by (le, …)",
      ],
      [
        'histogram_quantile(0.9, rate(http_requests_total[5m]))',
        'panel, column 1: histogram_quantile: http_requests_total is no bucket of a histogram; take http_requests_total_bucket, if there is one',
      ],
      [
        'histogram_quantile(0.5, rate(http_request_duration_seconds_sum[5m]))',
        expect.stringContaining('is no bucket of a histogram') as unknown as string,
      ],
      [
        '1 + histogram_quantile(0.5, sum without (le) (rate(http_request_duration_seconds_bucket[5m])))',
        expect.stringContaining(
          "panel, column 5: histogram_quantile: what it gets has no label 'le'",
        ) as unknown as string,
      ],
      [
        'histogram_quantile(0.5, sum(rate(http_request_duration_seconds_bucket[5m])))',
        expect.stringContaining("has no label 'le'") as unknown as string,
      ],
    ],
  ],
  [
    'external-label',
    [
      [
        'sum(ALERTS{cluster="quokka"})',
        'panel, column 12: cluster: it is an external label: no series here has it; take it out',
      ],
      [
        'count(ALERTS{cluster=~".+", alertstate="firing"})',
        expect.stringContaining('panel, column 14: cluster') as unknown as string,
      ],
      [
        'ALERTS_FOR_STATE{alertname="a", cluster!="x"} > 0',
        expect.stringContaining('cluster: it is an external label') as unknown as string,
      ],
    ],
  ],
])('%s', (check, planted) => {
  test.each(planted)('%s', (expr, message) => {
    const all = plant({ expr });
    expect([...new Set(all.map((one) => one.check))]).toEqual([check]);
    expect(said(all)[0]?.slice(check.length + 2)).toEqual(message);
  });
});

describe('stream-label-exists', () => {
  test.each([
    ['{containers="a"}', 'panel, column 2: containers: no stream has this label; did you mean container?'],
    [
      '{namespace="a", job="b"}',
      'panel, column 17: job: no stream has this label; streams have cluster, namespace, pod, container, app, stream, level',
    ],
    ['{filename=~".+"} |= "x"', expect.stringContaining('filename: no stream has this label') as unknown as string],
    ['sum by (apps) (rate({app="a"}[5m]))', 'panel, column 9: apps: no line has this label there; did you mean app?'],
    [
      'sum by (status) (count_over_time({app="a"} | logfmt method="m" [5m]))',
      expect.stringContaining('status: no line has this label there') as unknown as string,
    ],
  ])('%s', (expr, message) => {
    const all = plant({ expr, language: 'logql' });
    expect([...new Set(all.map((one) => one.check))]).toEqual(['stream-label-exists']);
    expect(said(all)[0]?.slice('stream-label-exists: '.length)).toEqual(message);
  });

  test.each([
    '{app="a"} | json | status >= 500',
    'sum by (status) (rate({app="a"} | json [5m]))',
    '{app=~"$app", level="error"}',
  ])('what lines say themselves is not known: %s', (expr) => {
    expect(said(plant({ expr, language: 'logql' }))).toEqual([]);
  });
});

describe('recording rules', () => {
  const rule = (records: string, expr: string, within = 'g'): Partial<QueryRecord> => ({
    ...{ kind: 'record', asker: `recording rule '${records}'`, records, expr, within },
  });
  const sum = rule('job:up:sum', 'sum by (job) (up)');

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

  test.each([
    ['before it', [rule('a:up:max', 'max(job:up:sum)'), sum]],
    ['by itself', [sum, rule('b:up:max', 'b:up:max or job:up:sum')]],
    ['in an alert before it', [{ kind: 'alert', asker: "alert 'A'", expr: 'job:up:sum', within: 'g' } as const, sum]],
  ])('a record is read %s', (_, planted) => {
    const checks = plant(...planted, { expr: 'a:up:max or b:up:max' }).filter(
      ({ check }) => check === 'recorded-in-order',
    );
    expect(said(checks)).toHaveLength(1);
    expect(said(checks)[0]).toMatch(/: the group g records it further below; put the record first$/);
  });

  test('another group may record it: it is one evaluation old', () => {
    const other = rule('a:up:max', 'max(job:up:sum)', 'other');
    expect(said(plant(other, sum, { expr: 'a:up:max' }))).toEqual([]);
  });
});

describe('kept-exists', () => {
  const keeps = (alsoKeep: readonly string[], job = 'cadvisor') =>
    said(found({ ...clean, jobs: clean.jobs.map((one) => (one.job === job ? { ...one, alsoKeep } : one)) }));

  test.each([
    ['go_goroutine', 'prometheus', 'the job does not expose it; did you mean go_goroutines?'],
    ['kube_pod_infos', 'kube-state-metrics', 'the job does not expose it; did you mean kube_pod_info?'],
    ['nobody_has_ever_heard_of_this', 'cadvisor', 'the job does not expose it; take it out'],
    ['prometheus_build_info', 'loki', 'the job does not expose it; '],
  ])('%s of the job %s', (name, job, words) => {
    const lines = keeps([name], job);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`kept-exists: alsoKeep of the job ${job}: ${name}: ${words}`);
  });

  test('what the job exposes may be kept, and of a job without a catalogue nobody knows', () => {
    expect(keeps(['container_last_seen', 'container_memory_usage_bytes'])).toEqual([]);
    const jobs = clean.jobs.map((one) => ({ ...one, alsoKeep: ['anything'], exposes: undefined }));
    expect(said(found({ ...clean, queries: [], jobs }))).toEqual([]);
  });
});

test.each(QUERY_CHECKS.map((check) => [check.id, check.example] as const))('%s finds its example', (id, { plant }) => {
  expect(planted(clean, plant, QUERY_CHECKS).map(({ check }) => check)).toContain(id);
});
