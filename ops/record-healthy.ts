/**
 * `node ops/run.mjs ops/record-healthy.ts`: writes down what the rules read on the cluster of the current context, as
 * series of a healthy cluster that tests start from. It only reads. `--at` takes a moment in the past, in seconds since 1970.
 */
import { writeFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import { metricRules } from '../constructs/alerts/index.ts';
import { sloRules } from '../constructs/alerts/slo.ts';
import { CATALOGUE } from '../constructs/catalogue/index.ts';
import { seriesOf } from '../constructs/lib/catalogue.ts';
import { ruleQueries } from '../constructs/lib/rule-group.ts';
import { seriesRead } from '../constructs/lib/used-series.ts';
import { flaskApp } from '../examples/flask-app/catalogue.ts';
import { query } from './lib/api.ts';
import { healthySeries, renaming, renderHealthy } from './lib/healthy-series.ts';
import { closeForwards } from './lib/http.ts';
import { readOptions, wholeNumber } from './lib/options.ts';
import { needPrograms } from './lib/programs.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';

const FILE = 'test/fixtures/healthy.json';

/** Rules of an application that promises everything that one can. */
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
  const nodes = (await query('kube_node_info', at)).map(({ metric }) => metric.node ?? '').sort();
  const rename = renaming(nodes);
  const all = [];
  for (const name of names) {
    const key = ({ __name__: _, ...labels }: Readonly<Record<string, string>>) =>
      JSON.stringify(Object.entries(labels).sort());
    const rates = new Map(
      counters.has(name)
        ? (await query(`rate(${name}[5m])`, at)).map(({ metric, value }) => [key(metric), Number(value[1])])
        : [],
    );
    const changed = new Set((await query(`changes(${name}[1h]) > 0`, at)).map(({ metric }) => key(metric)));
    for (const sample of await query(name, at)) {
      const read = { sample, rate: rates.get(key(sample.metric)), changes: changed.has(key(sample.metric)) };
      all.push(healthySeries(read, at, rename));
    }
  }
  writeFileSync(FILE, renderHealthy(all));
  console.log(`${FILE}: ${all.length} series of ${names.length} names, ${secondsSince(start)}`);
} finally {
  closeForwards();
}

/** What is recorded in trouble would not be what it is called. */
async function refuseTrouble(at: number): Promise<void> {
  const others = await query('ALERTS{alertname!="Watchdog", alertstate="firing"}', at);
  if (others.length === 0) return;
  const names = [...new Set(others.map(({ metric }) => metric.alertname))].sort();
  throw new Refused(`the cluster is not healthy: ${names.join(', ')}; wait, or name a better moment with --at`);
}
