import type { Draft } from '../../constructs/checks/check.ts';
import { asks } from '../../constructs/checks/queries/example.ts';
import type { Model } from '../../constructs/index.ts';
import type { QueryRecord } from '../../constructs/query/query.ts';

/** A change, and what is said of it. */
type Row = readonly [change: string, plant: (model: Draft<Model>) => void, message: string];

const ALERT = { kind: 'alert', asker: "alert 'A'", within: 'g' } as const;
const PANEL = { path: 'p', asker: 'panel', within: 'w' } as const;

/** Adds queries of a panel. */
export const panels = (...queries: readonly Partial<QueryRecord>[]) =>
  asks(...queries.map((query) => ({ ...PANEL, ...query })));

/** A recording rule. */
export const rule = (records: string, expr: string, within = 'g'): Partial<QueryRecord> => ({
  ...{ kind: 'record', asker: `recording rule '${records}'`, records, expr, within },
});

/** A rule that is right, if it is read. */
export const sum = rule('job:up:sum', 'sum by (job) (up)');

/** What a job keeps besides. */
export const keeps =
  (alsoKeep: string[], of: string) =>
  ({ jobs }: Draft<Model>): void => {
    for (const job of jobs) if (job.job === of) job.alsoKeep = alsoKeep;
  };

/** Some text that is in a message. */
const containing = (text: string): string => expect.stringContaining(text);

const PROMQL: Readonly<Record<string, readonly (readonly [expr: string, message: string])[]>> = {
  'query-syntax': [
    ['sum(up', "panel, column 4: (: unclosed '('; write it as PromQL"],
    ['sum up', containing('panel, column 5: up: ')],
    ['up{job="a}', containing('panel, column 8: ')],
    ['rate(up)', containing('panel, column 6: up: ')],
    ['rte(up[5m])', containing('panel, column 1: rte: ')],
  ],
  'metric-exists': [
    ['upp', 'panel, column 1: upp: no job exposes it and no rule records it; did you mean up?'],
    [
      'sum(rate(http_request_total[5m]))',
      'panel, column 10: http_request_total: no job exposes it and no rule records it; did you mean http_requests_total?',
    ],
    [
      'http_request_duration_seconds',
      containing('no job exposes it and no rule records it; did you mean http_request_duration_seconds_'),
    ],
    ['go_goroutines{job="kube-state-metrics"}', containing('the job that is asked does not expose it; ask ')],
    ['container_memory_failures_total', containing('no job exposes it and no rule records it; ')],
    [
      'nobody_has_ever_heard_of_this_metric_before',
      'panel, column 1: nobody_has_ever_heard_of_this_metric_before: no job exposes it and no rule records it; add the job that exposes it, or take the query out',
    ],
  ],
  'job-exists': [
    ['up{job="lokki"}', 'panel, column 4: lokki: no job of this name is scraped; did you mean loki?'],
    ['up{job=~"lok|prom"}', containing('lok|prom: no job of this name is scraped; ')],
    ['sum(up{instance="a", job="flask"})', containing('panel, column 22: flask: ')],
    ['ALERTS{job="x"} and on () up', containing('x: no job of this name is scraped; ')],
    ['up{job="KUBELET"}', containing('KUBELET: no job of this name is scraped; ')],
  ],
  'label-exists': [
    ['up{pods="a"}', 'panel, column 4: pods: up has no such label; did you mean pod?'],
    ['sum by (jobb) (up)', "panel, column 9: jobb: what is grouped by 'by' has no such label; did you mean job?"],
    [
      'sum by (pod) (rate(http_requests_total[5m])) / on (pods) sum by (pod) (rate(http_requests_total[5m]))',
      "panel, column 52: pods: what is matched by 'on' has no such label; did you mean pod?",
    ],
    ['sum by (pod) (sum by (job) (up))', "panel, column 9: pod: what is grouped by 'by' has no such label; it has job"],
    [
      'http_requests_total * on (namespace, pod) group_left (nodes) kube_pod_info',
      "panel, column 55: nodes: what is matched by 'group_left' has no such label; did you mean node?",
    ],
    [
      'label_replace(up, "a", "$1", "jib", "(.*)")',
      "panel, column 30: jib: what is matched by 'label_replace' has no such label; did you mean job?",
    ],
    [
      'http_requests_total{status="500", le="1.0"}',
      'panel, column 35: le: http_requests_total has no such label; it has app, container, instance, job, method, namespace, path, pod, status',
    ],
    [
      'rate(apiserver_request_duration_seconds_count{verb="WATCH"}[5m])',
      `panel, column 47: verb="WATCH": apiserver drops these series of apiserver_request_duration_seconds_count at each scrape; ask for others than WATCH|WATCHLIST|CONNECT, or change 'dropValues' of the job`,
    ],
    [
      'rate(apiserver_request_duration_seconds_sum{group="apps", verb=~"CONNECT|WATCH(LIST)?"}[5m])',
      containing('column 59: verb=~"CONNECT|WATCH(LIST)?": apiserver drops these series of '),
    ],
    [
      'apiserver_request_sli_duration_seconds_sum{verb=~"CONNECT|GET", verb!="GET"}',
      containing('column 44: verb=~"CONNECT|GET": apiserver drops these series of '),
    ],
  ],
  'value-exists': [
    [
      'sum(rate(http_request_duration_seconds_bucket{le="1"}[5m]))',
      'panel, column 47: le="1": Prometheus stores whole numbers with a decimal point; write "1.0"',
    ],
    [
      'sum(rate(http_request_duration_seconds_bucket{job="axolotl", le="0.3"}[5m]))',
      containing('le="0.3": http_request_duration_seconds has no bucket with this bound; its bounds are 0.005, '),
    ],
    ['up{job="prometheus", job!="prometheus"}', containing('job!="prometheus" excludes it: nothing matches both')],
    ['up{namespace="a", namespace=~"b.*"}', containing('namespace="a": namespace=~"b.*" excludes it')],
    [
      'up{job="prometheus", namespace="elsewhere"}',
      containing('namespace="elsewhere": the pods of prometheus are not'),
    ],
    ['count(ALERTS{alertname="TargetDwn"})', containing('no alert has this name; did you mean TargetDown?')],
    [
      'count(ALERTS{alertname="TargetDown", alertstate="fired"})',
      containing('no alert has this state; the states are pending, firing'),
    ],
    ['go_gc_duration_seconds{quantile="1"}', containing('write "1.0"')],
  ],
  'join-matches': [
    [
      'sum by (job) (up) / sum by (namespace) (up)',
      "panel, column 1: /: the left side has the label 'job' and the right side has not: nothing matches; " +
        "group both sides by the same labels, or write '/ on (…)' or '/ ignoring (job)'",
    ],
    ['sum by (pod) (up) / sum(up)', containing("the left side has the label 'pod' and the right side has not")],
    ['sum(up) > sum by (pod) (up)', containing("the right side has the label 'pod' and the left side has not")],
    ['sum by (job) (up) > 1 and sum by (pod) (up) > 0', containing('nothing matches')],
    ['sum by (job) (up) unless sum by (pod) (up == 0)', containing('nothing matches')],
    ['sum by (job, pod) (up) * ignoring (pod) sum by (namespace) (up)', containing("the label 'job'")],
    ['up{job="loki"} == vector(1)', containing("the left side has the label 'job'")],
    [
      'sum by (job, path) (rate(http_requests_total[5m])) / on (job) sum by (job) (rate(http_requests_total[5m]))',
      'panel, column 1: /: several series of the left side differ only in path, and match one of the right side; ' +
        "write '/ on (job) group_left', or group the left side by what is compared",
    ],
    [
      'sum by (job) (rate(http_requests_total[5m])) / ignoring (path, status) sum by (job, path, status) (rate(http_requests_total[5m]))',
      containing('several series of the right side differ only in path and status'),
    ],
    [
      'sum by (job, path) (rate(http_requests_total[5m])) / on (job) group_left () sum by (job, status) (rate(http_requests_total[5m]))',
      containing(
        'several series of the right side differ only in status, and match one of the left side; group the right',
      ),
    ],
  ],
  'threshold-reached': [
    [
      'histogram_quantile(95, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
      'panel, column 20: 95: a quantile is between 0 and 1; write 0.95',
    ],
    ['quantile(-1, up)', containing('a quantile is between 0 and 1; take one from 0 to 1')],
    ['quantile_over_time(99, up[5m])', containing('99: a quantile is between 0 and 1; write 0.99')],
    [
      'sum(rate(http_requests_total{status="500"}[5m])) / sum(rate(http_requests_total[5m])) > 5',
      containing('5: it is compared with a share, which is at most 1; write 0.05 for 5 %'),
    ],
    [
      '90 < max(1 - sum by (job) (rate(http_requests_total{status="200"}[5m])) / sum by (job) (rate(http_requests_total[5m])))',
      containing('90: it is compared with a share'),
    ],
    ['process_resident_memory_bytes < 0.1', containing('0.1: it is compared with a number of bytes')],
    ['sum by (job) (process_resident_memory_bytes) > 0.9', containing('it is compared with a number of bytes')],
  ],
  'looks-back-right': [
    ['sum(up) / sum(up offset 400d)', containing('400 days: only ')],
    ['avg_over_time(up[400d])', containing('400 days: only ')],
    ['max_over_time((sum(up))[1d:1h] offset 400d)', containing('401 days: only ')],
    [
      'max_over_time((sum(up))[5m:10m])',
      'panel, column 15: 300 seconds: its step is 600 seconds: it has one sample; take a longer range, or a shorter step',
    ],
  ],
  'function-fits': [
    ['rate(process_resident_memory_bytes[5m])', containing('rate(process_resident_memory_bytes): it is a gauge')],
    [
      'increase(up[5m])',
      "panel, column 10: increase(up): it is a gauge: it falls without a restart; use 'delta' or 'deriv'",
    ],
    ['irate(go_goroutines[5m])', containing('irate(go_goroutines): it is a gauge')],
    [
      'deriv(http_requests_total[5m])',
      "panel, column 7: deriv(http_requests_total): it is a counter: it falls at a restart; use 'rate' or 'increase'",
    ],
    ['predict_linear(http_requests_total[1h], 3600)', containing('it is a counter')],
    ['sum(delta(http_request_duration_seconds_count[5m]))', containing('it is a counter')],
    [
      'rate((sum by (job) (http_requests_total))[5m:])',
      "panel, column 6: rate((sum by (job) (http_requests_total))[5m:]): it is made of several counters: it falls by a part when one of them restarts; take 'rate' of each first, then put them together",
    ],
    [
      'increase((rate(http_requests_total[5m]))[1h:])',
      containing('increase((rate(http_requests_total[5m]))[1h:]): it is a gauge: it falls without a restart; '),
    ],
    [
      'irate(max_over_time((sum by (job) (http_requests_total) / count by (job) (up))[5m:])[10m:])',
      containing('it is a gauge'),
    ],
    ['deriv((max by (job) (http_requests_total))[5m:])', containing('it is a counter: it falls at a restart; ')],
  ],
  'range-long-enough': [
    [
      'rate(http_requests_total[1m])',
      'panel, column 6: 60 seconds: what is asked for is scraped every 37 seconds; look back at least 148 seconds, or scrape at least every 15 seconds',
    ],
    [
      'max_over_time(up[30s])',
      'panel, column 15: 30 seconds: what is asked for is scraped every 37 seconds; look back at least 74 seconds, or scrape at least every 15 seconds',
    ],
    ['increase(prometheus_http_requests_total[147s])', containing('column 10: 147 seconds: ')],
    ['sum(rate(container_cpu_usage_seconds_total[2m])) > 0', containing('column 10: 120 seconds: ')],
    ['avg_over_time(go_goroutines[10s] offset 1h)', containing('column 15: 10 seconds: ')],
  ],
  'histogram-used': [
    [
      'histogram_quantile(0.9, sum by (path) (rate(http_request_duration_seconds_bucket[5m])))',
      "panel, column 1: histogram_quantile: what it gets has no label 'le'; keep it: by (le, …)",
    ],
    [
      'histogram_quantile(0.9, rate(http_requests_total[5m]))',
      'panel, column 1: histogram_quantile: http_requests_total is no bucket of a histogram; take http_requests_total_bucket, if there is one',
    ],
    ['histogram_quantile(0.5, rate(http_request_duration_seconds_sum[5m]))', containing('is no bucket of a histogram')],
    [
      '1 + histogram_quantile(0.5, sum without (le) (rate(http_request_duration_seconds_bucket[5m])))',
      containing("panel, column 5: histogram_quantile: what it gets has no label 'le'"),
    ],
    ['histogram_quantile(0.5, sum(rate(http_request_duration_seconds_bucket[5m])))', containing("has no label 'le'")],
  ],
  'external-label': [
    [
      'sum(ALERTS{cluster="quokka"})',
      'panel, column 12: cluster: it is an external label: no series here has it; take it out',
    ],
    ['count(ALERTS{cluster=~".+", alertstate="firing"})', containing('panel, column 14: cluster')],
    ['ALERTS_FOR_STATE{alertname="TargetDown", cluster!="x"} > 0', containing('cluster: it is an external label')],
  ],
};

const LOGQL: readonly (readonly [expr: string, message: string])[] = [
  ['{containers="a"}', 'panel, column 2: containers: no stream has this label; did you mean container?'],
  [
    '{namespace="a", job="b"}',
    'panel, column 17: job: no stream has this label; streams have cluster, namespace, pod, container, app, stream, level',
  ],
  ['{filename=~".+"} |= "x"', containing('filename: no stream has this label')],
  ['sum by (apps) (rate({app="a"}[5m]))', 'panel, column 9: apps: no line has this label there; did you mean app?'],
  [
    'sum by (status) (count_over_time({app="a"} | logfmt method="m" [5m]))',
    containing('status: no line has this label there'),
  ],
];

/** What log streams never have, or lines lost. */
const LOGQL_VALUES: readonly (readonly [expr: string, message: string])[] = [
  ['{app="a", stream="sterr"}', 'panel, column 11: stream="sterr": no stream has this value; did you mean "stderr"?'],
  ['{app="a", stream=~"out|err"}', containing('no stream has this value; ')],
  ['{cluster="nowhere"}', containing('panel, column 2: cluster="nowhere": no stream has this value; ')],
];

const LOGQL_STAGES: readonly (readonly [expr: string, message: string])[] = [
  [
    'sum(count_over_time({app="a"} | pattern "<ip> <_> <method>" | status="500" [5m]))',
    containing('panel, column 63: status: no line has this label there; streams have cluster, '),
  ],
  ['sum(sum_over_time({app="a"} | unwrap bytes [5m]))', containing('bytes: no line has this label there')],
  ['{app="a"} | drop level | level="error"', containing('column 26: level: no line has this label there')],
  ['{app="a"} | regexp "(?P<user>a)" | keep app | user="b"', containing('user: no line has this label there')],
  ['{app="a"} | line_format "{{.statuss}} {{.app}}"', containing('statuss: no line has this label there')],
  ['{app="a"} | label_format who=user', containing('user: no line has this label there')],
];

const LATE = ': the group g records it further below; put the record first';
const UNREAD = ': nothing reads it; read it in an alert or a panel, or take it out';

/** Panels that ask one thing. */
const wrong = (check: string): Row[] =>
  (PROMQL[check] ?? []).map(([expr, message]) => [expr, panels({ expr }), message]);

/** By check: a change, and the first that is said of it. No other check may find anything. */
export const PLANTED: Readonly<Record<string, readonly Row[]>> = {
  ...Object.fromEntries(Object.keys(PROMQL).map((check) => [check, wrong(check)])),
  'function-fits': [
    ...wrong('function-fits'),
    [
      'the rate of a ratio that is recorded',
      panels(rule('a:b:ratio', 'sum(up) / count(up)'), { expr: 'rate(a:b:ratio[5m])' }),
      "panel, column 6: rate(a:b:ratio): it is a gauge: it falls without a restart; use 'delta' or 'deriv'",
    ],
    [
      'the increase of a sum of counters that is recorded, and read by another record',
      panels(
        rule('job:requests:sum', 'sum by (job) (http_requests_total)'),
        rule('job:requests:shown', 'label_replace(job:requests:sum > 5, "a", "b", "", "")', 'other'),
        { expr: 'increase(job:requests:shown[5m])' },
      ),
      containing('increase(job:requests:shown): it is made of several counters'),
    ],
    [
      'the slope of a counter that is recorded in another unit',
      panels(rule('a:b:total', 'http_requests_total / 1000'), { expr: 'deriv(a:b:total[5m])' }),
      "panel, column 7: deriv(a:b:total): it is a counter: it falls at a restart; use 'rate' or 'increase'",
    ],
  ],
  'stream-value-exists': LOGQL_VALUES.map(([expr, message]) => [expr, panels({ expr, language: 'logql' }), message]),
  'join-matches': [
    ...wrong('join-matches'),
    ...[
      'sum by (app) (rate({app="a"} |= "e" [5m])) / sum by (namespace) (rate({app="a"}[5m]))',
      '100 * sum by (app) (rate({app="a"}[5m])) > sum(rate({app="a"}[5m])) * 2',
      'sum(rate({app="a"}[5m])) and sum by (pod) (rate({app="a"}[5m]))',
    ].map((expr): Row => [expr, panels({ expr, language: 'logql' }), containing('nothing matches')]),
  ],
  'looks-back-right': [
    ...wrong('looks-back-right'),
    [
      'a log alert that is blind for half of each minute',
      panels({ ...ALERT, language: 'logql', expr: 'sum(count_over_time({app="a"} |= "panic" [30s])) > 0' }),
      "alert 'A', column 21: 30 seconds: it is evaluated every 60 seconds: no evaluation sees the other lines; look back at least 60 seconds",
    ],
    [
      'lines of long ago',
      panels({ language: 'logql', expr: 'sum(count_over_time({app="a"}[5m] offset 400d))' }),
      containing('400 days: only '),
    ],
  ],
  'record-unique': [
    [
      'records that read each other',
      panels(rule('a:up:sum', 'sum(b:up:sum)', 'one'), rule('b:up:sum', 'sum(a:up:sum)', 'two')),
      "recording rule 'a:up:sum': a:up:sum: it reads only records that read it again; read what a job exposes",
    ],
    [
      'one name twice',
      panels(sum, rule('job:up:sum', 'sum by (job) (up == 1)', 'other'), { expr: 'job:up:sum' }),
      "recording rule 'job:up:sum': job:up:sum: another rule of the group other records the same labels; " +
        'give it a name of its own, such as level:metric:operation',
    ],
    [
      'the name of a scraped metric',
      panels(rule('http_requests_total', 'sum by (job) (up)')),
      containing('http_requests_total: the job '),
    ],
  ],
  'stream-label-exists': [...LOGQL, ...LOGQL_STAGES].map(([expr, message]) => [
    expr,
    panels({ expr, language: 'logql' }),
    message,
  ]),
  'recorded-in-order': [
    [
      'a record is read before it',
      panels(rule('a:up:max', 'max(job:up:sum)'), sum, { expr: 'a:up:max' }),
      `recording rule 'a:up:max': job:up:sum${LATE}`,
    ],
    [
      'a record is read by itself',
      panels(sum, rule('b:up:max', 'b:up:max or job:up:sum')),
      `recording rule 'b:up:max': b:up:max${LATE}`,
    ],
    [
      'a record is read in an alert before it',
      panels({ kind: 'alert', asker: "alert 'A'", expr: 'job:up:sum', within: 'g' }, sum),
      `alert 'A': job:up:sum${LATE}`,
    ],
  ],
  'record-used': [
    ['nothing reads a record', panels(sum), `recording rule 'job:up:sum': job:up:sum${UNREAD}`],
    [
      'a record is read by another that nothing reads',
      panels(sum, rule('a:up:max', 'max(job:up:sum)', 'other')),
      `recording rule 'a:up:max': a:up:max${UNREAD}`,
    ],
    [
      'a record is only named in a label',
      panels(sum, { expr: 'up{instance="job:up:sum"}' }),
      `recording rule 'job:up:sum': job:up:sum${UNREAD}`,
    ],
  ],
  'kept-exists': (
    [
      ['go_goroutine', 'prometheus', 'the job does not expose it; did you mean go_goroutines?'],
      ['kube_pod_infos', 'kube-state-metrics', 'the job does not expose it; did you mean kube_pod_info?'],
      ['nobody_has_ever_heard_of_this', 'cadvisor', 'the job does not expose it; take it out'],
      ['prometheus_build_info', 'loki', 'the job does not expose it; '],
    ] as const
  ).map(([name, job, words]) => [
    `${name} of the job ${job}`,
    keeps([name], job),
    containing(`alsoKeep of the job ${job}: ${name}: ${words}`),
  ]),
};
