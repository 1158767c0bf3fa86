import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { Memory } from './memory.ts';
import { isWritable } from './text.ts';
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
/** @see https://github.com/distribution/reference/blob/v0.6.0/regexp.go, without registries by an IPv6 address */
const IMAGE_NAME = /^(?=.{1,255}$)([A-Za-z0-9][A-Za-z0-9.-]*(:\d+)?\/)?[a-z0-9]+((\.|__?|-+|\/)[a-z0-9]+)*$/;

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
    `'${prop}' (${shown(text)}) must begin with a letter, as names of Services do; for example "app-${text}"`,
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

/** Whether it is an absolute path below the root, as a mount path must be: in one spelling, and short enough for Linux. */
export function isFolder(path: unknown): path is string {
  if (!matches(/^(\/[^\s/:]+)+$/, path) || !isWritable(path) || path.length > 1024) return false;
  return path.split('/').every((name) => name !== '.' && name !== '..' && Buffer.byteLength(name) <= 255);
}

/** Whether it is a DNS-1123 subdomain, which most objects need as a name. */
export function isSubdomain(text: unknown): boolean {
  return matches(SUBDOMAIN, text);
}

/** Whether it is a non-empty label value. */
export function isLabelValue(text: unknown): boolean {
  return matches(LABEL_VALUE, text);
}

/** Whether it is a label key, such as `app` or `example.com/app`. cdk8s can't write an object with the key `constructor`. */
export function isLabelKey(text: unknown): boolean {
  const [name, prefix, ...more] = String(text ?? '')
    .split('/')
    .reverse();
  return (
    more.length === 0 && text !== 'constructor' && isLabelValue(name) && (prefix === undefined || isSubdomain(prefix))
  );
}

/** A non-empty label value. */
export function labelValue(prop: string, text: string): string[] {
  return unless(
    isLabelValue(text),
    `'${prop}' (${shown(text)}) must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, ` +
      'starting and ending with a letter or digit',
  );
}

/** Whether it is the name of a metric: recording rules have colons too. */
export function isMetricName(text: unknown): text is string {
  return matches(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/, text);
}

/** Whether it is the name of a label of metrics, or of an alert, which Alertmanager lists in a regular expression. */
export function isLabelName(text: unknown): text is string {
  return matches(/^[a-zA-Z_][a-zA-Z0-9_]*$/, text);
}

/** Whether it is the uid of a dashboard: a part of its address, and of the name of a ConfigMap. */
export function isDashboardUid(text: unknown): text is string {
  return matches(/^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/, text);
}

/** Whether it is a part of queries and of file names as it stands, such as the name of a job or of a rule group. */
export function isQueryName(text: unknown): text is string {
  return matches(/^[a-zA-Z0-9]([-a-zA-Z0-9_./:]{0,126}[a-zA-Z0-9])?$/, text);
}

/** Whether it is a key of a ConfigMap or a Secret: the name of a file. cdk8s can't write the key `constructor`. */
export function isFileName(text: unknown): text is string {
  return matches(/^(?!\.\.)(?!\.$)(?!constructor$)[-._a-zA-Z0-9]{1,253}$/, text);
}

/** Whether it is a key of a Secret, as others refer to it. */
export function isSecretKey(text: unknown): text is string {
  return matches(/^(?!\.\.)(?!\.$)[-._a-zA-Z0-9]{1,253}$/, text);
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
  const name = IMAGE.exec(typeof text === 'string' ? text : '')?.groups?.name;
  if (matches(/^[:/]/, text) || matches(/[A-Z]/, name?.replace(/^[^/]*[.:][^/]*\//, ''))) {
    return [`'${prop}' (${shown(text)}) must begin with a name in lower case; ${example}`];
  }
  if (name === undefined) {
    return [
      `'${prop}' (${shown(text)}) must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; ${example}`,
    ];
  }
  return unless(
    IMAGE_NAME.test(name),
    `'${prop}' (${shown(text)}) must have a name that registries know: lower-case words with '.', '_', '-' or '/' between them, ` +
      `at most 255 characters; ${example}`,
  );
}

/** Duplicate names. */
export function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
