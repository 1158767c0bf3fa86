import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Memory } from './memory.ts';
import { canonicalSize, mebibytes, millicores, seconds } from './units.ts';
import { human, shown } from './values.ts';

/**
 * Shared validators. Each accepts the name of a prop and its value, and returns the problems.
 * Strings and numbers may be of any type at run time: a prop may come from `process.env.X!`.
 */

/** No problem if the condition holds, otherwise this one. */
export function unless(isFine: boolean, problem: string): string[] {
  return isFine ? [] : [problem];
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PORT_NAME = /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/;
const IMAGE =
  /^(?<name>[^\s:@]+(:\d+\/[^\s:@]+)?)(:(?!latest(@|$))\w[\w.-]{0,127}(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})$/;

/** Whether a value is a string that matches `form`. `RegExp.test` alone would convert undefined to "undefined". */
export function matches(form: RegExp, text: unknown): text is string {
  return typeof text === 'string' && form.test(text);
}

/** Whether it is a DNS-1123 label, which Services and namespaces need as a name. */
export function isDnsLabel(text: unknown): text is string {
  return matches(DNS_LABEL, text);
}

/** The name of a namespace: a DNS-1123 label. */
export function dnsLabel(prop: string, text: string): string[] {
  return unless(
    isDnsLabel(text),
    `'${prop}' (${shown(text)}) must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, ` +
      `starting and ending with a letter or digit${suggestion(text)}`,
  );
}

/** The name of a Service: a DNS-1123 label that begins with a letter. */
export function serviceName(prop: string, text: string): string[] {
  return unless(
    !isDnsLabel(text) || /^[a-z]/.test(text),
    `'${prop}' ("${text}") must begin with a letter, as names of Services do; for example "app-${text}"`,
  );
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

/** Whether it is an absolute path below the root, as a mount path must be. */
export function isFolder(path: unknown): boolean {
  return matches(/^(\/[^\s/:]+)+$/, path) && !path.split('/').includes('..');
}

/** Whether it is a DNS-1123 subdomain, which most objects need as a name. */
export function isSubdomain(text: unknown): boolean {
  return matches(SUBDOMAIN, text);
}

/** Whether it is a non-empty label value. */
export function isLabelValue(text: unknown): boolean {
  return matches(LABEL_VALUE, text);
}

/** Whether it is a label key, such as `app` or `example.com/app`. */
export function isLabelKey(text: unknown): boolean {
  const [name, prefix, ...more] = String(text ?? '')
    .split('/')
    .reverse();
  return more.length === 0 && isLabelValue(name) && (prefix === undefined || isSubdomain(prefix));
}

/** A non-empty label value. */
export function labelValue(prop: string, text: string): string[] {
  return unless(
    isLabelValue(text),
    `'${prop}' (${shown(text)}) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, ` +
      'starting and ending with a letter or digit',
  );
}

/** Whether it is a port number. */
export function isPort(number: unknown): boolean {
  return isWholeNumber(number, 1) && Number(number) <= 65_535;
}

/** A port number. */
export function port(prop: string, number: number): string[] {
  return unless(isPort(number), `'${prop}' (${shown(number)}) must be a port: a whole number from 1 to 65535`);
}

/** The name of a port. */
export function portName(prop: string, name: string): string[] {
  return unless(
    matches(PORT_NAME, name),
    `'${prop}' (${shown(name)}) must be a port name: at most 15 lower-case letters, digits and single '-', with at least one letter`,
  );
}

/** A duration between `least` and `most`, both inclusive. */
export function between(prop: string, duration: Duration, least: Duration, most: Duration, why: string): string[] {
  return unless(
    seconds(duration) >= seconds(least) && seconds(duration) <= seconds(most),
    `'${prop}' (${human(duration)}) must be between ${human(least)} and ${human(most)}: ${why}`,
  );
}

/** Largest number that Kubernetes accepts. */
const GREATEST = 2_147_483_647;

/** Whether it is an integer that Kubernetes accepts. */
export function isWholeNumber(number: unknown, least: number): boolean {
  return Number.isInteger(number) && Number(number) >= least && Number(number) <= GREATEST;
}

/** An integer of at least `least`. */
export function wholeNumber(prop: string, number: number, least: number, remedy: string): string[] {
  const most = number > GREATEST ? ` and at most ${GREATEST}` : '';
  return unless(
    isWholeNumber(number, least),
    `'${prop}' (${shown(number)}) must be a whole number of at least ${least}${most}; ${remedy}`,
  );
}

/** Upper bound in MiB for any volume: 8 PiB. */
const MOST_MEBIBYTES = 2 ** 33;

/** Whether it is above zero and a plausible size of a volume. */
export function isPossibleSize(size: Size): boolean {
  return mebibytes(size) > 0 && mebibytes(size) <= MOST_MEBIBYTES;
}

/** A CPU request. */
export function cpu(value: Cpu): string[] {
  return unless(
    isWholeNumber(millicores(value), 1),
    `'cpu' (${value.amount}) must be whole thousandths of a core, at least one; for example Cpu.millis(100)`,
  );
}

/** Memory: the request must not exceed the limit, both above zero. */
export function memory({ request, limit }: Memory): string[] {
  return unless(
    isPossibleSize(request) && isPossibleSize(limit) && mebibytes(request) <= mebibytes(limit),
    `'memory.request' (${canonicalSize(request)}) must be above zero and at most 'memory.limit' ` +
      `(${canonicalSize(limit)}); lower the request or raise the limit`,
  );
}

/** A memory limit that is enough for a program to start. */
export function memoryLimit({ limit }: Memory, least: Size, otherwise: string): string[] {
  return unless(
    !(mebibytes(limit) < mebibytes(least)),
    `'memory.limit' (${canonicalSize(limit)}) must be at least ${canonicalSize(least)}, or ${otherwise}`,
  );
}

/** A pinned image: by a tag other than latest, by a digest, or by both. */
export function image(prop: string, text: string): string[] {
  const example = 'for example "registry.example.com/app:1.2.3"';
  const name = IMAGE.exec(typeof text === 'string' ? text : '')?.groups?.name?.replace(/^[^/]*[.:][^/]*\//, '');
  if (matches(/^[:/]/, text) || matches(/[A-Z]/, name)) {
    return [`'${prop}' ("${text}") must begin with a name in lower case; ${example}`];
  }
  return unless(
    name !== undefined,
    `'${prop}' (${shown(text)}) must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; ${example}`,
  );
}

/** An http or https URL without a path: a path would prefix the health checks. */
export function httpUrl(prop: string, text: string): string[] {
  return address(prop, text, isHttpUrl, ' without a path; for example "https://grafana.example.com"');
}

/** An http or https URL, with or without a path, that links begin with. */
export function link(prop: string, text: string | undefined): string[] {
  return text === undefined ? [] : address(prop, text, isLink, '; for example "https://example.com/docs"');
}

/** A base URL: a trailing slash would give links with two slashes. */
function address(prop: string, text: string, fits: (text: string) => boolean, form: string): string[] {
  if (fits(text) && !text.endsWith('/')) return [];
  const withoutSlash = String(text).replace(/\/+$/, '');
  return [
    `'${prop}' (${shown(text)}) must ` +
      (fits(withoutSlash)
        ? `not end with a slash, because links go on from it; for example "${withoutSlash}"`
        : `be an http or https address${form}`),
  ];
}

function isLink(text: string): boolean {
  return matches(/^https?:\/\/[^\s/]+(\/\S*)?$/, text) && URL.canParse(text);
}

function isHttpUrl(text: string): boolean {
  if (!isLink(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && !search && !hash;
}

/** Duplicate names. */
export function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
