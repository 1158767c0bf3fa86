/**
 * `node ops/run.mjs ops/record-healthy.ts`: records the series that rules read on the cluster of the current context, as the
 * healthy input of tests. It only reads. `--at` is a time in the past, in seconds since 1970.
 */
import { writeFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import { sloRules } from '../constructs/components/application/slo.ts';
import { seriesOf } from '../constructs/kit/catalogue.ts';
import { ruleQueries } from '../constructs/kit/rules/rule-group.ts';
import { seriesRead } from '../constructs/query/used-series.ts';
import { CATALOGUE, metricRules } from '../constructs/stack/content.ts';
import { flaskApp } from '../examples/flask-app/catalogue.ts';
import { query } from './lib/api.ts';
import { healthySeries, isOfCluster, renaming, renderHealthy, tellsTime } from './lib/healthy-series.ts';
import { closeForwards } from './lib/http.ts';
import { readOptions, wholeNumber } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';

const FILE = 'test/fixtures/healthy.json';

/** Rules of an application with every kind of SLO. */
const PROMISES = sloRules(
  { namespace: 'flask-app', name: 'flask-app' },
  { availability: 99.9, latency: { threshold: Duration.millis(500), target: 99 } },
);

const start = performance.now();
const options = readOptions('record-healthy', { at: wholeNumber(Math.floor(Date.now() / 1000), 1) });
needPrograms(['kubectl']);
try {
  const { at } = options;
  await refuseTrouble(at);
  const isRead = seriesRead(ruleQueries('', 'promql', [...metricRules, ...PROMISES]));
  const exposed = [...Object.values(CATALOGUE), flaskApp].flatMap((catalogue) => [...seriesOf(catalogue)]);
  const counters = new Set(exposed.filter(([, { counts }]) => counts).map(([name]) => name));
  const names = [...new Set([...exposed.map(([name]) => name), 'up', 'scrape_duration_seconds'])].filter(isRead).sort();
  const nodes = (await query('up{job="kubelet"}', at)).map(({ metric }) => metric.node ?? '').sort();
  const rename = renaming(nodes);
  const samples = (await query(`{__name__=~"${names.join('|')}"}`, at)).filter(isOfCluster);
  const found = [...new Set(samples.map(({ metric }) => metric.__name__ ?? ''))];
  const rates = await byLabels(
    found.filter((name) => counters.has(name)),
    (name) => `rate(${name}[5m])`,
    at,
  );
  const changing = await byLabels(found.filter(tellsTime), (name) => `changes(${name}[1h]) > 0`, at);
  const all = samples.map((sample) => {
    const key = keyOf(sample.metric);
    return healthySeries({ sample, rate: rates.get(key), changes: changing.has(key) }, at, rename);
  });
  writeFileSync(FILE, renderHealthy(all));
  console.log(`${FILE}: ${all.length} series of ${found.length} names, ${secondsSince(start)}`);
} finally {
  closeForwards();
}

/** The result of a query per metric name: labels, with the name that the query removes -> value. */
async function byLabels(names: readonly string[], promql: (name: string) => string, at: number) {
  const values = new Map<string, number>();
  for (const name of names) {
    for (const { metric, value } of await query(promql(name), at)) {
      values.set(keyOf({ ...metric, __name__: name }), Number(value[1]));
    }
  }
  return values;
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort());
}

/** A recording of a cluster with problems would not be healthy. */
async function refuseTrouble(at: number): Promise<void> {
  const others = await query('ALERTS{alertname!="Watchdog", alertstate="firing"}', at);
  if (others.length === 0) return;
  const names = [...new Set(others.map(({ metric }) => metric.alertname))].sort();
  throw new Refused(`the cluster is not healthy: ${names.join(', ')}; wait, or name a better moment with --at`);
}
