import { Duration, type Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Rule } from './check.ts';
import { canonicalSize, mebibytes, millicores, seconds } from './units.ts';

/**
 * Rules that many components share. Each takes the name of a prop and how to read it from the settings.
 */

type Read<Settings, Value> = (settings: Settings) => Value;

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * Is it a text of this form? One that is not set is none, although its type says so where it comes from
 * `process.env.X!`, and a regular expression would read the word "undefined".
 */
export function matches(form: RegExp, text: string): boolean {
  return typeof text === 'string' && form.test(text);
}

/** A text as messages show it: in quotes, and without them where there is none. */
export function quoted(text: string): string {
  return typeof text === 'string' ? `"${text}"` : String(text);
}

/** Is it a DNS-1123 label, what Services and namespaces need as a name? */
export function isDnsLabel(text: string): boolean {
  return matches(DNS_LABEL, text);
}

/** A name that Kubernetes takes for a Service or a namespace: a DNS-1123 label. */
export function dnsLabel<S>(prop: string, read: Read<S, string>): Rule<S> {
  return {
    broken: (s) => !isDnsLabel(read(s)),
    message: (s) =>
      `'${prop}' (${quoted(read(s))}) must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, ` +
      `starting and ending with a letter or digit${suggestion(read(s))}`,
  };
}

/** A name that Kubernetes takes for a Service: a DNS-1123 label that begins with a letter. */
export function serviceName<S>(prop: string, read: Read<S, string>): Rule<S> {
  return {
    broken: (s) => isDnsLabel(read(s)) && /^\d/.test(read(s)),
    message: (s) =>
      `'${prop}' ("${read(s)}") must begin with a letter, as names of Services do; for example "app-${read(s)}"`,
  };
}

const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Is it the absolute path of a folder below the root, as Kubernetes mounts it? */
export function isFolder(path: string): boolean {
  return matches(/^(\/[^\s/:]+)+$/, path) && !path.split('/').includes('..');
}

/** Is it a DNS-1123 subdomain, what most objects need as a name? */
export function isSubdomain(text: string): boolean {
  return matches(SUBDOMAIN, text);
}

function suggestion(text: string): string {
  if (typeof text !== 'string') return '';
  const fixed = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return isDnsLabel(fixed) ? `; for example "${fixed}"` : '';
}

/** Is it a value that Kubernetes takes as a label? The empty one is none. */
export function isLabelValue(text: string): boolean {
  return matches(LABEL_VALUE, text);
}

/** Is it the key of a label, such as `app` or `example.com/app`? */
export function isLabelKey(text: string): boolean {
  const [name = '', prefix, ...more] = (text ?? '').split('/').reverse();
  return more.length === 0 && isLabelValue(name) && (prefix === undefined || isSubdomain(prefix));
}

/** A value that Kubernetes takes as a label. */
export function labelValue<S>(prop: string, read: Read<S, string>): Rule<S> {
  return {
    broken: (s) => !isLabelValue(read(s)),
    message: (s) =>
      `'${prop}' (${quoted(read(s))}) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, ` +
      'starting and ending with a letter or digit',
  };
}

/** Is it a port number? */
export function isPort(number: number): boolean {
  return isWholeNumber(number, 1) && number <= 65_535;
}

/** A port number. */
export function port<S>(prop: string, read: Read<S, number>): Rule<S> {
  return {
    broken: (s) => !isPort(read(s)),
    message: (s) => `'${prop}' (${read(s)}) must be a port: a whole number from 1 to 65535`,
  };
}

/** A name that Kubernetes takes for a port. */
export function portName<S>(prop: string, read: Read<S, string>): Rule<S> {
  return {
    broken: (s) => !PORT_NAME.test(read(s)),
    message: (s) =>
      `'${prop}' ("${read(s)}") must be a port name: at most 15 lower-case letters, digits and single '-', with at least one letter`,
  };
}

/** A duration of at least `least` and at most `most`. */
export function between<S>(
  prop: string,
  read: Read<S, Duration>,
  least: Duration,
  most: Duration,
  why: string,
): Rule<S> {
  return {
    broken: (s) => !(seconds(read(s)) >= seconds(least) && seconds(read(s)) <= seconds(most)),
    message: (s) => `'${prop}' (${human(read(s))}) must be between ${human(least)} and ${human(most)}: ${why}`,
  };
}

/** The greatest number that Kubernetes takes. */
const GREATEST = 2_147_483_647;

/** A whole number of at least `least`. */
export function wholeNumber<S>(prop: string, read: Read<S, number>, least: number, remedy: string): Rule<S> {
  return {
    broken: (s) => !isWholeNumber(read(s), least),
    message: (s) =>
      `'${prop}' (${read(s)}) must be a whole number of at least ${least}${read(s) > GREATEST ? ` and at most ${GREATEST}` : ''}; ${remedy}`,
  };
}

/** Is it a whole number that Kubernetes takes? */
export function isWholeNumber(number: number, least: number): boolean {
  return Number.isInteger(number) && number >= least && number <= GREATEST;
}

/** MiB that no volume has: 8 PiB. */
const MOST_MEBIBYTES = 2 ** 33;

/** Is it a size that there is: above zero, and not beyond all volumes? */
export function isSize(size: Size): boolean {
  return mebibytes(size) > 0 && mebibytes(size) <= MOST_MEBIBYTES;
}

/** CPU that is reserved. */
export function cpu<S>(read: Read<S, Cpu>): Rule<S> {
  return {
    broken: (s) => !isWholeNumber(millicores(read(s)), 1),
    message: (s) =>
      `'cpu' (${read(s).amount}) must be whole thousandths of a core, at least one; for example Cpu.millis(100)`,
  };
}

/** Memory: the request at most the limit, both above zero. */
export function memory<S>(read: Read<S, { readonly request: Size; readonly limit: Size }>): Rule<S> {
  return {
    broken: (s) =>
      !isSize(read(s).request) || !isSize(read(s).limit) || mebibytes(read(s).request) > mebibytes(read(s).limit),
    message: (s) =>
      `'memory.request' (${canonicalSize(read(s).request)}) must be above zero and at most 'memory.limit' ` +
      `(${canonicalSize(read(s).limit)}); lower the request or raise the limit`,
  };
}

/** An http or https address without a path: with one, the programs move their health checks below it. */
export function httpUrl<S>(prop: string, read: Read<S, string>): Rule<S> {
  return address(prop, read, isHttpUrl, ' without a path; for example "https://grafana.example.com"');
}

/** An http or https address, with or without a path, that links begin with. */
export function link<S>(prop: string, read: Read<S, string | undefined>): Rule<S> {
  return address(prop, (s) => read(s) ?? 'http://none', isLink, '; for example "https://example.com/docs"');
}

/** An address that others are made from: two slashes in a row lead nowhere. */
function address<S>(prop: string, read: Read<S, string>, fits: (text: string) => boolean, form: string): Rule<S> {
  const withoutSlash = (s: S) => String(read(s)).replace(/\/+$/, '');
  return {
    broken: (s) => !fits(read(s)) || read(s).endsWith('/'),
    message: (s) =>
      `'${prop}' (${quoted(read(s))}) must ` +
      (fits(withoutSlash(s))
        ? `not end with a slash, because links go on from it; for example "${withoutSlash(s)}"`
        : `be an http or https address${form}`),
  };
}

function isLink(text: string): boolean {
  return matches(/^https?:\/\/[^\s/]+(\/\S*)?$/, text) && URL.canParse(text);
}

function isHttpUrl(text: string): boolean {
  if (!isLink(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && !search && !hash;
}

/** A duration in words, for messages. */
export function human(duration: Duration): string {
  const ms = duration.toMilliseconds({ integral: false });
  return ms % 1000 === 0 ? Duration.seconds(ms / 1000).toHumanString() : `${ms} milliseconds`;
}
