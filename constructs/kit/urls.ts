import { isUrl } from './is-url.ts';
import { matches, unless } from './validators.ts';
import { shown } from './values.ts';

/** Validators of addresses. */

/**
 * An address of RFC 3986 as all of its readers take it: Go, browsers, Slack's `<address|text>`, `$(NAME)` of Kubernetes,
 * `$NAME` and `%(name)s` of Grafana, `{{ }}` of the templates of alerts.
 */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//;
const HOST = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9]([\w.-]*[A-Za-z0-9.])?)(:\d+)?$/;
const REST = /^[\w\-.~:/?#[\]@!&*+,;=%]*$/;

/** What is wrong with an address that a program could parse. @default - nothing */
export function urlProblem(text: string): string | undefined {
  const [, authority = '', rest = ''] = /^([^/?#]*)(.*)$/s.exec(text.replace(SCHEME, '')) ?? [];
  if (authority.includes('@')) return 'hold no login: it is in dist/ and in every link; give it by a Secret';
  if (!HOST.test(authority))
    return 'have a host of letters, digits, - and . as it is asked for in DNS (xn--… for others)';
  const wrong = [...rest].find((character) => !REST.test(character));
  if (wrong !== undefined) {
    return `hold no ${shown(wrong)}: a program that reads it would take it for something else; write it as ${percent(wrong)}`;
  }
  return /%(?![0-9a-fA-F]{2})/.test(rest) ? 'hold % only before two hexadecimal digits; write it as %25' : undefined;
}

function percent(character: string): string {
  const bytes = [...new TextEncoder().encode(character)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** An address for messages: whoever reads them learns no password. */
export function shownUrl(text: unknown): string {
  return shown(typeof text === 'string' ? text.replace(/\/\/[^/]*@/, '//…@') : text);
}

/** An http or https URL without a path: a path would prefix the health checks. */
export function httpUrl(prop: string, text: string): string[] {
  return address(prop, text, isHttpUrl, ' without a path; for example "https://grafana.example.com"');
}

/** An http or https URL, with or without a path, that links begin with. */
export function link(prop: string, text: string | undefined): string[] {
  return text === undefined ? [] : address(prop, text, isLink, '; for example "https://example.com/docs"');
}

/** As `link`, of a program whose links go on with a path and a query of their own. */
export function linkToProgram(prop: string, text: string | undefined): string[] {
  const problems = link(prop, text);
  return problems.length > 0 || text === undefined
    ? problems
    : unless(
        !/[?#]/.test(text),
        `'${prop}' (${shownUrl(text)}) must have no ? and no #, because links go on with a query; for example "https://grafana.example.com"`,
      );
}

/** A base URL: a trailing slash would give links with two slashes. */
function address(prop: string, text: string, fits: (text: string) => boolean, form: string): string[] {
  const value = `'${prop}' (${shownUrl(text)})`;
  if (fits(text) && !text.endsWith('/')) {
    const problem = urlProblem(text);
    return problem === undefined ? [] : [`${value} must ${problem}`];
  }
  const withoutSlash = String(text).replace(/\/+$/, '');
  return [
    `${value} must ` +
      (fits(withoutSlash)
        ? `not end with a slash, because links go on from it; for example ${shownUrl(withoutSlash)}`
        : `be an http or https address${form}`),
  ];
}

function isLink(text: string): boolean {
  return matches(/^https?:\/\/[^\s/]+(\/\S*)?$/, text) && isUrl(text);
}

function isHttpUrl(text: string): boolean {
  if (!isLink(text)) return false;
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && !search && !hash;
}
