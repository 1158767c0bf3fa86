import { logqlOfOurs, type Ours, promqlOfOurs } from '../../constructs/query/ours.ts';

const jobs: Ours = new Map([
  ['loki', ['monitoring']],
  ['alloy', ['nodes']],
  ['shared', ['a', 'b']],
  ['state', ['']],
  ['absent', []],
]);

test.each<[string, string, string]>([
  ['one job', 'up{job="loki"} == 0', 'up{job="loki", namespace="monitoring"} == 0'],
  ['jobs in several places', 'up{job=~"loki|alloy"}', 'up{job=~"loki|alloy", namespace=~"monitoring|nodes"}'],
  ['a job in two namespaces', 'rate(a{job="shared"}[5m])', 'rate(a{job="shared", namespace=~"a|b"}[5m])'],
  [
    'each selector',
    'a{job="loki"} / b{x="1", job="loki"}',
    'a{job="loki", namespace="monitoring"} / b{x="1", job="loki", namespace="monitoring"}',
  ],
  ['a target without a namespace', 'absent(up{job="state"})', 'absent(up{job="state", namespace=""})'],
  ['such a target among others', 'up{job=~"loki|state"}', 'up{job=~"loki|state", namespace=~"|monitoring"}'],
  ['series about others', 'kube_pod_info{job="state"}', 'kube_pod_info{job="state"}'],
  ['a job that is not scraped', 'up{job=~"loki|absent"}', 'up{job=~"loki|absent", namespace="monitoring"}'],
  ['none that is scraped', 'up{job="absent"}', 'up{job="absent"}'],
  ['a namespace that is asked for', 'up{job="loki", namespace="x"}', 'up{job="loki", namespace="x"}'],
  ['the job of others', 'up{job="shop"}', 'up{job="shop"}'],
  ['ours and those of others', 'up{job=~"loki|shop"}', 'up{job=~"loki|shop"}'],
  ['any job', 'up{job=~"lo.+"}', 'up{job=~"lo.+"}'],
  ['what is left out', 'up{job!="loki"}', 'up{job!="loki"}'],
  ['what is no query', 'up{job="loki"', 'up{job="loki"'],
  [
    'a query of a dashboard',
    'a{job="loki", pod=~"$pod"}[$__range]',
    'a{job="loki", namespace="monitoring", pod=~"$pod"}[$__range]',
  ],
])('PromQL: %s', (_, written, meant) => {
  expect(promqlOfOurs(written, jobs)).toBe(meant);
});

test.each<[string, string, string]>([
  ['one', '{app="loki"} |= "x"', '{app="loki", namespace="monitoring"} |= "x"'],
  ['some', '{app=~"loki|alloy", level="error"}', '{app=~"loki|alloy", namespace=~"monitoring|nodes", level="error"}'],
  [
    'all but one',
    '{app=~"loki|alloy", app!="loki"}',
    '{app=~"loki|alloy", namespace=~"monitoring|nodes", app!="loki"}',
  ],
  [
    'those of others, at the end',
    'count_over_time({level="error", app!~"loki|alloy"} |= "x" [5m])',
    'count_over_time({level="error"} | app!~"loki|alloy" or namespace!~"monitoring|nodes" |= "x" [5m])',
  ],
  [
    'those of others, at the beginning',
    '{app!="loki", level="error"}',
    '{level="error"} | app!="loki" or namespace!="monitoring"',
  ],
  ['a namespace that is asked for', '{app="loki", namespace="x"}', '{app="loki", namespace="x"}'],
  ['any namespace', '{app="loki", namespace=~".+"}', '{app="loki", namespace="monitoring", namespace=~".+"}'],
  ['an application', '{app="shop"}', '{app="shop"}'],
])('LogQL: %s', (_, written, meant) => {
  expect(logqlOfOurs(written, jobs)).toBe(meant);
});
