import { isUrl } from '../../kit/is-url.ts';
import { kind, type Read } from '../../kit/read.ts';
import { matches, unless } from '../../kit/validators.ts';
import { shown } from '../../kit/values.ts';
import type { EmailReceiver } from './receiver-props.ts';

/** Validators of what Alertmanager would take for a template, or a service refuses when there is something to say. */

/** @see https://api.slack.com/methods/conversations.create#naming */
const CHANNEL = /^[#@][\p{L}\p{N}_-][\p{L}\p{N}._-]{0,79}$/u;

/** The problems of the channel of a Slack receiver. */
export function channelProblems(channel: string): string[] {
  const value = `slack: 'channel' (${shown(channel)})`;
  if (!matches(/^[#@]\S+$/, channel)) return [`${value} must begin with # or @; for example "#on-call"`];
  return unless(
    CHANNEL.test(channel),
    `${value} must be the name of a channel or a person: letters, digits and - _ . after the # or @, at most 80; for example "#on-call"`,
  );
}

/** Reads one recipient, or several. */
export const RECIPIENTS: Read<string | readonly string[]> = kind(
  (value) =>
    typeof value === 'string' ||
    (Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string')),
  'an e-mail address, or a list of some; for example "on-call@example.com"',
  'on-call@example.com',
);

/** An address without a display name and without quotes. @see https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1 */
const MAIL = /^[\w.!#$%&'*+/=?^`|~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/;

/** The problems of an e-mail receiver. */
export function emailProblems({ to, from, smarthost, username, passwordFrom }: EmailReceiver): string[] {
  return [
    ...unless(
      isHostAndPort(smarthost),
      `email: 'smarthost' (${shown(smarthost)}) must be a host and a port; for example "smtp.example.com:587"`,
    ),
    ...Object.entries({ to: [to].flat().flatMap((some) => some.split(/, ?/)), from: [from] }).flatMap(
      ([prop, addresses]) =>
        unless(
          addresses.every((address) => MAIL.test(address)),
          `email: '${prop}' (${shown(addresses.join())}) must be an e-mail address; for example "on-call@example.com"`,
        ),
    ),
    ...unless(
      (username === undefined) === (passwordFrom === undefined),
      "email: 'username' and 'passwordFrom' belong together; give both or none",
    ),
  ];
}

/** Whether it is a host and a port, such as `smtp.example.com:587`. */
export function isHostAndPort(text: string): boolean {
  return matches(/^(\[[0-9a-fA-F:]+\]|[A-Za-z0-9]([\w.-]*[A-Za-z0-9.])?):[1-9]\d*$/, text) && isUrl(`smtp://${text}`);
}
