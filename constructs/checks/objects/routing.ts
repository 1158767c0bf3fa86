import { matchesRegex } from '../../query/regex.ts';

/** A node of Alertmanager's routing tree. */
export interface Route {
  readonly receiver?: string;
  readonly matchers?: readonly string[];
  readonly continue?: boolean;
  readonly routes?: readonly Route[];
}

const MATCHER = /^\s*(\w+)\s*(=~|!~|!=|=)\s*"?(.*?)"?\s*$/;

/**
 * The receivers of an alert: that of the deepest matching route, and of its following siblings where it has `continue`.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export function receiversFor(route: Route, labels: Readonly<Record<string, string>>, above?: string): string[] {
  const receiver = route.receiver ?? above;
  const found: string[] = [];
  for (const child of route.routes ?? []) {
    if (!(child.matchers ?? []).every((matcher) => matches(matcher, labels))) continue;
    found.push(...receiversFor(child, labels, receiver));
    if (!child.continue) break;
  }
  return found.length > 0 || receiver === undefined ? found : [receiver];
}

/** All receivers that a tree names, each once. */
export function receiversIn({ receiver, routes = [] }: Route): string[] {
  return [...new Set([...(receiver === undefined ? [] : [receiver]), ...routes.flatMap(receiversIn)])];
}

/** The texts of all matchers in a tree. */
export function matchersIn({ matchers = [], routes = [] }: Route): string[] {
  return [...matchers, ...routes.flatMap(matchersIn)];
}

/** The alert names that a matcher lists; empty if it is not a list of names. */
export function alertsAskedBy(matcher: string): string[] {
  const [, label, op, value = ''] = MATCHER.exec(matcher) ?? [];
  if (label !== 'alertname' || !op || op.startsWith('!')) return [];
  const names = op === '=' ? [value] : value.replace(/^\((.*)\)$/, '$1').split('|');
  return names.filter((name) => /^\w+$/.test(name));
}

function matches(matcher: string, labels: Readonly<Record<string, string>>): boolean {
  const [, label = '', op = '', text = ''] = MATCHER.exec(matcher) ?? [];
  const value = text.replaceAll(/\\(.)/g, '$1');
  const actual = labels[label] ?? '';
  const same = op.endsWith('~') ? matchesRegex(value, actual) : actual === value;
  return same !== op.startsWith('!');
}
