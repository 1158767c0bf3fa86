import type { Draft } from '../../constructs/checks/check.ts';
import { CHECKS } from '../../constructs/checks/verify.ts';
import type { Finding, Model } from '../../constructs/index.ts';
import { groupsIn } from '../../constructs/kit/rules/written-rules.ts';
import { everywhere, mainModel, planted, said } from '../lib/checks.ts';
import { panels } from './planted-queries.ts';

/** What main.ts forgets is told once, and by its name. */

type Plant = (model: Draft<Model>) => void;

let main: Model;
beforeAll(async () => {
  main = await mainModel();
});

const found = (...plants: readonly Plant[]): Finding[] =>
  planted(
    main,
    (m) => {
      for (const plant of plants) plant(m);
    },
    CHECKS,
  );
const causes = (all: readonly Finding[]) => all.map(({ value, why, remedy }) => `${value}: ${why}; ${remedy}`);

/** As if the jobs had never been given to Prometheus: neither are the rules evaluated that need them. */
const unscraped =
  (...names: readonly string[]): Plant =>
  (m) => {
    m.jobs = m.jobs.filter(({ job }) => !names.includes(job));
    m.connections = m.connections.filter(({ why }) => !names.some((name) => why === `scrapes the job ${name}`));
    m.objects = m.objects.filter(({ manifest }) => manifest.kind !== 'NetworkPolicy');
  };
const withoutRules =
  (isLeftOut: (group: string) => boolean): Plant =>
  (m) => {
    for (const { content } of m.files) {
      const groups = groupsIn(content);
      if (groups.length > 0)
        Object.assign(content as object, { groups: groups.filter(({ name }) => !isLeftOut(name)) });
    }
  };
const silent =
  (name: string): Plant =>
  (m) => {
    for (const job of m.jobs) if (job.job === name) delete job.exposes;
  };
const inQueries = (all: readonly Finding[]) => all.filter(({ check }) => /^(metric|job|label)-exists$/.test(check));

test('a model tells what constructs have for Prometheus', () => {
  const all = main.offers.map(({ path, property, jobs, rules }) => [
    `${property} of ${path}`,
    [...jobs.map(({ job }) => job), ...rules.map(({ name }) => name)],
  ]);
  expect(all).toEqual([
    ['metrics of 10-alerts/alertmanager', ['alertmanager']],
    ['metrics of 20-metrics/kube-state-metrics', ['kube-state-metrics']],
    ['telemetry of 20-metrics/kube-state-metrics', ['kube-state-metrics-telemetry']],
    ['metrics of 20-metrics/node-exporter', ['node-exporter']],
    ['metrics of 30-logs/loki', ['loki']],
    ['metrics of 30-logs/alloy', ['alloy']],
    ['metrics of 40-dashboards/grafana', ['grafana']],
    ['metrics of 50-applications/flask-app', ['flask-app']],
    ['rules of 50-applications/flask-app', ['slo/flask-app/flask-app', 'slo']],
  ]);
});

const NOT_SCRAPED = 'nothing scrapes them; give them to prometheus.addScrape() in main.ts';

test.each<[string, readonly Plant[], readonly string[]]>([
  ['metrics of a component', [unscraped('loki')], [`metrics of 30-logs/loki: ${NOT_SCRAPED}`]],
  [
    'metrics of components of several charts, which some queries ask together',
    [unscraped('loki', 'alertmanager')],
    [`metrics of 10-alerts/alertmanager: ${NOT_SCRAPED}`, `metrics of 30-logs/loki: ${NOT_SCRAPED}`],
  ],
  [
    'metrics of an application, and with them the rules that need its job',
    [unscraped('flask-app'), withoutRules((group) => group === 'slo/flask-app/flask-app')],
    [`metrics of 50-applications/flask-app: ${NOT_SCRAPED}`],
  ],
  [
    'rules of an application',
    [withoutRules((group) => group.startsWith('slo'))],
    ['rules of 50-applications/flask-app: nothing evaluates them; give them to prometheus.addRules() in main.ts'],
  ],
  [
    'what an application exposes',
    [silent('flask-app')],
    ["job flask-app: nothing is known of what it exposes; write it down in 'exposes' of its metrics"],
  ],
])('%s', (_, plants, expected) => {
  const all = inQueries(found(...plants));
  expect(causes(all)).toEqual(expected);
  for (const { also = [] } of all) expect(also.length).toBeGreaterThan(5);
});

test('every place is there where the metrics are asked for', () => {
  const places = everywhere(inQueries(found(unscraped('alloy')))).map(({ at }) => at);
  expect(places).toContain("panel 'Collectors' of the dashboard 'Alloy', column 8");
  expect(new Set(places).size).toBe(places.length);
});

test('offers of one chart are one cause', () => {
  const second: Plant = (m) => {
    const { jobs, ...offer } = m.offers.find(({ path }) => path === '50-applications/flask-app')!;
    const [job] = jobs;
    const endpoint = { ...job!.endpoint, url: 'http://shop.shop.svc:80' };
    m.offers.push({ ...offer, path: '50-applications/shop', jobs: [{ ...job!, job: 'shop', endpoint }] });
  };
  const asks = panels({ expr: 'http_requests_total' });
  const all = found(
    unscraped('flask-app'),
    second,
    withoutRules((group) => group.startsWith('slo')),
    asks,
  );
  expect(causes(inQueries(all))).toContain(
    `metrics of 50-applications/flask-app and 50-applications/shop: ${NOT_SCRAPED}`,
  );
});

test.each<[string, readonly Plant[], string]>([
  [
    'a misspelt metric, while metrics are not scraped',
    [unscraped('loki'), panels({ expr: 'node_loadd1' })],
    'metric-exists: panel, column 1: node_loadd1: no job exposes it and no rule records it; did you mean node_load1?',
  ],
  [
    'a misspelt job, while metrics are not scraped',
    [unscraped('loki'), panels({ expr: 'up{job="grafan"}' })],
    'job-exists: panel, column 4: grafan: no job of this name is scraped; did you mean grafana?',
  ],
  [
    'a misspelt label of what is there, while metrics are not scraped',
    [unscraped('loki'), panels({ expr: 'go_goroutines{pods="a"}' })],
    'label-exists: panel, column 15: pods: go_goroutines has no such label; did you mean pod?',
  ],
  [
    'a misspelt metric, while nothing is known of another job',
    [silent('flask-app'), panels({ expr: 'node_loadd1' })],
    'metric-exists: panel, column 1: node_loadd1: no job exposes it and no rule records it; did you mean node_load1?',
  ],
  [
    'a record that nobody offers',
    [
      (m) => {
        m.offers = [];
      },
      withoutRules((group) => group.startsWith('slo')),
    ],
    "metric-exists: panel 'Bad requests' of the dashboard 'Service level', column 1: namespace_app_slo:requests_bad:rate5m: no job exposes it and no rule records it; did you mean namespace_app:http_requests:rate5m?",
  ],
])('what is another slip is told as ever: %s', (_, plants, line) => {
  expect(said(found(...plants))).toContain(line);
});

test('what nobody asks for may be left alone', () => {
  const only: Plant = (m) => {
    m.files = [];
  };
  expect(inQueries(found(unscraped('loki', 'flask-app'), silent('alloy'), only))).toEqual([]);
});
