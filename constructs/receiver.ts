import { type Cidrs, type Endpoint, external } from './endpoint.ts';
import type { SecretRef } from './lib/secret-ref.ts';

/** Everything but private networks and the metadata services of clouds: notifications go out, not across. */
const INTERNET: Cidrs = {
  cidrs: ['0.0.0.0/0'],
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
};

/** Where notifications go. Made by the functions of `Receiver`. */
export interface Receiver {
  readonly kind: 'slack' | 'email' | 'webhook' | 'pagerduty' | 'none';
  /** What Alertmanager's `receivers` list says about it, but its name. `file` gives the path of a mounted secret. */
  readonly config: (file: (secret: SecretRef) => string) => Readonly<Record<string, unknown>>;
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
  readonly to: string;
  readonly from: string;
  /** Mail server and port, such as `smtp.example.com:587`. */
  readonly smarthost: string;
  /** @default - the server asks for none. */
  readonly username?: string;
  /** @default - the server asks for none. */
  readonly passwordFrom?: SecretRef;
}

/** A POST request for each notification. One of the two is given. */
export type WebhookReceiver =
  /** A receiver inside the cluster. */
  | { readonly endpoint: Endpoint<'webhook'> }
  /** Holds the address of a receiver outside. */
  | { readonly urlFrom: SecretRef };

/** An incident in PagerDuty. */
export interface PagerdutyReceiver {
  /** Holds the integration key (Events API v2). */
  readonly routingKeyFrom: SecretRef;
}

/** Where notifications go, by kind. */
export const Receiver = {
  slack: ({ channel, urlFrom }: SlackReceiver): Receiver => ({
    kind: 'slack',
    config: (file) => ({ slack_configs: [{ channel, api_url_file: file(urlFrom), send_resolved: true }] }),
    secrets: [urlFrom],
    endpoints: [external('https', 'https://hooks.slack.com', INTERNET)],
    problems: /^[#@]\S+$/.test(channel)
      ? []
      : [`slack: 'channel' ("${channel}") must begin with # or @; for example "#on-call"`],
  }),

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
        },
      ],
    }),
    secrets: passwordFrom ? [passwordFrom] : [],
    endpoints: isHostAndPort(smarthost) ? [external('smtp', `smtp://${smarthost}`, INTERNET)] : [],
    problems: [
      ...(isHostAndPort(smarthost)
        ? []
        : [`email: 'smarthost' ("${smarthost}") must be a host and a port; for example "smtp.example.com:587"`]),
      ...[to, from]
        .filter((address) => !/^\S+@\S+$/.test(address))
        .map((address) => `email: "${address}" must be an e-mail address; for example "on-call@example.com"`),
      ...((username === undefined) === (passwordFrom === undefined)
        ? []
        : ["email: 'username' and 'passwordFrom' belong together; give both or none"]),
    ],
  }),

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

  pagerduty: ({ routingKeyFrom }: PagerdutyReceiver): Receiver => ({
    kind: 'pagerduty',
    config: (file) => ({ pagerduty_configs: [{ routing_key_file: file(routingKeyFrom), send_resolved: true }] }),
    secrets: [routingKeyFrom],
    endpoints: [external('https', 'https://events.pagerduty.com', INTERNET)],
    problems: [],
  }),

  /** Nobody is told. Say why. */
  none: ({ because }: { readonly because: string }): Receiver => ({
    kind: 'none',
    config: () => ({}),
    secrets: [],
    endpoints: [],
    problems: because.trim().length >= 10 ? [] : [`none: 'because' ("${because}") must say why nobody is told`],
  }),
} as const;

function isHostAndPort(text: string): boolean {
  return /^[^\s:/@]+:\d+$/.test(text) && URL.canParse(`smtp://${text}`);
}
