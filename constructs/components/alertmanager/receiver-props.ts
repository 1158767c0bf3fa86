import type { Endpoint } from '../../kit/endpoint.ts';
import type { SecretRef } from '../../kit/secret-ref.ts';

/** A message to a Slack channel. */
export interface SlackReceiver {
  /** Such as `#on-call`. */
  readonly channel: string;
  /** Holds the incoming webhook's address. Mattermost and others take the same messages. */
  readonly urlFrom: SecretRef;
  /**
   * Where it is, if not on the internet: the network policy lets Alertmanager there, and nowhere else.
   *
   * @default - public addresses, port 443.
   */
  readonly at?: Endpoint;
}

/** An e-mail. */
export interface EmailReceiver {
  /** Address of the recipient, or several. */
  readonly to: string | readonly string[];
  /** Address of the sender. */
  readonly from: string;
  /** Mail server and port, such as `smtp.example.com:587`. */
  readonly smarthost: string;
  /** Login at the mail server. @default - the server requires no authentication. */
  readonly username?: string;
  /** Holds the password of `username`. @default - the server requires no authentication. */
  readonly passwordFrom?: SecretRef;
  /** Whether nothing is sent without TLS (on port 465, or by STARTTLS). Relays inside of a network often know none. @default true */
  readonly requireTls?: boolean;
  /**
   * Where the mail server is, if not on the internet: the network policy lets Alertmanager there, and nowhere else.
   *
   * @default - the address of `smarthost`, or where that is a name, public addresses at its port.
   */
  readonly at?: Endpoint;
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
      /**
       * Where it is, if not on the internet: the network policy lets Alertmanager there, and nowhere else.
       *
       * @default - public addresses, port 443.
       */
      readonly at?: Endpoint;
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
  /**
   * Where it is, if not on the internet: the network policy lets Alertmanager there, and nowhere else.
   *
   * @default - public addresses, port 443.
   */
  readonly at?: Endpoint;
}

/** A message of a Telegram bot. */
export interface TelegramReceiver {
  /** Number of the chat; of groups it is negative. */
  readonly chat: number;
  /** Holds the bot's token. */
  readonly tokenFrom: SecretRef;
}
