import { parseLogql } from './logql.ts';
import { parsePromql } from './promql.ts';
import { promqlFacts } from './promql-facts.ts';
import type { Matcher } from './query-text.ts';
import { valuesTaken } from './regex-values.ts';

/**
 * Name of a job or an application of the stack -> the namespaces where it is ours: none if there is none, and an empty one
 * if its targets have no namespace.
 */
export type Ours = ReadonlyMap<string, readonly string[]>;

/** Text that replaces a part of a query. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Series that Prometheus adds to each target, with the labels of the target alone. */
const OF_TARGETS = /^(up|scrape_\w+)$/;

/**
 * A PromQL query whose selectors take our own jobs by their namespaces too: anybody may give a pod the name of one. A
 * selector with a matcher of the namespace stays as it is.
 *
 * @param aboutOthers names of series whose namespace is that of somebody else, about whom our job tells.
 */
export function promqlOfOurs(expr: string, jobs: Ours, aboutOthers: ReadonlySet<string> = new Set()): string {
  const parsed = parsePromql(expr).expr;
  if (!parsed) return expr;
  const edits = promqlFacts(parsed).selectors.flatMap(({ selector: { name = '', matchers } }): Edit[] => {
    const job = matchers.find(({ label, op }) => label === 'job' && !op.startsWith('!'));
    const namespaces = job && namespacesOf(job, jobs);
    if (!namespaces || aboutOthers.has(name) || matchers.some(({ label }) => label === 'namespace')) return [];
    if (namespaces.includes('') && !OF_TARGETS.test(name)) return [];
    return [after(job, `, ${takes('=', namespaces)}`)];
  });
  return edited(expr, edits);
}

/**
 * A LogQL query that tells our own applications by their namespaces too, those that it takes as those that it leaves out.
 */
export function logqlOfOurs(expr: string, apps: Ours): string {
  const { query } = parseLogql(expr);
  if (!query) return expr;
  const edits = query.pipelines.flatMap(({ matchers }): Edit[] => {
    const own = matchers.flatMap((matcher) => {
      const namespaces = matcher.label === 'app' ? namespacesOf(matcher, apps) : undefined;
      return namespaces ? [{ matcher, namespaces }] : [];
    });
    const wanted = own.find(({ matcher }) => !matcher.op.startsWith('!'));
    if (!wanted) return own.flatMap(({ matcher, namespaces }) => leftOut(expr, matcher, matchers, namespaces));
    if (matchers.some(({ label, op }) => label === 'namespace' && op === '=')) return [];
    return [after(wanted.matcher, `, ${takes('=', wanted.namespaces)}`)];
  });
  return edited(expr, edits);
}

/** `{…, app!~"loki"}` leaves out the Loki of everybody: a stage behind the selector can tell ours. */
function leftOut(expr: string, matcher: Matcher, all: readonly Matcher[], namespaces: readonly string[]): Edit[] {
  const end = expr.indexOf('}', Math.max(...all.map(({ to }) => to))) + 1;
  const comma = /^\s*,\s*/.exec(expr.slice(matcher.to))?.[0].length ?? 0;
  const before = comma > 0 ? 0 : (/\s*,\s*$/.exec(expr.slice(0, matcher.from))?.[0].length ?? 0);
  return [
    { from: matcher.from - before, to: matcher.to + comma, text: '' },
    { from: end, to: end, text: ` | ${expr.slice(matcher.from, matcher.to)} or ${takes('!', namespaces)}` },
  ];
}

/** Where that is ours which a matcher takes or leaves out. @default - it names others too, or there is nothing of ours */
function namespacesOf({ op, value }: Matcher, ours: Ours): readonly string[] | undefined {
  const names = op.endsWith('~') ? valuesTaken(value) : [value];
  if (!names?.every((name) => ours.has(name))) return undefined;
  const namespaces = [...new Set(names.flatMap((name) => ours.get(name) ?? []))].sort();
  return namespaces.length > 0 ? namespaces : undefined;
}

/** A matcher of namespaces. Their names have no characters that a regular expression or a string would read. */
function takes(sign: '=' | '!', namespaces: readonly string[]): string {
  const one = sign === '=' ? '=' : '!=';
  return namespaces.length === 1 ? `namespace${one}"${namespaces[0]}"` : `namespace${sign}~"${namespaces.join('|')}"`;
}

function after({ to }: Matcher, text: string): Edit {
  return { from: to, to, text };
}

function edited(expr: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.from - a.from)
    .reduce((text, edit) => text.slice(0, edit.from) + edit.text + text.slice(edit.to), expr);
}
