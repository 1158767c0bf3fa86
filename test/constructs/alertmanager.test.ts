import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Alertmanager, type AlertmanagerProps, Receiver } from '../../constructs/index.ts';
import { type PropCases, testProps } from '../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../lib/render.ts';

const critical = Receiver.none({ because: 'nobody listens in a test' });
const slack = Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } });
const slackConfig = {
  slack_configs: [{ channel: '#on-call', api_url_file: '/etc/alertmanager/secrets/slack/url', send_resolved: true }],
};

const build = (props: Partial<AlertmanagerProps> = {}) =>
  render((chart) => new Alertmanager(chart, 'a', { installation, namespace: 'monitoring', critical, ...props }));

const pod = (rendered: Rendered) => rendered.find('Deployment', 'alertmanager').spec.template.spec;
const config = (rendered: Rendered) => rendered.file('alertmanager-config', 'alertmanager.yml');
const route = (part: object) => expect.objectContaining({ route: expect.objectContaining(part) });

const cases: PropCases<AlertmanagerProps> = {
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
  groupWait: { set: Duration.seconds(7), look: config, see: route({ group_wait: '7s' }) },
  groupInterval: { set: Duration.minutes(7), look: config, see: route({ group_interval: '7m' }) },
  repeatInterval: { set: Duration.hours(7), look: config, see: route({ repeat_interval: '7h' }) },
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
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'namespace', 'alertname'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '4h',
      routes: [
        { receiver: 'nobody', matchers: ['severity="none"'] },
        { receiver: 'critical', matchers: ['severity="critical"'] },
      ],
    },
    receivers: [{ name: 'nobody' }, { name: 'warning' }, { name: 'critical' }],
  });
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
  expect(why({})).toEqual(['looks up names']);
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
        "'critical' (undefined) must be a receiver, or critical alerts reach nobody; " +
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
      'an address that is none',
      { url: 'pager' },
      ['\'url\' ("pager") must be an http or https address without a path; for example "https://grafana.example.com"'],
    ],
  ])('%s', (_, props, messages) => {
    expect(() => build(props)).toThrow(invalid('test/a', ...messages));
  });
});
