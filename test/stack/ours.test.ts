/** What is ours is told by its namespace, in whatever is written: anybody may take its name. */
import type { Model } from '../../constructs/index.ts';
import { ourJobs } from '../../constructs/kit/ours.ts';
import { parseLogql } from '../../constructs/query/logql.ts';
import { promqlOfOurs } from '../../constructs/query/ours.ts';
import { parsePromql } from '../../constructs/query/promql.ts';
import { promqlFacts } from '../../constructs/query/promql-facts.ts';
import type { Matcher } from '../../constructs/query/query-text.ts';
import { PROGRAMS } from '../../constructs/stack/components.ts';
import { CATALOGUE } from '../../constructs/stack/content.ts';
import { mainModel } from '../lib/checks.ts';

/** Their targets have no namespace: their series are about others, or about nodes. No pod of others can have these jobs. */
const WITHOUT = ['kube-state-metrics', 'kubelet', 'cadvisor', 'apiserver'];
const JOBS = Object.keys(CATALOGUE).filter((job) => !WITHOUT.includes(job));
const ABOUT_OTHERS = /^(log_|loki_process_custom_|node_)/;
const APPS = PROGRAMS.map(({ name }) => name);

let main: Model;
beforeAll(async () => {
  main = await mainModel();
});

const isPlaced = (matchers: readonly Matcher[]) => matchers.some(({ label }) => label === 'namespace');
const names = (matchers: readonly Matcher[], label: string, of: readonly string[]) =>
  matchers.some((one) => one.label === label && one.value.split('|').some((value) => of.includes(value)));

test('in queries of metrics', () => {
  const selectors = main.queries
    .filter(({ language }) => language === 'promql')
    .flatMap(({ asker, expr }) => {
      const parsed = parsePromql(expr).expr;
      return (parsed ? promqlFacts(parsed).selectors : []).map(({ selector }) => ({ asker, ...selector }));
    })
    // Alloy counts the lines of others, by their namespaces; node-exporter tells of nodes, and no pod of others can be it.
    .filter(({ matchers, name = '' }) => names(matchers, 'job', JOBS) && !ABOUT_OTHERS.test(name));
  expect(selectors.length).toBeGreaterThan(200);
  expect(selectors.filter(({ matchers }) => !isPlaced(matchers)).map(({ asker }) => asker)).toEqual([]);
});

test('in what Prometheus tells of the targets of node-exporter, whose own series are about nodes', () => {
  const jobs = ourJobs(main.jobs, main.content);
  expect(promqlOfOurs('up{job="node-exporter"}', jobs)).toBe('up{job="node-exporter", namespace=~"|monitoring-node"}');
  expect(promqlOfOurs('node_load1{job="node-exporter"}', jobs)).toBe('node_load1{job="node-exporter"}');
});

test('in queries of logs', () => {
  const pipelines = main.queries
    .filter(({ language }) => language === 'logql')
    .flatMap(({ asker, expr }) => (parseLogql(expr).query?.pipelines ?? []).map((one) => ({ asker, expr, ...one })));
  const selecting = pipelines.filter(({ matchers }) => names(matchers, 'app', APPS));
  expect(selecting.length).toBeGreaterThan(5);
  expect(selecting.filter(({ matchers }) => !isPlaced(matchers)).map(({ asker }) => asker)).toEqual([]);
  // Where ours are left out, those of others are not.
  expect(pipelines.filter(({ expr }) => expr.includes('| app!~')).length).toBeGreaterThan(5);
});
