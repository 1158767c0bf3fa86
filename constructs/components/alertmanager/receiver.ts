import { type Cidrs, type Endpoint, external } from '../../kit/endpoint.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';
import { filledBy } from './notification.ts';

/** Everything but private networks and the metadata services of clouds: notifications go out, not across. */
const INTERNET: Cidrs = {
  cidrs: ['0.0.0.0/0'],
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
};

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

/** A message to a Slack channel. */
export interface SlackReceiver {
  /** Such as `#on-call`. */
  readonly channel: string;
  /** Holds the incoming webhook's address. */
  readonly urlFrom: SecretRef;
}

/** An e-mail. */
export interface EmailReceiver {
  /** Address of the recipient. */
  readonly to: string;
  /** Address of the sender. */
  readonly from: string;
  /** Mail server and port, such as `smtp.example.com:587`. */
  readonly smarthost: string;
  /** Login at the mail server. @default - it asks for none. */
  readonly username?: string;
  /** Holds the password of `username`. @default - the server asks for none. */
  readonly passwordFrom?: SecretRef;
}

/** A POST request for each notification. One of the two is given. */
export type WebhookReceiver =
  | {
      /** A receiver inside the cluster. */
      readonly endpoint: Endpoint<'webhook'>;
    }
  | {
      /** Holds the URL of a receiver outside. */
      readonly urlFrom: SecretRef;
    };

/** An incident in PagerDuty. */
export interface PagerdutyReceiver {
  /** Holds the integration key (Events API v2). */
  readonly routingKeyFrom: SecretRef;
}

/** An alert in Opsgenie. */
export interface OpsgenieReceiver {
  /** Holds the API key of an Alertmanager or Prometheus integration. */
  readonly apiKeyFrom: SecretRef;
  /** Where the account is. @default 'us' */
  readonly region?: 'us' | 'eu';
}

/** A message to a channel of Microsoft Teams, by a workflow that takes webhook requests. */
export interface TeamsReceiver {
  /** Holds the address that the workflow shows. */
  readonly urlFrom: SecretRef;
}

/** A message of a Telegram bot. */
export interface TelegramReceiver {
  /** Number of the chat; of groups it is negative. */
  readonly chat: number;
  /** Holds the bot's token. */
  readonly tokenFrom: SecretRef;
}

const TITLE = filledBy('title');
const TEXT = filledBy('text');

/** Where notifications go, by kind. */
export const Receiver = {
  /** A message to a Slack channel: {@link SlackReceiver}. @param props where it goes. */
  slack: ({ channel, urlFrom }: SlackReceiver): Receiver => ({
    kind: 'slack',
    config: (file) => ({
      slack_configs: [
        {
          channel,
          api_url_file: file(urlFrom),
          send_resolved: true,
          title: TITLE,
          title_link: filledBy('dashboard', '(index .Alerts 0)'),
          text: filledBy('slack'),
          fallback: TITLE,
          color:
            '{{ if eq .Status "firing" }}{{ if eq .CommonLabels.severity "critical" }}danger{{ else }}warning{{ end }}{{ else }}good{{ end }}',
        },
      ],
    }),
    secrets: [urlFrom],
    endpoints: [external('https', 'https://hooks.slack.com', INTERNET)],
    problems: /^[#@]\S+$/.test(channel)
      ? []
      : [`slack: 'channel' ("${channel}") must begin with # or @; for example "#on-call"`],
  }),

  /** An e-mail: {@link EmailReceiver}. @param props where it goes. */
  email: ({ to, from, smarthost, username, passwordFrom }: EmailReceiver): Receiver => ({
    kind: 'email',
    config: (file) => ({
      email_configs: [
        {
          to,
          from,
          smarthost,
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
    endpoints: isHostAndPort(smarthost) ? [external('smtp', `smtp://${smarthost}`, INTERNET)] : [],
    problems: [
      ...(isHostAndPort(smarthost)
        ? []
        : [`email: 'smarthost' ("${smarthost}") must be a host and a port; for example "smtp.example.com:587"`]),
      ...Object.entries({ to, from })
        .filter(([, address]) => !/^\S+@\S+$/.test(address))
        .map(
          ([prop, address]) =>
            `email: '${prop}' ("${address}") must be an e-mail address; for example "on-call@example.com"`,
        ),
      ...((username === undefined) === (passwordFrom === undefined)
        ? []
        : ["email: 'username' and 'passwordFrom' belong together; give both or none"]),
    ],
  }),

  /** A POST request: {@link WebhookReceiver}. @param props where it goes. */
  webhook: (props: WebhookReceiver): Receiver =>
    'endpoint' in props
      ? {
          kind: 'webhook',
          config: () => ({ webhook_configs: [{ url: props.endpoint.url, send_resolved: true }] }),
          secrets: [],
          endpoints: [props.endpoint],
          problems: [],
        }
      : {
          kind: 'webhook',
          config: (file) => ({ webhook_configs: [{ url_file: file(props.urlFrom), send_resolved: true }] }),
          secrets: [props.urlFrom],
          endpoints: [external('https', 'https://webhook.invalid', INTERNET)],
          problems: [],
        },

  /** An incident in PagerDuty: {@link PagerdutyReceiver}. @param props where it goes. */
  pagerduty: ({ routingKeyFrom }: PagerdutyReceiver): Receiver => ({
    kind: 'pagerduty',
    config: (file) => ({
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
    }),
    secrets: [routingKeyFrom],
    endpoints: [external('https', 'https://events.pagerduty.com', INTERNET)],
    problems: [],
  }),

  /** An alert in Opsgenie: {@link OpsgenieReceiver}. @param props where it goes. */
  opsgenie: ({ apiKeyFrom, region = 'us' }: OpsgenieReceiver): Receiver => {
    const url = region === 'eu' ? 'https://api.eu.opsgenie.com/' : 'https://api.opsgenie.com/';
    return {
      kind: 'opsgenie',
      config: (file) => ({
        opsgenie_configs: [
          {
            api_key_file: file(apiKeyFrom),
            api_url: url,
            send_resolved: true,
            message: TITLE,
            description: TEXT,
            priority: '{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}',
          },
        ],
      }),
      secrets: [apiKeyFrom],
      endpoints: [external('https', url, INTERNET)],
      problems: [],
    };
  },

  /** A message to a channel of Microsoft Teams: {@link TeamsReceiver}. @param props where it goes. */
  teams: ({ urlFrom }: TeamsReceiver): Receiver => ({
    kind: 'teams',
    config: (file) => ({
      msteamsv2_configs: [{ webhook_url_file: file(urlFrom), send_resolved: true, title: TITLE, text: TEXT }],
    }),
    secrets: [urlFrom],
    endpoints: [external('https', 'https://workflows.invalid', INTERNET)],
    problems: [],
  }),

  /** A message of a Telegram bot: {@link TelegramReceiver}. @param props where it goes. */
  telegram: ({ chat, tokenFrom }: TelegramReceiver): Receiver => ({
    kind: 'telegram',
    config: (file) => ({
      telegram_configs: [
        {
          bot_token_file: file(tokenFrom),
          chat_id: chat,
          send_resolved: true,
          parse_mode: 'HTML',
          message: filledBy('html'),
        },
      ],
    }),
    secrets: [tokenFrom],
    endpoints: [external('https', 'https://api.telegram.org', INTERNET)],
    problems:
      Number.isSafeInteger(chat) && chat !== 0
        ? []
        : [`telegram: 'chat' (${chat}) must be the number of a chat; for example -1001234567890`],
  }),

  /** Nobody is notified; `because` says why, in ten characters or more. @param props the reason. */
  none: ({ because }: { readonly because: string }): Receiver => ({
    kind: 'none',
    config: () => ({}),
    secrets: [],
    endpoints: [],
    problems: because.trim().length >= 10 ? [] : [`none: 'because' ("${because}") must say why nobody is told`],
  }),
} as const;

function isHostAndPort(text: string): boolean {
  return /^[^\s:/@]+:[1-9]\d*$/.test(text) && URL.canParse(`smtp://${text}`);
}
