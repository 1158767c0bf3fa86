import type { Model } from '../../constructs/index.ts';
import { seriesOf } from '../../constructs/kit/catalogue.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { isInDashboard } from '../../constructs/query/query.ts';
import { seriesRead } from '../../constructs/query/used-series.ts';
import { CATALOGUE } from '../../constructs/stack/content.ts';
import type { HealthySeries } from '../../ops/lib/healthy-series.ts';
import { mainModel } from '../lib/checks.ts';
import { churn } from '../lib/churn.ts';
import { withFiles } from '../lib/files.ts';
import { type Labels, promtoolSituations, readHealthy, type Situation } from '../lib/healthy.ts';
import { describeWith, run, type Verdict } from './tools.ts';

/** All rules over metrics of the fixture, on the series of a cluster on which nothing is wrong. */

/** One of the three. */
const ONE_NODE = { instance: 'node-1' };
const WATCHDOG = { alertname: 'Watchdog', severity: 'none' };
const APP = { namespace: 'flask-app', app: 'flask-app' };

const healthy = readHealthy();
let model: Model;

beforeAll(async () => {
  model = await mainModel();
});

test('what rules read and what is always there was recorded; ops/record-healthy.ts does it', () => {
  const isRead = seriesRead(model.queries.filter((query) => !isInDashboard(query)));
  const always = Object.values(CATALOGUE).flatMap((catalogue) =>
    [...seriesOf(catalogue)].filter(([, { appears }]) => appears === 'always').map(([name]) => name),
  );
  const recorded = new Set(healthy.map(({ name }) => name));
  expect([...new Set(always)].filter((name) => isRead(name) && !recorded.has(name))).toEqual([]);
});

test('the recording says nothing of whose cluster it was', () => {
  const texts = [...new Set(healthy.flatMap(({ labels }) => Object.values(labels)))];
  const addresses = texts.filter((text) => /\d+\.\d+\.\d+\.\d+/.test(text) && !/\b192\.0\.2\.\d+\b/.test(text));
  expect(addresses).toEqual([]);
  const nodes = new Set(healthy.flatMap(({ labels }) => labels.node ?? []));
  expect([...nodes].sort()).toEqual(['node-1', 'node-2', 'node-3']);
});

describeWith('promtool', () => {
  /** What promtool says of some situations under the rules as Prometheus gets them. */
  const verdict = (situations: readonly Situation[]): Verdict => {
    const rules = model.files.filter(({ configMap }) => configMap.startsWith('prometheus-rules'));
    const files = {
      ...Object.fromEntries(rules.map(({ key, content }) => [key, toYaml(content)])),
      'tests.yml': toYaml(
        promtoolSituations(
          rules.map(({ key }) => key),
          situations,
        ),
      ),
    };
    return withFiles(files, (folder) => run('promtool', ['test', 'rules', 'tests.yml'], { cwd: folder }));
  };
  const right: Verdict = { status: 0, output: '  SUCCESS\n\n' };

  test('on a healthy cluster only the Watchdog fires, for hours', () => {
    const firing = ['2m', '10m', '1h', '3h', '6h'].map((at) => ({ at, alerts: [WATCHDOG] }));
    expect(verdict([{ name: 'healthy', minutes: 360, series: healthy, firing }])).toEqual(right);
  }, 120_000);

  test('nor does another where machines and pods come and go', () => {
    const firing = ['18m', '32m', '48m', '64m', '120m'].map((at) => ({ at, alerts: [WATCHDOG] }));
    expect(verdict([{ name: 'churn', minutes: 120, series: healthy, others: churn, firing }])).toEqual(right);
  }, 120_000);

  /** The healthy cluster with some of its series changed. */
  const fault = (
    name: string,
    change: Partial<HealthySeries>,
    of: readonly { readonly name: string; readonly labels: Labels }[],
    ...alerts: readonly Labels[]
  ): Situation => {
    const isMeant = (one: HealthySeries) =>
      of.some(
        (some) =>
          some.name === one.name && Object.entries(some.labels).every(([label, value]) => one.labels[label] === value),
      );
    const series = healthy.map((one) => (isMeant(one) ? { ...one, repeats: false, ...change } : one));
    return { name, minutes: 30, series, firing: [{ at: '30m', alerts: [WATCHDOG, ...alerts] }] };
  };

  test('and with a fault exactly what is about it', () => {
    const targets = (job: string) =>
      healthy.filter(({ name, labels }) => name === 'up' && labels.job === job).map(({ labels }) => labels);
    const situations = [
      fault(
        'no pod of the application answers',
        { value: 0 },
        [{ name: 'up', labels: { job: 'flask-app' } }],
        { alertname: 'ApplicationDown', severity: 'critical', ...APP },
        ...targets('flask-app').map((labels) => ({ alertname: 'TargetDown', severity: 'warning', ...labels })),
      ),
      fault(
        'the application fails',
        { perMinute: 60 },
        [{ name: 'http_requests_total', labels: { path: '/', status: '500' } }],
        { alertname: 'ApplicationErrors', severity: 'critical', ...APP },
        { alertname: 'ApplicationErrorBudgetBurn', severity: 'critical', slo: 'availability', ...APP },
      ),
      fault('memory runs out', { value: 100e6 }, [{ name: 'node_memory_MemAvailable_bytes', labels: ONE_NODE }], {
        ...{ alertname: 'NodeMemoryNearlyFull', severity: 'warning', ...ONE_NODE },
      }),
      fault(
        'Loki has deleted nothing for eight hours',
        { ago: 28_800 },
        [
          { name: 'loki_compactor_apply_retention_last_successful_run_timestamp_seconds', labels: {} },
          { name: 'process_start_time_seconds', labels: { job: 'loki' } },
        ],
        ...targets('loki').map((labels) => ({ alertname: 'LokiRetentionNotApplied', severity: 'warning', ...labels })),
      ),
    ];
    expect(verdict(situations)).toEqual(right);
  }, 120_000);
});
