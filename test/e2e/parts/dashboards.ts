import type { Dashboard } from '../../../constructs/kit/dashboards/dashboard.ts';
import type { DashboardJson } from '../../../constructs/kit/dashboards/dashboard-json.ts';
import { dashboardQueries } from '../../../constructs/kit/dashboards/dashboard-queries.ts';
import { readObjects } from '../../../ops/lib/objects.ts';
import { DIST } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { lightLoad } from '../lib/pods.ts';
import { APP, logsByGrafana, queryByGrafana } from '../lib/stack.ts';

/** What a reader chooses. Variables with "All" keep that. */
const CHOSEN: Readonly<Record<string, string>> = { namespace: APP, app: APP, workload: APP, search: '' };

/** What Grafana fills in, for the last hour on a wide screen. */
const BUILT_IN: Readonly<Record<string, string>> = { __rate_interval: '5m', __range: '1h', __auto: '5m' };

/** Queries without data on a healthy cluster, and why: `uid: panel`. */
const EMPTY: Readonly<Record<string, string>> = {
  "volumes: panel 'Space used'": 'volumes that are folders of a node report no sizes',
  "volumes: panel 'Inodes used'": 'volumes that are folders of a node report no sizes',
  "alerts: panel 'Notifications'": 'nobody is notified before receivers are set',
  "grafana: panel 'Notifications by receiver'": 'nobody is notified before receivers are set',
  "alloy: panel 'Log lines by level'": 'Alloy logs nothing while all is well',
  "alloy: panel 'Log lines'": 'Alloy logs nothing while all is well',
};

const queries = dashboardsOfDist().flatMap((dashboard) =>
  dashboardQueries('dist', dashboard).map(({ asker, kind, language, expr }) => ({
    name: `${dashboard.uid}: ${asker.replace(/ of the dashboard .*/, '')}`,
    kind,
    language,
    expr: filled(expr, dashboard.json),
  })),
);
const asked = queries.filter(({ kind, name }) => kind !== 'annotation' && !(name in EMPTY));
const annotations = queries.filter(({ kind }) => kind === 'annotation');

describe('every dashboard', () => {
  let end: () => Promise<void>;
  beforeAll(async () => {
    end = await lightLoad(APP);
  });
  afterAll(() => end());

  test('is asked, and each exception is still there', () => {
    expect(new Set(asked.map(({ name }) => name.split(':')[0])).size).toBe(dashboardsOfDist().length);
    expect(Object.keys(EMPTY).filter((name) => !queries.some((query) => query.name === name))).toEqual([]);
  });

  test.each(asked)('has data through Grafana for $name: $expr', async ({ language, expr }) => {
    const ask = language === 'logql' ? logsByGrafana : queryByGrafana;
    await eventually(expr, async () => expect(await ask(expr)).not.toEqual([]), { seconds: 120 });
  });

  test.each(annotations)('asks what Prometheus understands for $name', async ({ expr }) => {
    expect(await queryByGrafana(expr)).toEqual(expect.any(Array));
  });
});

function dashboardsOfDist(): Dashboard[] {
  return readObjects(DIST)
    .filter(({ kind, metadata: { name } }) => kind === 'ConfigMap' && name.startsWith('grafana-dashboard-'))
    .flatMap((object) => Object.entries((object as { data?: Record<string, string> }).data ?? {}))
    .filter(([file]) => file.endsWith('.json'))
    .map(([, text]) => JSON.parse(text) as DashboardJson)
    .map((json) => ({ uid: json.uid ?? '', title: json.title ?? '', json }));
}

function filled(expr: string, { templating }: DashboardJson): string {
  const values = new Map(Object.entries({ ...CHOSEN, ...BUILT_IN }));
  for (const { name, includeAll, allValue } of templating.list ?? []) {
    if (includeAll) values.set(name, allValue ?? '.+');
  }
  return expr.replace(/\$(\w+)/g, (whole, name: string) => values.get(name) ?? whole);
}
