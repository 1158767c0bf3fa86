import { type Endpoint, endpoint } from '../../kit/endpoint.ts';
import { kind, like, oneOf, optional, type Read, type Shape, shape } from '../../kit/read.ts';
import { SECRET_REF, type SecretRef } from '../../kit/secret-ref.ts';
import { unless } from '../../kit/validators.ts';
import { isPlain, shown } from '../../kit/values.ts';
import { filledBy } from './notification.ts';
import { AT, mailServer, mailServerProblems, onInternet } from './receiver-network.ts';
import { channelProblems, emailProblems, RECIPIENTS } from './receiver-problems.ts';
import type {
  EmailReceiver,
  OpsgenieReceiver,
  PagerdutyReceiver,
  SlackReceiver,
  TeamsReceiver,
  TelegramReceiver,
  WebhookReceiver,
} from './receiver-props.ts';

/** Where notifications go. Made by the functions of `Receiver`. */
export interface Receiver {
  /** Which function made it. */
  readonly kind: 'slack' | 'email' | 'webhook' | 'pagerduty' | 'opsgenie' | 'teams' | 'telegram' | 'none';
  /** What Alertmanager's `receivers` list says about it, but its name. `file` gives the path of a mounted secret. */
  readonly config: (file: (secret: SecretRef) => string) => Readonly<Record<string, unknown>>;
  /** Secrets that Alertmanager mounts for it. */
  readonly secrets: readonly SecretRef[];
  /** What Alertmanager has to reach for it. */
  readonly endpoints: readonly Endpoint[];
  /** What is wrong with it. */
  readonly problems: readonly string[];
}

export type * from './receiver-props.ts';

const [TITLE, TEXT] = [filledBy('title.text'), filledBy('text.text')];

/** A receiver of a kind. Where props are of a wrong class, it only says so. */
function receiver<Props extends object>(
  ofKind: Receiver['kind'],
  given: Props,
  props: Required<Shape<Props>>,
  make: (props: Props) => Omit<Receiver, 'kind'>,
): Receiver {
  const problems: string[] = [];
  const named: object = isPlain(given) ? given : {};
  shape<object>(props, {})('', named, problems);
  if (problems.length === 0) return { kind: ofKind, ...make(given) };
  const unknown = Object.keys(named).filter((prop) => !Object.hasOwn(props, prop));
  const instead = unknown.length > 0 ? `, in place of ${unknown.map((prop) => `'${prop}'`).join(', ')}` : '';
  return {
    kind: ofKind,
    config: () => ({}),
    secrets: [],
    endpoints: [],
    problems: problems.map((problem) => `${ofKind}: ${problem}${instead}`),
  };
}

/** A service whose address or key is in a Secret. @param at where it is, if not at `url` on the internet. */
function byInternet(
  from: SecretRef,
  url: string,
  at: Endpoint | undefined,
  config: Receiver['config'],
): Omit<Receiver, 'kind'> {
  return { config, secrets: [from], endpoints: onInternet(url, at), problems: [] };
}

const COLOR =
  '{{ if eq .Status "firing" }}{{ if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}{{ else }}good{{ end }}';

/** Where notifications go, by kind. */
export const Receiver = {
  /** A message to a Slack channel. @param props the channel and its webhook. */
  slack: (props: SlackReceiver): Receiver =>
    receiver(
      'slack',
      props,
      { channel: like('#on-call'), urlFrom: SECRET_REF, at: AT },
      ({ channel, urlFrom, at }) => ({
        ...byInternet(urlFrom, 'https://hooks.slack.com', at, (file) => ({
          slack_configs: [
            {
              channel,
              api_url_file: file(urlFrom),
              send_resolved: true,
              title: filledBy('title.entities'),
              title_link: filledBy('dashboard', '(index .Alerts 0)'),
              text: filledBy('slack'),
              fallback: filledBy('title.entities'),
              color: COLOR,
            },
          ],
        })),
        problems: channelProblems(channel),
      }),
    ),

  /** An e-mail. @param props addresses and mail server. */
  email: (props: EmailReceiver): Receiver =>
    receiver('email', props, EMAIL, ({ to, from, smarthost, requireTls = true, username, passwordFrom, at }) => ({
      config: (file) => ({
        email_configs: [
          {
            to: [to].flat().join(', '),
            from,
            smarthost,
            ...(!requireTls && { require_tls: false }),
            ...(username && { auth_username: username }),
            ...(passwordFrom && { auth_password_file: file(passwordFrom) }),
            send_resolved: true,
            headers: { Subject: TITLE },
            text: TEXT,
            // Alertmanager's own page would be sent as well, and shown by most programs.
            html: '',
          },
        ],
      }),
      secrets: passwordFrom ? [passwordFrom] : [],
      endpoints: mailServer(smarthost, at),
      problems: [
        ...emailProblems({ to, from, smarthost, username, passwordFrom }),
        ...mailServerProblems(smarthost, at),
      ],
    })),

  /** A POST request. @param props where it goes. */
  webhook: (props: WebhookReceiver): Receiver =>
    isPlain(props) && 'endpoint' in props
      ? receiver(
          'webhook',
          props,
          { endpoint: endpoint('webhook', 'bot.endpoint("webhook", "http")') },
          ({ endpoint: { url }, endpoint: to }) => ({
            config: () => ({ webhook_configs: [{ url, send_resolved: true }] }),
            secrets: [],
            endpoints: [to],
            problems: [],
          }),
        )
      : receiver('webhook', props, { urlFrom: SECRET_REF, at: AT }, ({ urlFrom, at }) =>
          byInternet(urlFrom, 'https://webhook.invalid', at, (file) => ({
            webhook_configs: [{ url_file: file(urlFrom), send_resolved: true }],
          })),
        ),

  /** An incident in PagerDuty. @param props the integration key. */
  pagerduty: (props: PagerdutyReceiver): Receiver =>
    receiver('pagerduty', props, { routingKeyFrom: SECRET_REF }, ({ routingKeyFrom }) =>
      byInternet(routingKeyFrom, 'https://events.pagerduty.com', undefined, (file) => ({
        pagerduty_configs: [
          {
            routing_key_file: file(routingKeyFrom),
            send_resolved: true,
            description: TITLE,
            severity: '{{ if eq .CommonLabels.severity "critical" }}critical{{ else }}warning{{ end }}',
            client: 'Alertmanager',
            client_url: '{{ .ExternalURL }}',
            details: { text: TEXT },
          },
        ],
      })),
    ),

  /** An alert in Opsgenie. @param props the API key. */
  opsgenie: (props: OpsgenieReceiver): Receiver =>
    receiver('opsgenie', props, OPSGENIE, ({ apiKeyFrom, region }) => {
      const url = region === 'eu' ? 'https://api.eu.opsgenie.com/' : 'https://api.opsgenie.com/';
      return byInternet(apiKeyFrom, url, undefined, (file) => ({
        opsgenie_configs: [
          {
            api_key_file: file(apiKeyFrom),
            api_url: url,
            send_resolved: true,
            message: filledBy('title.entities'),
            description: filledBy('text.entities'),
            priority: '{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}',
          },
        ],
      }));
    }),

  /** A message to a channel of Microsoft Teams. @param props the workflow. */
  teams: (props: TeamsReceiver): Receiver =>
    receiver('teams', props, { urlFrom: SECRET_REF, at: AT }, ({ urlFrom, at }) =>
      byInternet(urlFrom, 'https://workflows.invalid', at, (file) => ({
        msteamsv2_configs: [
          {
            webhook_url_file: file(urlFrom),
            send_resolved: true,
            title: filledBy('title.markdown'),
            text: filledBy('text.markdown'),
          },
        ],
      })),
    ),

  /** A message of a Telegram bot. @param props the chat and the bot. */
  telegram: (props: TelegramReceiver): Receiver =>
    receiver('telegram', props, { chat: like(-1001234567890), tokenFrom: SECRET_REF }, ({ chat, tokenFrom }) => ({
      ...byInternet(tokenFrom, 'https://api.telegram.org', undefined, (file) => ({
        telegram_configs: [
          {
            bot_token_file: file(tokenFrom),
            chat_id: chat,
            send_resolved: true,
            parse_mode: 'HTML',
            message: filledBy('html'),
          },
        ],
      })),
      problems: unless(
        Number.isSafeInteger(chat) && chat !== 0,
        `telegram: 'chat' (${chat}) must be the number of a chat; for example -1001234567890`,
      ),
    })),

  /** Nobody is notified. Say why. */
  none: (props: { readonly because: string }): Receiver =>
    receiver('none', props, { because: like('a cluster on a laptop wakes nobody') }, ({ because }) => ({
      config: () => ({}),
      secrets: [],
      endpoints: [],
      problems: unless(because.trim().length >= 10, `none: 'because' (${shown(because)}) must say why nobody is told`),
    })),
} as const;

const EMAIL: Required<Shape<EmailReceiver>> = {
  to: RECIPIENTS,
  from: like('alerts@example.com'),
  smarthost: like('smtp.example.com:587'),
  username: optional(like('alerts')),
  passwordFrom: optional(SECRET_REF),
  requireTls: optional(like(true)),
  at: AT,
};

const OPSGENIE: Required<Shape<OpsgenieReceiver>> = { apiKeyFrom: SECRET_REF, region: optional(oneOf('us', 'eu')) };

/** A receiver, made by one of the functions of `Receiver`. @internal */
export const RECEIVER: Read<Receiver> = kind(
  (value) => isPlain(value) && typeof value.config === 'function' && Array.isArray(value.secrets),
  'a receiver, or its alerts reach nobody; ' +
    "for example Receiver.slack({ channel: '#on-call', urlFrom: { secret: 'slack', key: 'url' } }), " +
    "or say it out loud: Receiver.none({ because: '…' })",
  Receiver.none({ because: 'it stands in for one that is missing' }),
);
