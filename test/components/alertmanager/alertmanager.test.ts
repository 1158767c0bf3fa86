import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  Alertmanager,
  type AlertmanagerProps,
  guard,
  type MaintenanceWindow,
  Receiver,
} from '../../../constructs/index.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

const critical = Receiver.none({ because: 'nobody listens in a test' });
const slack = Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } });
const slackConfig = slack.config(() => '/etc/alertmanager/secrets/slack/url');

const backup = { name: 'backup', from: '01:00', to: '02:30' };

const build = (props: Partial<AlertmanagerProps> = {}) =>
  render((chart) => new Alertmanager(chart, 'a', { installation, namespace: 'monitoring', critical, ...props }));

const pod = (rendered: Rendered) => rendered.find('Deployment', 'alertmanager').spec.template.spec;
interface Config {
  readonly route: { readonly routes: readonly object[] };
  readonly receivers: readonly object[];
  readonly inhibit_rules: readonly object[];
  readonly time_intervals: readonly { readonly time_intervals: readonly object[] }[];
}
const config = (rendered: Rendered) => rendered.file('alertmanager-config', 'alertmanager.yml') as Config;
const route = (part: object) => expect.objectContaining({ route: expect.objectContaining(part) });
const criticalRoute = (part: object) => route({ routes: expect.arrayContaining([{ ...CRITICAL, ...part }]) });

const CRITICAL = { receiver: 'critical', matchers: ['severity="critical"'], repeat_interval: '4h' };

const cases: PropCases<AlertmanagerProps> = {
  guard: {
    set: guard,
    look: (rendered) =>
      rendered
        .find('Deployment', 'alertmanager')
        .spec.template.spec.containers.map(({ name, args }: { name: string; args?: string[] }) => [name, args?.at(-1)]),
    see: [
      ['alertmanager', '--web.listen-address=127.0.0.1:9093'],
      ['guard', undefined],
    ],
  },
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.find('Deployment', 'alertmanager').metadata.labels?.['app.kubernetes.io/part-of'],
    see: 'zebra',
  },
  namespace: {
    set: 'alerts',
    look: (rendered) => [...new Set(rendered.objects.map(({ manifest }) => manifest.metadata.namespace))],
    see: ['alerts'],
  },
  name: {
    set: 'pager',
    look: (rendered) => [...new Set(rendered.objects.map(({ manifest }) => manifest.metadata.name))],
    see: ['pager-config', 'pager'],
  },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  critical: {
    set: slack,
    look: config,
    see: expect.objectContaining({
      receivers: [{ name: 'nobody' }, { name: 'warning', ...slackConfig }, { name: 'critical', ...slackConfig }],
    }),
  },
  warning: {
    set: slack,
    look: config,
    see: expect.objectContaining({
      receivers: [{ name: 'nobody' }, { name: 'warning', ...slackConfig }, { name: 'critical' }],
    }),
  },
  deadMansSwitch: {
    set: slack,
    look: (rendered) => [config(rendered).route.routes[0], config(rendered).receivers.at(-1)],
    see: [
      {
        receiver: 'dead-mans-switch',
        matchers: ['alertname="Watchdog"'],
        group_wait: '0s',
        group_interval: '1m',
        repeat_interval: '5m',
      },
      { name: 'dead-mans-switch', ...slackConfig },
    ],
  },
  inhibitions: {
    set: [
      {
        cause: 'NodeDown',
        where: { zone: 'a "1"' },
        effects: ['PodNotReady', 'TargetDown'],
        effectsWhere: { job: 'b' },
        equal: ['node'],
      },
    ],
    look: (rendered) => config(rendered).inhibit_rules.at(-1),
    see: {
      source_matchers: ['alertname="NodeDown"', 'zone="a \\"1\\""'],
      target_matchers: ['alertname=~"PodNotReady|TargetDown"', 'job="b"'],
      equal: ['cluster', 'node'],
    },
  },
  routes: {
    set: [{ name: 'shop', match: { team: 'shop', namespace: ['shop', 'shop.v2', 'shop-*'] }, critical: slack }],
    look: (rendered) => [config(rendered).route.routes.slice(1), config(rendered).receivers.slice(3)],
    see: [
      [
        {
          receiver: 'shop-critical',
          repeat_interval: '4h',
          matchers: ['team=~"shop"', 'namespace=~"(?:shop|shop\\\\.v2|shop-.*)"', 'severity="critical"'],
        },
        {
          receiver: 'shop-warning',
          matchers: ['team=~"shop"', 'namespace=~"(?:shop|shop\\\\.v2|shop-.*)"'],
        },
        CRITICAL,
        { receiver: 'warning' },
      ],
      [
        { name: 'shop-critical', ...slackConfig },
        { name: 'shop-warning', ...slackConfig },
      ],
    ],
  },
  scopes: {
    set: [{ match: { namespace: 'dev-*' }, severity: 'warning' }],
    look: (rendered) => rendered.alertScopes,
    see: [{ match: { namespace: 'dev-*' }, severity: 'warning' }],
  },
  maintenance: {
    set: [backup],
    look: (rendered) => [config(rendered).time_intervals, config(rendered).route.routes.slice(-2)],
    see: [
      [
        {
          name: 'backup',
          time_intervals: [{ times: [{ start_time: '01:00', end_time: '02:30' }], location: 'UTC' }],
        },
      ],
      [CRITICAL, { receiver: 'warning', mute_time_intervals: ['backup'] }],
    ],
  },
  groupWait: { set: Duration.seconds(7), look: config, see: route({ group_wait: '7s' }) },
  groupInterval: { set: Duration.minutes(7), look: config, see: route({ group_interval: '7m' }) },
  repeatInterval: { set: Duration.hours(7), look: config, see: criticalRoute({ repeat_interval: '7h' }) },
  warningRepeatInterval: { set: Duration.hours(7), look: config, see: route({ repeat_interval: '7h' }) },
  storage: {
    set: Size.gibibytes(7),
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'alertmanager').spec.resources.requests.storage,
    see: '7Gi',
  },
  storageClass: {
    set: 'fast',
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'alertmanager').spec.storageClassName,
    see: 'fast',
  },
  memory: {
    set: { request: Size.mebibytes(7), limit: Size.mebibytes(77) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '77Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
  url: {
    set: 'https://pager.example.com',
    look: (rendered) => pod(rendered).containers[0].args,
    see: expect.arrayContaining(['--web.external-url=https://pager.example.com']),
  },
};

testProps(cases, build);

test('its config, whole', () => {
  expect(config(build())).toEqual({
    templates: ['/etc/alertmanager/config/*.tmpl'],
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'namespace', 'alertname'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [{ receiver: 'nobody', matchers: ['severity="none"'] }, CRITICAL, { receiver: 'warning' }],
    },
    inhibit_rules: [],
    receivers: [{ name: 'nobody' }, { name: 'warning' }, { name: 'critical' }],
  });
});

test('that notifications fail is told over both receivers, if these are two', () => {
  const { routes } = config(build({ critical: slack, warning: Receiver.none({ because: 'it is a test' }) })).route;
  expect(routes.slice(-3)).toEqual([
    { receiver: 'warning', matchers: ['alertname="AlertmanagerNotificationsFailing"'], continue: true },
    CRITICAL,
    { receiver: 'warning' },
  ]);
  expect(config(build({ critical: slack })).route.routes.slice(-2)).toEqual([CRITICAL, { receiver: 'warning' }]);
});

describe('maintenance', () => {
  const windows = (...maintenance: MaintenanceWindow[]) =>
    config(build({ maintenance })).time_intervals[0]?.time_intervals;

  test('across midnight it is two intervals, the second of them on the next day', () => {
    const night = { name: 'night', from: '22:00', to: '06:00', timeZone: 'Europe/Berlin' } as const;
    expect(windows({ ...night, days: ['friday', 'saturday'] })).toEqual([
      {
        times: [{ start_time: '22:00', end_time: '24:00' }],
        weekdays: ['friday', 'saturday'],
        location: 'Europe/Berlin',
      },
      {
        times: [{ start_time: '00:00', end_time: '06:00' }],
        weekdays: ['saturday', 'sunday'],
        location: 'Europe/Berlin',
      },
    ]);
    expect(windows({ ...night, to: '00:00' })).toEqual([
      { times: [{ start_time: '22:00', end_time: '24:00' }], location: 'Europe/Berlin' },
    ]);
  });

  test('a whole day ends at 24:00', () => {
    expect(windows({ name: 'weekend', from: '00:00', to: '24:00', days: ['saturday', 'sunday'] })).toEqual([
      { times: [{ start_time: '00:00', end_time: '24:00' }], weekdays: ['saturday', 'sunday'], location: 'UTC' },
    ]);
  });

  test.each([
    ['utc', 'UTC'],
    ['europe/berlin', 'Europe/Berlin'],
    ['US/Eastern', 'America/New_York'],
  ])('the time zone %s is written as Go knows it', (timeZone, location) => {
    expect(windows({ ...backup, timeZone })).toEqual([expect.objectContaining({ location })]);
  });

  test('critical alerts are held back only where that is said', () => {
    const { routes } = config(build({ maintenance: [backup, { ...backup, name: 'move', mutes: 'all' }] })).route;
    expect(routes.slice(-2)).toEqual([
      { ...CRITICAL, mute_time_intervals: ['move'] },
      { receiver: 'warning', mute_time_intervals: ['backup', 'move'] },
    ]);
  });
});

test('notifications go out by IPv4 and by IPv6, and to no private network', () => {
  const slack = Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } });
  const { egress } = build({ critical: slack }).find('NetworkPolicy', 'alertmanager').spec;
  expect(
    egress.flatMap(({ to = [] }: { to?: { ipBlock?: object }[] }) => to.flatMap(({ ipBlock }) => ipBlock ?? [])),
  ).toEqual([
    {
      cidr: '0.0.0.0/0',
      except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    },
    { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] },
  ]);
});

test('a single replica without gossip, that restarts for another config', () => {
  const { spec } = build().find('Deployment', 'alertmanager');
  expect(spec.replicas).toBe(1);
  expect(spec.template.spec.containers[0].args).toContain('--cluster.listen-address=');
  expect(Object.keys(spec.template.metadata.annotations)).toEqual(['checksum/alertmanager-config']);
});

test('it is asked whether it is ready, and whether it is healthy', () => {
  const [{ readinessProbe, livenessProbe }] = pod(build()).containers;
  expect([readinessProbe.httpGet.path, livenessProbe.httpGet.path]).toEqual(['/-/ready', '/-/healthy']);
});

test('secrets are mounted as files, each once, and nothing of them is in the output', () => {
  const { volumes, containers } = pod(build({ critical: slack, warning: slack }));
  const secrets = volumes.filter((volume: { secret?: object }) => volume.secret);
  expect(secrets).toEqual([
    { name: 'etc-alertmanager-secrets-slack', secret: { secretName: 'slack', defaultMode: 0o440 } },
  ]);
  expect(containers[0].volumeMounts).toContainEqual({
    name: 'etc-alertmanager-secrets-slack',
    mountPath: '/etc/alertmanager/secrets/slack',
    readOnly: true,
  });
  expect(build({ critical: slack }).names('Secret')).toEqual([]);
});

test('a receiver opens the way to it, once', () => {
  const why = (props: Partial<AlertmanagerProps>) => build(props).connections.map((connection) => connection.why);
  expect(why({})).toEqual([]);
  expect(why({ critical: slack })).toEqual(['looks up names', 'notifies by slack']);
  const other = Receiver.slack({ channel: '#other', urlFrom: { secret: 'slack', key: 'url' } });
  expect(why({ critical: slack, warning: other })).toEqual(['looks up names', 'notifies by slack']);
});

describe('what is wrong', () => {
  test('nobody is told about critical alerts, and nobody said so', () => {
    const props: { critical?: Receiver } = {};
    expect(() =>
      // What a JavaScript user can write, and a misspelt key amounts to.
      render((chart) =>
        Reflect.construct(Alertmanager, [chart, 'a', { installation, namespace: 'monitoring', ...props }]),
      ),
    ).toThrow(
      invalid(
        'test/a',
        "'critical' (undefined) must be a receiver, or its alerts reach nobody; " +
          "for example Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } }), " +
          "or say it out loud: Receiver.none({ because: '…' })",
      ),
    );
  });

  test.each<[string, Partial<AlertmanagerProps>, string[]]>([
    [
      'both receivers',
      {
        critical: Receiver.none({ because: '' }),
        warning: Receiver.slack({ channel: 'x', urlFrom: { secret: 'a', key: 'b' } }),
      },
      [
        'none: \'because\' ("") must say why nobody is told',
        'slack: \'channel\' ("x") must begin with # or @; for example "#on-call"',
      ],
    ],
    [
      'repeated more often than looked at',
      { repeatInterval: Duration.minutes(1) },
      [
        "'repeatInterval' (1 minute) must be at least 'groupInterval' (5 minutes), because groups are looked at only that often; " +
          'for example Duration.hours(4)',
      ],
    ],
    [
      'maintenance that never is',
      {
        maintenance: [
          { name: 'Backup', from: '24:00', to: '6:00', timeZone: 'Berlin' },
          { name: 'same', from: '01:00', to: '01:00' },
          { name: 'same', from: '01:00', to: '02:00' },
        ],
      },
      [
        '\'maintenance\': \'name\' ("Backup") must be lower-case words with dashes; for example "nightly-backup"',
        '\'maintenance\': \'Backup\': "24:00" must be a time from 00:00 to 23:59, or 24:00 as the end; for example "22:00"',
        '\'maintenance\': \'Backup\': "6:00" must be a time from 00:00 to 23:59, or 24:00 as the end; for example "22:00"',
        "'maintenance': 'Backup': 'timeZone' (\"Berlin\") must be an IANA name; for example \"Europe/Berlin\"",
        "'maintenance': 'same': 'from' and 'to' (01:00) must differ; for the whole day: 00:00 to 24:00",
        "'maintenance': more than one window is named 'same'; give each its own name",
      ],
    ],
    [
      'lengths of time that are none',
      {
        groupWait: Duration.seconds(Number.NaN),
        groupInterval: Duration.seconds(0),
        repeatInterval: Duration.days(Number.POSITIVE_INFINITY),
      },
      [
        "'groupWait' (NaN milliseconds) must be between 0 seconds and 1 day: nobody hears of an alert before; for example Duration.minutes(5)",
        "'groupInterval' (0 seconds) must be between 1 second and 1 day: nobody hears of an alert before; for example Duration.minutes(5)",
        "'repeatInterval' (Infinity milliseconds) must be a length of time; for example Duration.hours(4)",
      ],
    ],
    [
      'inhibitions of nothing',
      { inhibitions: [{ cause: 'A"', where: { 'nor-this': 'a' }, effects: [], equal: ['no label'] }] },
      [
        '\'inhibitions\': "A"" must be the name of an alert; for example "NodeNotReady"',
        "'inhibitions': 'effects' of \"A\"\" ([]) must have at least one alert; name one, or leave the inhibition out",
        '\'inhibitions\': \'where\' of "A"" ("nor-this") must be the name of a label; for example "namespace"',
        '\'inhibitions\': \'equal\' of "A"" ("no label") must be the name of a label; for example "namespace"',
      ],
    ],
    [
      'a Secret that can not be',
      { critical: Receiver.teams({ urlFrom: { secret: 'A', key: 'a/b' } }) },
      [
        "teams: 'secret' (\"A\") must be the name of a Secret: lower-case letters, digits, '-' and '.'; for example \"slack\"",
        "teams: 'key' (\"a/b\") must be a key of a Secret: letters, digits, '-', '_' and '.'; for example \"url\"",
      ],
    ],
    [
      'an address that is none',
      { url: 'pager' },
      ['\'url\' ("pager") must be an http or https address without a path; for example "https://grafana.example.com"'],
    ],
  ])('%s', (_, props, messages) => {
    expect(() => build(props)).toThrow(invalid('test/a', ...messages));
  });
});
