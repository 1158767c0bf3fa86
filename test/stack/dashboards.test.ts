import { readdirSync, readFileSync } from 'node:fs';
import * as units from '@grafana/grafana-foundation-sdk/units';
import { application as alerts } from '../../constructs/components/application/alerts.ts';
import { slo } from '../../constructs/components/application/slo-dashboard.ts';
import { BY_USERS } from '../../constructs/content/lib/http.ts';
import { ALERTMANAGER } from '../../constructs/content/lib/links.ts';
import { dashboard, row } from '../../constructs/kit/dashboards/dashboard.ts';
import type { DashboardJson, PanelJson, RowJson } from '../../constructs/kit/dashboards/dashboard-json.ts';
import { barGauge, stat, table, timeSeries } from '../../constructs/kit/dashboards/dashboard-panel.ts';
import type { Signal } from '../../constructs/kit/dashboards/dashboard-signal.ts';
import { DATASOURCE } from '../../constructs/kit/dashboards/datasource.ts';
import { CATALOGUE, dashboardsOnDemand, dashboards as standard } from '../../constructs/stack/content.ts';
import { named } from '../lib/alerts/case.ts';
import { readObjects } from '../lib/dist.ts';

/** Those that always come, and the one that comes with a promise. */
const dashboards = [...standard, ...dashboardsOnDemand];

/** Variables that Grafana fills in itself. */
const BUILT_IN = /^__(all|rate_interval|range|auto|url_time_range|field|data)$/;

const isPanel = (panel: PanelJson | RowJson): panel is PanelJson => panel.type !== 'row';
const panelsOf = (json: DashboardJson) => json.panels.filter(isPanel);
const panels = dashboards.flatMap(({ uid, json }) =>
  panelsOf(json).map((panel) => ({ name: `${uid}/${panel.title}`, panel })),
);
const targets = panels.flatMap(({ name, panel }) =>
  panel.targets.map((target) => ({ name: `${name}/${target.refId}`, ...target })),
);
const variables = dashboards.flatMap(({ uid, json: { templating } }) =>
  (templating.list ?? []).map((variable) => ({ name: `${uid}/${variable.name}`, variable })),
);
const annotations = dashboards.flatMap(({ uid, json }) =>
  json.annotations.list.map(({ name, expr = '' }) => ({ name: `${uid}/${name}`, expr })),
);
const promql = [
  ...targets.filter(({ datasource }) => datasource?.type === 'prometheus'),
  ...variables
    .filter(({ variable }) => variable.datasource?.type === 'prometheus')
    .map(({ name, variable }) => ({ name, expr: String(variable.definition) })),
  ...annotations,
];
const logql = targets.filter(({ datasource }) => datasource?.type === 'loki');

/** What a regular expression finds, each with the place where. An empty list is what most tests want. */
function find(where: readonly { name: string; expr: string }[], pattern: RegExp, allowed: (found: string) => boolean) {
  return where.flatMap(({ name, expr }) =>
    [...expr.matchAll(pattern)]
      .map(([whole, group]) => group ?? whole)
      .filter((found) => !allowed(found))
      .map((found) => `${name}: ${found}`),
  );
}

/** Without what stands in quotes: regular expressions have brackets too. */
const unquoted = ({ name, expr }: { name: string; expr: string }) => ({ name, expr: expr.replace(/"[^"]*"/g, '""') });

function variablesUsed(text: string): string[] {
  const names = [...text.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => !BUILT_IN.test(name)).sort();
}

const signal: Signal = {
  title: 'Load',
  description: 'What it says.',
  unit: 'short',
  queries: [{ expr: 'load', legend: '{{instance}}' }],
};
const titled = (title: string): Signal => ({ ...signal, title });
const of = (...rows: Parameters<typeof dashboard>[0]['rows']) =>
  dashboard({ uid: 'test', title: 'Test', description: 'A test.', tags: ['test'], rows }).json;

describe('the dashboards', () => {
  test('have the addresses that links and bookmarks point to', () => {
    expect(dashboards.map(({ uid }) => uid).sort()).toEqual([
      ...['alerts', 'alloy', 'application', 'grafana', 'home', 'kubernetes', 'logs', 'loki', 'monitoring-cost'],
      ...['namespace', 'nodes', 'pods', 'prometheus', 'slo', 'stack', 'volumes', 'workload'],
    ]);
    expect(dashboards.map(({ json }) => json.uid)).toEqual(dashboards.map(({ uid }) => uid));
  });

  test('have different titles, the same inside and outside', () => {
    expect(new Set(dashboards.map(({ title }) => title)).size).toBe(dashboards.length);
    expect(dashboards.map(({ json }) => json.title)).toEqual(dashboards.map(({ title }) => title));
  });

  test('are queried: no list that the tests below look at is empty', () => {
    expect([panels, promql, logql, variables].map((list) => list.length > 5)).toEqual([true, true, true, true]);
  });
});

describe.each(dashboards.map(({ uid, json }) => ({ uid, json })))('$uid', ({ json }) => {
  const text = JSON.stringify(json);

  test('is plain JSON: nothing is lost when it is written', () => {
    expect(JSON.parse(text)).toStrictEqual(json);
  });

  test('says what it answers, is not editable, and is in the time zone of its reader', () => {
    expect(json.description).toMatch(/.{30,}[.?]$/);
    expect(json).toMatchObject({ editable: false, timezone: '', schemaVersion: 42 });
    expect(json).not.toHaveProperty('id');
  });

  test('needs no import: it has no placeholders', () => {
    expect(text).not.toMatch(/__inputs|__requires|\$\{DS_/);
  });

  test('fits into a ConfigMap that kubectl can apply', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(200_000);
  });

  test('defines each variable that it uses, and uses each that it defines', () => {
    expect(variablesUsed(text)).toEqual((json.templating.list ?? []).map(({ name }) => name).sort());
  });

  test('defines a variable before the ones that depend on it', () => {
    const list = json.templating.list ?? [];
    const early = list.flatMap(({ name, definition = '' }, index) =>
      variablesUsed(definition)
        .filter((used) => !list.slice(0, index).some((other) => other.name === used))
        .map((used) => `${name}: ${used}`),
    );
    expect(early).toEqual([]);
  });

  test('has rows with a heading, none of them empty', () => {
    const types = json.panels.map(({ type }) => (type === 'row' ? 'row' : 'panel')).join(' ');
    expect(types).toMatch(/^(row( panel)+( |$))+$/);
  });

  test('fills each line: widths add up to 24, heights are equal', () => {
    const lines = new Map<number, PanelJson[]>();
    for (const panel of panelsOf(json)) lines.set(panel.gridPos.y, [...(lines.get(panel.gridPos.y) ?? []), panel]);
    const broken = [...lines.values()].filter(
      (line) =>
        line.reduce((sum, { gridPos }) => sum + gridPos.w, 0) !== 24 ||
        new Set(line.map(({ gridPos }) => gridPos.h)).size > 1,
    );
    expect(broken.map((line) => line.map(({ title }) => title))).toEqual([]);
  });

  test('has no two panels in one place', () => {
    const overlaps = json.panels.flatMap((a, index) =>
      json.panels
        .slice(index + 1)
        .filter(
          ({ gridPos: b }) =>
            a.gridPos.x < b.x + b.w &&
            b.x < a.gridPos.x + a.gridPos.w &&
            a.gridPos.y < b.y + b.h &&
            b.y < a.gridPos.y + a.gridPos.h,
        )
        .map((b) => [a.title, b.title]),
    );
    expect(overlaps).toEqual([]);
  });

  test('gives each panel and each row an id of its own', () => {
    const ids = json.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !Number.isInteger(id) || id < 1 || id >= 2 ** 31)).toEqual([]);
  });

  test('links only to dashboards and variables that exist', () => {
    const urls = panelsOf(json).flatMap(({ fieldConfig, links = [] }) =>
      [...(fieldConfig.defaults.links ?? []), ...links].map(({ url }) => String(url)),
    );
    for (const url of urls.filter((address) => !address.startsWith('/alerting/'))) {
      const target = dashboards.find(({ uid }) => url.startsWith(`/d/${uid}?`));
      expect({ url, found: target !== undefined }).toEqual({ url, found: true });
      expect(target?.json.templating.list?.map(({ name }) => `var-${name}`)).toEqual(
        expect.arrayContaining(url.replaceAll(/\$\{(\w+):queryparam\}/g, 'var-$1=').match(/var-\w+/g) ?? []),
      );
    }
  });
});

test('every panel of log lines has a link to where one can go on from there', () => {
  const lines = panels.filter(({ panel }) => panel.type === 'logs');
  expect(lines.length).toBeGreaterThan(5);
  const without = lines.filter(
    ({ panel: { links = [] } }) => !links.some(({ url }) => /^\/d\/(logs|pods)\?/.test(String(url))),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

/** Curves that lead to no logs, and why. */
const WITHOUT_LOGS = {
  'logs/Lines by level': 'the lines themselves are below it',
};

const curves = panels.filter(({ panel: { type } }) => type === 'timeseries');
const linksOf = (panel: PanelJson) => panel.fieldConfig.defaults.links ?? [];

test('every curve leads to logs of the same time', () => {
  expect(curves.length).toBeGreaterThan(80);
  const without = curves.filter(
    ({ panel }) => !linksOf(panel).some(({ url }) => /^\/d\/logs\?\$\{__url_time_range\}/.test(url)),
  );
  expect(without.map(({ name }) => name)).toEqual(Object.keys(WITHOUT_LOGS));
});

test('every curve of claims, of parts of the stack or of log lines by namespace leads to the metrics around it too', () => {
  const named = curves.filter(
    ({ name, panel }) =>
      /^(home|volumes|stack|monitoring-cost|logs)\//.test(name) &&
      panel.targets.some(({ expr }) => /^\(*(?:sum|max|count|topk)\b[^(]*\([^()]*\bnamespace\b/.test(String(expr))),
  );
  expect(named.length).toBeGreaterThan(8);
  const without = named.filter(({ panel }) => !linksOf(panel).some(({ url }) => /^\/d\/(namespace|pods)\?/.test(url)));
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('every curve of pods leads to the dashboard of each', () => {
  const ofPods = curves.filter(({ panel }) =>
    panel.targets.some(({ legendFormat = '' }) => legendFormat.includes('{{pod}}')),
  );
  expect(ofPods.length).toBeGreaterThan(20);
  const elsewhere = ofPods.filter(
    ({ name, panel }) => !name.startsWith('pods/') && !linksOf(panel).some(({ url }) => url.startsWith('/d/pods?')),
  );
  expect(elsewhere.map(({ name }) => name)).toEqual([]);
});

test('a link names only labels that the line has which is clicked', () => {
  const asked = panels.flatMap(({ name, panel }) =>
    linksOf(panel).flatMap(({ url }) =>
      [...url.matchAll(/__field\.labels\.(\w+)/g)].flatMap(([, label = '']) =>
        panel.targets
          .filter(({ legendFormat = '' }) => legendFormat.includes('{{'))
          .map(({ expr }) => ({ where: `${name}: ${label}`, label, labels: labelsOf(String(expr)) })),
      ),
    ),
  );
  expect(asked.length).toBeGreaterThan(60);
  expect(asked.filter(({ label, labels }) => !labels.has(label)).map(({ where }) => where)).toEqual([]);
});

/** The labels of the lines of a query: those of its outermost aggregation, which has at least one. */
function labelsOf(expr: string): ReadonlySet<string> {
  const grouping = [...expr.matchAll(/\bby \(([^)]+)\)/g)][0]?.[1] ?? '';
  return new Set(grouping.split(',').map((label) => label.trim()));
}

test('alerts are looked for at the Alertmanager that is provisioned', () => {
  const file = readObjects().find(({ metadata: { name } }) => name === 'grafana-datasources');
  expect(JSON.stringify(file)).toContain(`name: ${ALERTMANAGER}\\n`);
  const pages = panels.flatMap(({ panel }) => linksOf(panel)).filter(({ url }) => url.startsWith('/alerting/'));
  expect(pages.map(({ url }) => url)).toEqual(
    Array(2).fill(`/alerting/groups?alertmanager=${ALERTMANAGER}&queryString=alertname%3D\${__data.fields.alertname}`),
  );
});

describe('the dashboard of a workload', () => {
  test('finds pods by their owner, as recorded: a name may be cut, and that of another workload begins like it', () => {
    const variables = dashboards.find(({ uid }) => uid === 'workload')?.json.templating.list ?? [];
    expect(variables.find(({ name }) => name === 'pod')).toMatchObject({
      definition:
        'label_values(namespace_workload_pod:kube_pod_owner:max{namespace="$namespace", workload="$workload"}, pod)',
      multi: true,
      includeAll: true,
    });
    const exprs = targets.filter(({ name }) => name.startsWith('workload/')).map(({ expr }) => String(expr));
    expect(exprs.length).toBeGreaterThan(10);
    expect(exprs.filter((expr) => !expr.includes('pod=~"$pod"'))).toEqual([]);
  });

  test('asks for no label app: a pod may have another one than the name of its workload', () => {
    const all = targets.filter(({ name }) => name.startsWith('workload/'));
    expect(all.length).toBeGreaterThan(10);
    expect(find(all as { name: string; expr: string }[], /\bapp\s*=/g, () => false)).toEqual([]);
    const urls = panels
      .filter(({ name }) => name.startsWith('workload/'))
      .flatMap(({ panel }) => [...linksOf(panel), ...(panel.links ?? [])]);
    expect(urls.filter(({ url }) => /var-app|\$workload/.test(String(url)))).toEqual([]);
  });
});

describe('the annotations', () => {
  test('are on every dashboard: what fires and what was changed, of the namespace where one is chosen', () => {
    for (const { json } of dashboards) {
      const chosen = (json.templating.list ?? []).some(({ name }) => name === 'namespace');
      expect(json.annotations.list.map(({ name }) => name)).toEqual(['Alerts', 'Deployments']);
      expect(json.annotations.list.map(({ expr }) => /namespace=~"\$namespace"/.test(expr ?? ''))).toEqual([
        chosen,
        chosen,
      ]);
    }
  });
});

test('every dashboard is reachable from every other: all carry the tag that the menu of each lists', () => {
  for (const { json } of dashboards) {
    expect(json.links?.map(({ type, tags }) => ({ type, tags }))).toEqual([
      { type: 'dashboards', tags: ['monitoring'] },
    ]);
    expect(json.tags).toContain('monitoring');
  }
});

describe('each panel', () => {
  test('has a title, and a description that says what to do', () => {
    const mute = panels.filter(({ panel }) => !panel.title || !/^.{40,}\.$/.test(panel.description ?? ''));
    expect(mute.map(({ name }) => name)).toEqual([]);
  });

  test('has a unit that Grafana knows, if it shows numbers', () => {
    const known = new Set<unknown>(Object.values(units));
    const unknown = panels
      .filter(({ panel }) => panel.type !== 'logs')
      .flatMap(({ name, panel: { fieldConfig } }) =>
        [
          fieldConfig.defaults.unit,
          ...fieldConfig.overrides.flatMap(({ properties }) =>
            properties.filter(({ id }) => id === 'unit').map(({ value }) => value),
          ),
        ].map((unit) => ({ name, unit })),
      )
      .filter(({ unit }) => !known.has(unit));
    expect(unknown).toEqual([]);
  });

  test('asks a provisioned data source, the same in each of its queries', () => {
    const sources = [
      { type: 'prometheus', uid: DATASOURCE.prometheus },
      { type: 'loki', uid: DATASOURCE.loki },
    ];
    for (const { panel } of panels) {
      expect(sources).toContainEqual(panel.datasource);
      expect(panel.targets.map(({ datasource }) => datasource)).toEqual(panel.targets.map(() => panel.datasource));
    }
    for (const { variable } of variables.filter(({ variable: { type } }) => type === 'query')) {
      expect(sources).toContainEqual(variable.datasource);
    }
  });

  test('has queries that differ in id and name', () => {
    for (const { panel } of panels) {
      expect(panel.targets.length).toBeGreaterThan(0);
      expect(new Set(panel.targets.map(({ refId }) => refId)).size).toBe(panel.targets.length);
      expect(new Set(panel.targets.map(({ legendFormat }) => legendFormat)).size).toBe(panel.targets.length);
    }
  });
});

describe('each query', () => {
  test('takes rates over $__rate_interval, and totals over the whole time range', () => {
    expect(
      find(promql.map(unquoted), /\b(?:rate|irate)\([^[]*\[([^\]]*)\]/g, (range) => range === '$__rate_interval'),
    ).toEqual([]);
    expect(
      find(promql.map(unquoted), /\[([^\]]*)\]/g, (range) => ['$__rate_interval', '$__range'].includes(range)),
    ).toEqual([]);
  });

  test('of logs counts over $__auto', () => {
    expect(find(logql.map(unquoted), /\[([^\]]*)\]/g, (range) => range === '$__auto')).toEqual([]);
  });

  test('of metrics leaves out the label cluster, which only alerts and remote writes have', () => {
    expect(find(promql, /\bcluster\b/g, () => false)).toEqual([]);
  });

  test('names no namespace, pod, node or application of this installation', () => {
    const components = new Set(Object.keys(CATALOGUE));
    const chosen = (value: string) =>
      value === '' || value === 'POD' || components.has(value) || value.startsWith('$') || value === '.+';
    const fixed = /\b(?:namespace|pod|container|app|instance|node)\s*[=!]~?\s*"([^"]*)"/g;
    expect(find([...promql, ...logql], fixed, chosen)).toEqual([]);
  });

  test('names only jobs that are scraped', () => {
    const jobs = new Set(Object.keys(CATALOGUE));
    expect(find(promql, /\bjob\s*[=!]~?\s*"([^"]*)"/g, (job) => job.split('|').every((one) => jobs.has(one)))).toEqual(
      [],
    );
  });

  test('joins by vectors that hold with two kube-state-metrics: its series are first reduced to one', () => {
    const bare = find(promql, /(.{0,60})\bkube_\w+\{/g, (before) =>
      /label_values\($|max by \([^)]*\) \(((?:increase|changes)\()?$/.test(before),
    );
    expect(bare).toEqual([]);
  });

  test('names in its legend only labels that it asks for', () => {
    const strange = targets.flatMap(({ name, expr, legendFormat = '' }) =>
      [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)]
        .map(([, label]) => label ?? '')
        .filter((label) => /\bby \(/.test(expr) && !new RegExp(`by \\([^)]*\\b${label}\\b`).test(expr))
        .map((label) => `${name}: ${label}`),
    );
    expect(strange).toEqual([]);
  });
});

describe('the dashboard of an application', () => {
  const drawn = (title: string) =>
    panels.filter(({ name }) => name === `application/${title}`).map(({ panel }) => panel);

  test.each(['Error ratio', 'Latency, 95th percentile', 'Latency'])(
    'counts for "%s" what the alerts count',
    (title) => {
      const exprs = drawn(title).flatMap((panel) => panel.targets.map(({ expr }) => String(expr)));
      const selectors = exprs.flatMap((expr) => expr.match(/http_request\w+\{[^}]*/g) ?? []);
      expect(selectors.length).toBeGreaterThan(0);
      expect(selectors.filter((selector) => !selector.includes(BY_USERS))).toEqual([]);
      expect(drawn(title).map(({ description }) => description)).toEqual([
        expect.stringContaining('without health checks'),
      ]);
    },
  );

  test.each([
    ['Error ratio', 'ApplicationErrors'],
    ['Latency, 95th percentile', 'ApplicationSlow'],
  ])('turns "%s" red where %s fires', (title, name) => {
    const tops = drawn(title).map(({ fieldConfig: { defaults } }) => defaults.thresholds?.steps.at(-1));
    expect(tops).toEqual([{ value: named([alerts], name).above, color: 'red' }]);
  });
});

describe('the dashboard of a promise', () => {
  const one = slo.json.panels.filter(isPanel);

  test('draws both windows of each alert, and the threshold above which it fires', () => {
    const [, ...rest] = slo.json.panels.slice(slo.json.panels.findIndex(({ title }) => title === 'Burn rate'));
    const burning = rest.filter(isPanel).slice(0, 4);
    const drawn = burning.map(({ targets: asked, fieldConfig: { defaults } }) => [
      asked.map(({ expr }) => /ratio_rate(\w+)/.exec(String(expr))?.[1]),
      defaults.thresholds?.steps.at(-1),
    ]);
    expect(drawn).toEqual([
      [['1h', '5m'], { value: 14.4, color: 'red' }],
      [['6h', '30m'], { value: 6, color: 'red' }],
      [['1d', '2h'], { value: 3, color: 'red' }],
      [['3d', '6h'], { value: 1, color: 'red' }],
    ]);
  });

  test('leads from every step of the budget to the metrics and the errors of the application', () => {
    const left = one.find(({ title }) => title === 'Error budget left over time');
    expect(left?.fieldConfig.defaults.links?.map(({ url }) => url)).toEqual([
      `/d/application?\${__url_time_range}&var-namespace=$namespace&var-app=$app`,
      `/d/logs?\${__url_time_range}&var-namespace=$namespace&var-app=$app&var-level=error&var-level=critical`,
    ]);
  });
});

describe('layout', () => {
  test('places panels from left to right, and begins a new line where one does not fit', () => {
    const json = of(
      row('One', [
        timeSeries(titled('a'), { width: 16 }),
        timeSeries(titled('b'), { width: 8 }),
        timeSeries(titled('c'), { width: 24, height: 5 }),
      ]),
      row('Two', [stat(titled('d'), { width: 24 })]),
    );
    expect(json.panels.map(({ title, gridPos }) => [title, gridPos])).toEqual([
      ['One', { x: 0, y: 0, w: 24, h: 1 }],
      ['a', { x: 0, y: 1, w: 16, h: 8 }],
      ['b', { x: 16, y: 1, w: 8, h: 8 }],
      ['c', { x: 0, y: 9, w: 24, h: 5 }],
      ['Two', { x: 0, y: 14, w: 24, h: 1 }],
      ['d', { x: 0, y: 15, w: 24, h: 4 }],
    ]);
  });

  test('keeps the id of a panel when another one is added before it', () => {
    const panel = stat(titled('d'), { width: 12 });
    const before = of(row('One', [panel])).panels;
    const after = of(row('Zero', [panel]), row('One', [stat(titled('a'), { width: 12 }), panel])).panels;
    expect(after.at(-1)?.id).toBe(before.at(-1)?.id);
    expect(after[1]?.id).not.toBe(before.at(-1)?.id);
  });
});

describe('panels', () => {
  test('draw lines from a range, and numbers from the latest value', () => {
    const kinds = [timeSeries, stat, barGauge].map((draw) => draw(signal, { width: 24 }));
    expect(kinds.map(({ type, targets: [target] }) => [type, target])).toEqual(
      [
        ['timeseries', true],
        ['stat', false],
        ['bargauge', false],
      ].map(([type, range]) => [
        type,
        {
          refId: 'A',
          datasource: { type: 'prometheus', uid: 'prometheus' },
          expr: 'load',
          legendFormat: '{{instance}}',
          range,
          instant: !range,
        },
      ]),
    );
  });

  test('ask Loki in its own words', () => {
    const { targets: asked } = timeSeries({ ...signal, datasource: 'loki' }, { width: 24 });
    expect(asked).toEqual([
      {
        refId: 'A',
        datasource: { type: 'loki', uid: 'loki' },
        expr: 'load',
        legendFormat: '{{instance}}',
        queryType: 'range',
      },
    ]);
  });

  test('show thresholds as colours from green on, and none where there are none', () => {
    const steps = (one: Signal) => stat(one, { width: 4 }).fieldConfig.defaults.thresholds?.steps;
    expect(steps({ ...signal, thresholds: { yellow: 1, red: 2 } })).toEqual([
      { value: null, color: 'green' },
      { value: 1, color: 'yellow' },
      { value: 2, color: 'red' },
    ]);
    expect(steps(signal)).toEqual([{ value: null, color: 'blue' }]);
  });

  test('show what is the worse the lower it is from red on', () => {
    const { thresholds } = stat({ ...signal, thresholds: { yellow: 0.25, red: 0 } }, { width: 4 }).fieldConfig.defaults;
    expect(thresholds?.steps).toEqual([
      { value: null, color: 'red' },
      { value: 0, color: 'yellow' },
      { value: 0.25, color: 'green' },
    ]);
  });

  test('begin at zero, unless values may be below it', () => {
    const scale = (one: Signal) => {
      const { min, custom } = timeSeries(one, { width: 24 }).fieldConfig.defaults;
      return { min, soft: Reflect.get(custom as object, 'axisSoftMin') };
    };
    expect(scale(signal)).toEqual({ min: 0, soft: undefined });
    expect(scale({ ...signal, belowZero: true })).toEqual({ min: undefined, soft: 0 });
  });

  test('lead lines with labels to what the labels name, and the others only elsewhere', () => {
    const [pod, all] = [
      { title: 'Pod', url: `/d/logs?var-pod=\${__field.labels.pod}` },
      { title: 'All', url: '/d/logs?' },
    ] as const;
    const queries: Signal['queries'] = [
      { expr: 'load', legend: '{{pod}}' },
      { expr: 'max(load)', legend: 'limit' },
    ];
    const { fieldConfig } = timeSeries({ ...signal, queries, links: [pod, all] }, { width: 24 });
    expect(fieldConfig.defaults.links).toEqual([pod, all]);
    expect(fieldConfig.overrides).toEqual([
      { matcher: { id: 'byName', options: 'limit' }, properties: [{ id: 'links', value: [all] }] },
    ]);
    expect(timeSeries({ ...signal, queries, links: [all] }, { width: 24 }).fieldConfig.overrides).toEqual([]);
  });

  test('of a table have one column for each query, named by its legend', () => {
    const queries: Signal['queries'] = [
      { expr: 'up', legend: 'Up' },
      { expr: 'age', legend: 'Age', unit: 's' },
    ];
    const panel = table({ ...signal, queries }, { by: 'job', width: 24 });
    expect(panel.transformations?.at(-1)?.options).toMatchObject({
      excludeByName: { Time: true },
      renameByName: { 'Value #A': 'Up', 'Value #B': 'Age' },
    });
    expect(panel.fieldConfig.overrides).toEqual([
      { matcher: { id: 'byName', options: 'Age' }, properties: [{ id: 'unit', value: 's' }] },
    ]);
    expect(panel.targets.map((target) => ('format' in target ? target.format : ''))).toEqual(['table', 'table']);
  });
});

test("Grafana's package is a development dependency: the constructs import its types only", () => {
  const files = readdirSync('constructs', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const imports = files.flatMap((file) =>
    [
      ...readFileSync(`constructs/${file}`, 'utf8').matchAll(/^import [^;]*@grafana\/grafana-foundation-sdk[^;]*;/gm),
    ].map(([line]) => line),
  );
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((line) => !line.startsWith('import type '))).toEqual([]);
});
