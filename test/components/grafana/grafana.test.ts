import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { dashboards, external, Grafana, type GrafanaProps } from '../../../constructs/index.ts';
import { podsOf } from '../../../constructs/kit/endpoint.ts';
import { STREAM_LABELS } from '../../../constructs/kit/labels.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

interface DerivedField {
  readonly matcherType: string;
  readonly matcherRegex: string;
  readonly url: string;
}

const at = { cidrs: ['192.0.2.0/24'] };
const prometheus = { ...external('prometheus', 'http://tsdb:9090', at), scrapeInterval: Duration.seconds(15) };
const loki = external('loki', 'http://logs:3100', at);
const alertmanager = external('alertmanager', 'http://pager:9093', at);
const [dashboard] = dashboards;

const build = (props: Partial<GrafanaProps> = {}) =>
  render(
    (chart) =>
      new Grafana(chart, 'g', {
        installation,
        namespace: 'monitoring',
        prometheus,
        loki,
        alertmanager,
        dashboards: [dashboard!],
        ...props,
      }),
  );

const pod = (rendered: Rendered) => rendered.find('Deployment', 'grafana').spec.template.spec;
const dataSources = (rendered: Rendered) => rendered.file('grafana-datasources', 'datasources.yaml');
const dataSource = (part: object) =>
  expect.objectContaining({ datasources: expect.arrayContaining([expect.objectContaining(part)]) });
const ingress = { namespace: 'edge', label: ['app', 'ingress'] } as const;

const guardedPager = {
  ...alertmanager,
  doors: {
    read: { ports: [{ port: 9095 }], url: 'http://pager:9095' },
    silences: { ports: [{ port: 9096 }], url: 'http://pager:9096' },
  },
};

const cases: PropCases<GrafanaProps> = {
  silences: {
    set: true,
    look: (rendered) => [dataSources(rendered), rendered.connections.map(({ to }) => to.url)],
    see: [dataSource({ uid: 'alertmanager', url: 'http://pager:9096' }), expect.arrayContaining(['http://pager:9096'])],
  },
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.file('grafana-dashboard-providers', 'providers.yaml'),
    see: expect.objectContaining({ providers: [expect.objectContaining({ name: 'zebra', folder: 'zebra' })] }),
  },
  namespace: {
    set: 'screens',
    look: (rendered) => [...new Set(rendered.objects.map(({ manifest }) => manifest.metadata.namespace))],
    see: ['screens'],
  },
  name: { set: 'screens', look: (rendered) => rendered.names('Deployment'), see: ['screens'] },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  prometheus: {
    set: { ...external('prometheus', 'http://other:9090', at), scrapeInterval: Duration.minutes(1) },
    look: dataSources,
    see: dataSource({
      uid: 'prometheus',
      url: 'http://other:9090',
      jsonData: { httpMethod: 'POST', timeInterval: '1m', alertmanagerUid: 'alertmanager' },
    }),
  },
  loki: {
    set: external('loki', 'http://other:3100', at),
    look: dataSources,
    see: dataSource({ uid: 'loki', url: 'http://other:3100' }),
  },
  alertmanager: {
    set: external('alertmanager', 'http://other:9093', at),
    look: dataSources,
    see: dataSource({ uid: 'alertmanager', url: 'http://other:9093' }),
  },
  dashboards: {
    set: dashboards,
    look: (rendered) =>
      rendered
        .names('ConfigMap')
        .filter((name) => name.startsWith('grafana-dashboard-'))
        .sort(),
    see: ['grafana-dashboard-providers', ...dashboards.map(({ uid }) => `grafana-dashboard-${uid}`)].sort(),
  },
  openTo: {
    set: [ingress],
    look: ({ connections }) => connections.find(({ from }) => from.namespace === 'edge'),
    see: expect.objectContaining({ from: ingress, why: 'opens Grafana' }),
  },
  storage: {
    set: Size.gibibytes(7),
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'grafana').spec.resources.requests.storage,
    see: '7Gi',
  },
  storageClass: {
    set: 'fast',
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'grafana').spec.storageClassName,
    see: 'fast',
  },
  memory: {
    set: { request: Size.mebibytes(7), limit: Size.mebibytes(77) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '77Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
  url: {
    set: 'https://screens.example.com',
    look: (rendered) => pod(rendered).containers[0].env,
    see: expect.arrayContaining([{ name: 'GF_SERVER_ROOT_URL', value: 'https://screens.example.com' }]),
  },
};

testProps(cases, (props) => build({ alertmanager: guardedPager, ...props }));

test('its data sources, whole: constant uids, one default, the interval of the scrapes', () => {
  const common = { access: 'proxy', orgId: 1, editable: false };
  expect(dataSources(build())).toEqual({
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: 'prometheus',
        type: 'prometheus',
        url: 'http://tsdb:9090',
        isDefault: true,
        ...common,
        jsonData: { httpMethod: 'POST', timeInterval: '15s', alertmanagerUid: 'alertmanager' },
      },
      {
        name: 'Loki',
        uid: 'loki',
        type: 'loki',
        url: 'http://logs:3100',
        isDefault: false,
        ...common,
        jsonData: { maxLines: 1000, alertmanagerUid: 'alertmanager', derivedFields: [] },
      },
      {
        name: 'Alertmanager',
        uid: 'alertmanager',
        type: 'alertmanager',
        url: 'http://pager:9093',
        isDefault: false,
        ...common,
        jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
      },
    ],
  });
});

describe('from a log line', () => {
  const fields = (rendered: Rendered) =>
    (
      dataSources(rendered) as { datasources: { uid: string; jsonData: { derivedFields?: DerivedField[] } }[] }
    ).datasources
      .find(({ uid }) => uid === 'loki')
      ?.jsonData.derivedFields?.map(({ matcherType, matcherRegex, url }) => ({ matcherType, matcherRegex, url }));

  test('a click leads to the metrics of its pod and its namespace, in the same time', () => {
    expect(fields(build({ dashboards }))).toEqual([
      {
        matcherType: 'label',
        matcherRegex: '^pod$',
        url: '/d/pods?var-pod=$${__value.raw}&from=$${__from}&to=$${__to}',
      },
      {
        matcherType: 'label',
        matcherRegex: '^namespace$',
        url: '/d/namespace?var-namespace=$${__value.raw}&from=$${__from}&to=$${__to}',
      },
    ]);
  });

  test('it leads to dashboards that are there, and to variables that they have', () => {
    const links = fields(build({ dashboards })) ?? [];
    expect(links.length).toBeGreaterThan(0);
    for (const { url, matcherRegex } of links) {
      const target = dashboards.find(({ uid }) => url.startsWith(`/d/${uid}?`));
      const label = matcherRegex.slice(1, -1);
      expect(STREAM_LABELS).toContain(label);
      expect(target?.json.templating.list?.map(({ name }) => name)).toContain(/var-(\w+)/.exec(url)?.[1]);
    }
    expect(fields(build({ dashboards: dashboards.filter(({ uid }) => uid !== 'pods') }))).toHaveLength(1);
  });
});

test('dashboards that are added are mounted beside the others, each once', () => {
  const [first, second] = dashboards;
  const rendered = render((chart) => {
    const grafana = new Grafana(chart, 'g', {
      ...{ installation, namespace: 'monitoring', prometheus, loki, alertmanager, dashboards: [first!] },
    });
    grafana.addDashboards(second!, second!);
    grafana.addDashboards(second!);
  });
  const { volumes } = pod(rendered) as { volumes: { name: string }[] };
  expect(volumes.find(({ name }) => name === 'etc-grafana-dashboards')).toEqual({
    name: 'etc-grafana-dashboards',
    projected: {
      defaultMode: 0o444,
      sources: [first!, second!].map(({ uid }) => ({ configMap: { name: `grafana-dashboard-${uid}` } })),
    },
  });
  expect(rendered.queries.some(({ within }) => within === second!.uid)).toBe(true);
});

test('each data source is a connection', () => {
  expect(build().connections.map(({ why }) => why)).toEqual([
    'looks up names',
    'queries the data source prometheus',
    'queries the data source loki',
    'queries the data source alertmanager',
  ]);
});

test('its settings, whole: it asks, tells and downloads nothing', () => {
  const env = pod(build()).containers[0].env as { name: string; value: string }[];
  expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toEqual({
    GF_SERVER_ROOT_URL: 'http://localhost:3000',
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: '/etc/grafana/dashboards/home.json',
    GF_SECURITY_ADMIN_PASSWORD__FILE: '/var/lib/grafana/admin-password',
    GF_SECURITY_SECRET_KEY__FILE: '/var/lib/grafana/secret-key',
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_DATABASE_WAL: 'true',
    GF_LOG_MODE: 'console',
    GF_LOG_CONSOLE_FORMAT: 'json',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  });
});

describe('the password', () => {
  const [first] = pod(build()).initContainers;

  test('is made by the image of Grafana itself, on its volume', () => {
    expect(first.image).toBe(pod(build()).containers[0].image);
    expect(first.volumeMounts).toContainEqual({ name: 'var-lib-grafana', mountPath: '/var/lib/grafana' });
    expect(first.command.slice(0, 2)).toEqual(['/bin/sh', '-c']);
    expect(build().names('Secret')).toEqual([]);
  });

  test('is 24 random bytes that only their owner may read, and stays the same', () => {
    const folder = mkdtempSync(join(tmpdir(), 'password-'));
    try {
      const file = join(folder, 'admin-password');
      const run = () => {
        const [program, ...options] = first.command.map((text: string) => text.replaceAll('/var/lib/grafana', folder));
        execFileSync(program, options);
        return readFileSync(file, 'utf8');
      };
      const password = run();
      expect(Buffer.from(password, 'base64')).toHaveLength(24);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(run()).toBe(password);
      rmSync(file);
      expect(run()).not.toBe(password);
      expect(readdirSync(folder)).toEqual(['admin-password', 'secret-key']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('has beside it the key of the database: a random one, or the published one that an older database was made with', () => {
    const folder = mkdtempSync(join(tmpdir(), 'key-'));
    const key = () => {
      const [program, ...options] = first.command.map((text: string) => text.replaceAll('/var/lib/grafana', folder));
      execFileSync(program, options);
      return readFileSync(join(folder, 'secret-key'), 'utf8').trim();
    };
    try {
      const random = key();
      expect(Buffer.from(random, 'base64')).toHaveLength(24);
      writeFileSync(join(folder, 'grafana.db'), '');
      expect(key()).toBe(random);
      rmSync(join(folder, 'secret-key'));
      expect(key()).toBe('SW2YcwTIb9zpOOhoPsMm');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test('the cookie of a session is for https only where there is https', () => {
  const secure = (url?: string) => {
    const { env } = build({ url }).find('Deployment', 'grafana').spec.template.spec.containers[0];
    return env.find(({ name }: { name: string }) => name === 'GF_SECURITY_COOKIE_SECURE')?.value;
  };
  expect(['https://screens.example.com', 'http://screens', undefined].map(secure)).toEqual([
    'true',
    undefined,
    undefined,
  ]);
});

test('another dashboard restarts nothing, another data source does', () => {
  const rendered = build();
  expect(Object.keys(rendered.find('Deployment', 'grafana').spec.template.metadata.annotations)).toEqual([
    'checksum/grafana-dashboard-providers',
    'checksum/grafana-datasources',
  ]);
  expect(rendered.files.filter(({ onChange }) => onChange === 'reload').map(({ key }) => key)).toEqual([
    `${dashboard!.uid}.json`,
  ]);
});

test('dashboards are mounted as one folder, where the provider looks', () => {
  const { volumes, containers } = pod(build({ dashboards }));
  expect(volumes).toContainEqual({
    name: 'etc-grafana-dashboards',
    projected: {
      defaultMode: 0o444,
      sources: dashboards.map(({ uid }) => ({ configMap: { name: `grafana-dashboard-${uid}` } })),
    },
  });
  expect(containers[0].volumeMounts).toContainEqual({
    name: 'etc-grafana-dashboards',
    mountPath: '/etc/grafana/dashboards',
    readOnly: true,
  });
  expect(build().file('grafana-dashboard-providers', 'providers.yaml')).toMatchObject({
    providers: [{ type: 'file', allowUiUpdates: false, options: { path: '/etc/grafana/dashboards' } }],
  });
});

test('a guard of Loki is not asked for rules, which it would refuse and tell of', () => {
  const loki = {
    ...external('loki', 'http://other:3100', at),
    doors: { query: { ports: [{ port: 3102 }], url: 'http://other:3102' } },
  };
  expect(dataSources(build({ loki }))).toEqual(
    dataSource({ uid: 'loki', url: 'http://other:3102', jsonData: expect.objectContaining({ manageAlerts: false }) }),
  );
});

describe('what is wrong', () => {
  test.each<[string, Partial<GrafanaProps>, string]>([
    [
      'no dashboard',
      { dashboards: [] },
      "'dashboards' ([]) must have at least one; for example the list that constructs/stack exports",
    ],
    [
      'dashboards that are not set',
      { dashboards: process.env.NOBODY_SETS_THIS as never },
      "'dashboards' ([]) must have at least one; for example the list that constructs/stack exports",
    ],
    [
      'an address that is none',
      { url: 'localhost:3000' },
      '\'url\' ("localhost:3000") must be an http or https address without a path; for example "https://grafana.example.com"',
    ],
    [
      'a uid that Grafana would not take',
      { dashboards: [{ ...dashboard!, uid: 'a b', title: 'T' }] },
      `dashboard 'T': 'uid' ("a b") must be 1 to 40 lower-case letters, digits and single '-'; for example "my-service"`,
    ],
    [
      'a uid that no ConfigMap can have in its name',
      { dashboards: [{ ...dashboard!, uid: 'My_Shop', title: 'T' }] },
      `dashboard 'T': 'uid' ("My_Shop") must be 1 to 40 lower-case letters, digits and single '-'; for example "my-service"`,
    ],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(invalid('test/g', message));
  });
});

test('its own address and metrics are for others to connect to', () => {
  render((chart) => {
    const grafana = new Grafana(chart, 'g', {
      installation,
      namespace: 'm',
      prometheus,
      loki,
      alertmanager,
      dashboards,
    });
    const to = podsOf('m', 'grafana', undefined);
    expect(grafana.web).toEqual({ protocol: 'http', to, ports: [{ port: 3000 }], url: 'http://grafana.m.svc:3000' });
    expect(grafana.metrics).toMatchObject({ job: 'grafana', discovery: 'pods', endpoint: { protocol: 'metrics', to } });
  });
});
