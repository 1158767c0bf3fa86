import { Receiver } from '../../../constructs/index.ts';
import { external, podsOf } from '../../../constructs/kit/endpoint.ts';

const file = ({ secret, key }: { secret: string; key: string }) => `/secrets/${secret}/${key}`;
const hook = {
  protocol: 'webhook',
  to: podsOf('chat', 'bot'),
  ports: [{ port: 80 }],
  url: 'http://bot.chat.svc:80',
} as const;
const secret = { secret: 'team', key: 'value' };
const internet = {
  cidrs: ['0.0.0.0/0', '::/0'],
  except: [
    ...['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    ...['fc00::/7', 'fe80::/10'],
  ],
};
const chat = external('https', 'https://chat.corp.example:8065', { cidrs: ['10.1.0.0/16'] });
const filledBy = (template: string) => `{{ template "notification.${template}" . }}`;
const [TITLE, TEXT] = [filledBy('title.text'), filledBy('text.text')];
const mail = { send_resolved: true, headers: { Subject: TITLE }, text: TEXT, html: '' };
const email = { to: 'team@example.com', from: 'alerts@example.com', smarthost: 'smtp.example.com:587' };

test.each<[string, Receiver, object]>([
  [
    'slack',
    Receiver.slack({ channel: '#on-call', urlFrom: secret }),
    {
      slack_configs: [
        {
          channel: '#on-call',
          api_url_file: '/secrets/team/value',
          send_resolved: true,
          title: filledBy('title.entities'),
          title_link: '{{ template "notification.dashboard" (index .Alerts 0) }}',
          text: '{{ template "notification.slack" . }}',
          fallback: filledBy('title.entities'),
          color:
            '{{ if eq .Status "firing" }}{{ if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}{{ else }}good{{ end }}',
        },
      ],
    },
  ],
  ['email', Receiver.email(email), { email_configs: [{ ...email, ...mail }] }],
  [
    'email',
    Receiver.email({ ...email, to: ['team@example.com', 'boss@example.com'], requireTls: false }),
    { email_configs: [{ ...email, to: 'team@example.com, boss@example.com', require_tls: false, ...mail }] },
  ],
  [
    'email',
    Receiver.email({ ...email, username: 'alerts', passwordFrom: secret }),
    {
      email_configs: [{ ...email, auth_username: 'alerts', auth_password_file: '/secrets/team/value', ...mail }],
    },
  ],
  [
    'webhook',
    Receiver.webhook({ endpoint: hook }),
    { webhook_configs: [{ url: 'http://bot.chat.svc:80', send_resolved: true }] },
  ],
  [
    'webhook',
    Receiver.webhook({ urlFrom: secret }),
    { webhook_configs: [{ url_file: '/secrets/team/value', send_resolved: true }] },
  ],
  [
    'pagerduty',
    Receiver.pagerduty({ routingKeyFrom: secret }),
    {
      pagerduty_configs: [
        {
          routing_key_file: '/secrets/team/value',
          send_resolved: true,
          description: TITLE,
          severity: '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}',
          client: 'Alertmanager',
          client_url: '{{ .ExternalURL }}',
          details: { text: TEXT },
        },
      ],
    },
  ],
  [
    'opsgenie',
    Receiver.opsgenie({ apiKeyFrom: secret, region: 'eu' }),
    {
      opsgenie_configs: [
        {
          api_key_file: '/secrets/team/value',
          api_url: 'https://api.eu.opsgenie.com/',
          send_resolved: true,
          message: filledBy('title.entities'),
          description: filledBy('text.entities'),
          priority: '{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}',
        },
      ],
    },
  ],
  [
    'teams',
    Receiver.teams({ urlFrom: secret }),
    {
      msteamsv2_configs: [
        {
          webhook_url_file: '/secrets/team/value',
          send_resolved: true,
          title: filledBy('title.markdown'),
          text: filledBy('text.markdown'),
        },
      ],
    },
  ],
  [
    'telegram',
    Receiver.telegram({ chat: -1001, tokenFrom: secret }),
    {
      telegram_configs: [
        {
          bot_token_file: '/secrets/team/value',
          chat_id: -1001,
          send_resolved: true,
          parse_mode: 'HTML',
          message: '{{ template "notification.html" . }}',
        },
      ],
    },
  ],
  ['none', Receiver.none({ because: 'nobody listens in a test' }), {}],
])('%s: what Alertmanager is told', (kind, receiver, config) => {
  expect(receiver.kind).toBe(kind);
  expect(receiver.config(file)).toEqual(config);
  expect(receiver.problems).toEqual([]);
});

test.each<[string, Receiver, unknown[], unknown[]]>([
  ['slack', Receiver.slack({ channel: '#on-call', urlFrom: secret }), [secret], [[internet, 443]]],
  [
    'slack: Mattermost inside',
    Receiver.slack({ channel: '#on-call', urlFrom: secret, at: chat }),
    [secret],
    [[chat.to, 8065]],
  ],
  ['webhook inside', Receiver.webhook({ urlFrom: secret, at: chat }), [secret], [[chat.to, 8065]]],
  ['teams inside', Receiver.teams({ urlFrom: secret, at: chat }), [secret], [[chat.to, 8065]]],
  [
    'email by a relay at an address',
    Receiver.email({ ...email, smarthost: '10.1.2.3:25', requireTls: false }),
    [],
    [[{ cidrs: ['10.1.2.3/32'] }, 25]],
  ],
  [
    'email by a relay at an address of IPv6',
    Receiver.email({ ...email, smarthost: '[fd00::25]:25' }),
    [],
    [[{ cidrs: ['fd00::25/128'] }, 25]],
  ],
  [
    'email by a relay in the cluster',
    Receiver.email({
      ...email,
      smarthost: 'postfix.mail.svc:25',
      at: external('smtp', 'smtp://postfix.mail.svc:25', { namespace: 'mail', label: ['app', 'postfix'] }),
    }),
    [],
    [[{ namespace: 'mail', label: ['app', 'postfix'] }, 25]],
  ],
  ['email without a password', Receiver.email(email), [], [[internet, 587]]],
  ['email', Receiver.email({ ...email, username: 'alerts', passwordFrom: secret }), [secret], [[internet, 587]]],
  ['webhook inside', Receiver.webhook({ endpoint: hook }), [], [[hook.to, 80]]],
  ['webhook outside', Receiver.webhook({ urlFrom: secret }), [secret], [[internet, 443]]],
  ['pagerduty', Receiver.pagerduty({ routingKeyFrom: secret }), [secret], [[internet, 443]]],
  ['opsgenie', Receiver.opsgenie({ apiKeyFrom: secret }), [secret], [[internet, 443]]],
  ['teams', Receiver.teams({ urlFrom: secret }), [secret], [[internet, 443]]],
  ['telegram', Receiver.telegram({ chat: 1, tokenFrom: secret }), [secret], [[internet, 443]]],
  ['none', Receiver.none({ because: 'nobody listens in a test' }), [], []],
])('%s: which secrets and connections it needs', (_, receiver, secrets, edges) => {
  expect(receiver.secrets).toEqual(secrets);
  expect(receiver.endpoints.map(({ to, ports }) => [to, ports[0]?.port])).toEqual(edges);
});

test.each<[Receiver, string[]]>([
  [
    Receiver.slack({ channel: 'on-call', urlFrom: secret }),
    ['slack: \'channel\' ("on-call") must begin with # or @; for example "#on-call"'],
  ],
  [
    Receiver.email({ ...email, smarthost: 'smtp.example.com' }),
    ['email: \'smarthost\' ("smtp.example.com") must be a host and a port; for example "smtp.example.com:587"'],
  ],
  [
    Receiver.email({ ...email, smarthost: 'smtp example:587' }),
    ['email: \'smarthost\' ("smtp example:587") must be a host and a port; for example "smtp.example.com:587"'],
  ],
  [
    Receiver.email({ ...email, smarthost: 'smtp.example.com:70000' }),
    ['email: \'smarthost\' ("smtp.example.com:70000") must be a host and a port; for example "smtp.example.com:587"'],
  ],
  ...['postfix.mail.svc:25', 'relay:25', 'mail.corp:25'].map((smarthost): [Receiver, string[]] => [
    Receiver.email({ ...email, smarthost }),
    [
      `email: 'smarthost' ("${smarthost}") is inside of a private network, where the network policy lets nobody to; say where with 'at'; ` +
        `for example at: external("smtp", "smtp://${smarthost}", { cidrs: ["10.0.0.0/8"] })`,
    ],
  ]),
  [
    Receiver.email({ ...email, to: ['team@example.com', 'boss'] }),
    ['email: \'to\' ("team@example.com,boss") must be an e-mail address; for example "on-call@example.com"'],
  ],
  [
    Receiver.email({ ...email, to: 'team', from: 'alerts' }),
    [
      'email: \'to\' ("team") must be an e-mail address; for example "on-call@example.com"',
      'email: \'from\' ("alerts") must be an e-mail address; for example "on-call@example.com"',
    ],
  ],
  [
    Receiver.email({ ...email, username: 'alerts' }),
    ["email: 'username' and 'passwordFrom' belong together; give both or none"],
  ],
  [
    Receiver.telegram({ chat: 1.5, tokenFrom: secret }),
    ["telegram: 'chat' (1.5) must be the number of a chat; for example -1001234567890"],
  ],
  [Receiver.none({ because: 'why not' }), ['none: \'because\' ("why not") must say why nobody is told']],
])('%# what is wrong', (receiver, problems) => {
  expect(receiver.problems).toEqual(problems);
});

const A_SECRET = 'must be the key of a Secret that you create; for example { secret: "slack", key: "url" }';

test.each<[string, () => Receiver, string[]]>([
  [
    'an address in place of a Secret',
    () => Reflect.apply(Receiver.slack, undefined, [{ channel: '#on-call', url: 'https://hooks.slack.com/x' }]),
    [`slack: 'urlFrom' (undefined) ${A_SECRET}, in place of 'url'`],
  ],
  [
    'an address of a webhook',
    () => Reflect.apply(Receiver.webhook, undefined, [{ url: 'https://example.com' }]),
    [`webhook: 'urlFrom' (undefined) ${A_SECRET}, in place of 'url'`],
  ],
  [
    'a key in place of a Secret',
    () => Reflect.apply(Receiver.pagerduty, undefined, [{ routingKey: 'abc' }]),
    [`pagerduty: 'routingKeyFrom' (undefined) ${A_SECRET}, in place of 'routingKey'`],
  ],
  [
    'a secret, which is not shown',
    () => Reflect.apply(Receiver.telegram, undefined, [{ chat: '-100', tokenFrom: '123:very-secret' }]),
    [
      'telegram: \'chat\' ("-100") must be a number; for example -1001234567890',
      `telegram: 'tokenFrom' (string) ${A_SECRET}`,
    ],
  ],
  [
    'an address in place of an endpoint',
    () => Reflect.apply(Receiver.webhook, undefined, [{ endpoint: 'http://bot.chat.svc' }]),
    [
      'webhook: \'endpoint\' ("http://bot.chat.svc") must be an endpoint that speaks webhook; for example bot.endpoint("webhook", "http")',
    ],
  ],
  [
    'an unknown region',
    () => Reflect.apply(Receiver.opsgenie, undefined, [{ apiKeyFrom: secret, region: 'asia' }]),
    ["opsgenie: 'region' (\"asia\") must be 'us' or 'eu'"],
  ],
  [
    'a channel alone',
    () => Reflect.apply(Receiver.slack, undefined, ['#on-call']),
    [`slack: 'channel' (undefined) must be text; for example "#on-call"`, `slack: 'urlFrom' (undefined) ${A_SECRET}`],
  ],
  [
    'nothing',
    () => Reflect.apply(Receiver.none, undefined, []),
    ['none: \'because\' (undefined) must be text; for example "a cluster on a laptop wakes nobody"'],
  ],
])('a wrong shape is refused in one sentence: %s', (_, make, problems) => {
  const made = make();
  expect(made.problems).toEqual(problems);
  expect([made.config(file), made.secrets, made.endpoints]).toEqual([{}, [], []]);
});
