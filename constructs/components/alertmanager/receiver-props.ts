import type { Endpoint } from '../../kit/endpoint.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';

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
  /** Login at the mail server. @default - the server requires no authentication. */
  readonly username?: string;
  /** Holds the password of `username`. @default - the server requires no authentication. */
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
