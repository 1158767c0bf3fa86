import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dashboards, metricRules } from '../../constructs/index.ts';
import { parseLogql } from '../../constructs/query/logql.ts';
import { dashboardsOnDemand, logRules } from '../../constructs/stack/content.ts';
import { readPages, snippets } from '../../ops/lib/docs-pages.ts';
import { slo, sloGroups } from '../components/application/slo.cases.ts';
import { logCases } from '../content/logs/alerts.cases.ts';
import { alertCases, recordCases } from '../lib/alerts/index.ts';

/** What every alert owes to whoever is woken by it. */

const rules = [...metricRules, ...logRules, ...sloGroups];
const cases = [...alertCases, ...logCases, ...(slo.alerts ?? [])];
const alerts = rules.flatMap((group) => (group.alerts ?? []).map((alert) => ({ ...alert, group })));
const names = alerts.map(({ name }) => name);
const records = rules.flatMap(({ records = [] }) => records.map(({ record }) => record));
const ALWAYS = ['Watchdog'];

test('names are unique', () => {
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(records).size).toBe(records.length);
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
});

describe.each(alerts)('$name', ({ name, summary, description, severity, dashboard }) => {
  test('says what is wrong, in one sentence without values', () => {
    expect(name).toMatch(/^([A-Z][a-z0-9]*)+$/);
    expect(summary).toMatch(/^[A-Z][^{}]*[^{}.]\.$/);
    if (!ALWAYS.includes(name)) expect(description).toMatch(/\{\{.*\}\}/);
    expect(['critical', 'warning', ...(ALWAYS.includes(name) ? ['none'] : [])]).toContain(severity);
  });

  test('is proven to fire and to stay silent', () => {
    const own = cases.filter(({ alert }) => alert === name);
    expect(own.some(({ fires }) => fires.length > 0)).toBe(true);
    if (!ALWAYS.includes(name)) expect(own.some(({ fires }) => fires.length === 0)).toBe(true);
  });

  test('links to a dashboard that is there, and chooses what that has', () => {
    if (ALWAYS.includes(name)) return;
    const target = [...dashboards, ...dashboardsOnDemand].find(({ uid }) => uid === dashboard?.uid);
    expect(target?.uid).toBe(dashboard?.uid);
    const variables = target?.json.templating?.list?.map((variable) => variable.name);
    expect(variables).toEqual(expect.arrayContaining(Object.keys(dashboard?.choose ?? {})));
    const namesPod = description.includes('$labels.pod ') && variables?.includes('pod');
    expect(dashboard?.choose?.pod).toBe(namesPod ? 'pod' : undefined);
  });

  test('has a runbook of its own', () => {
    const file = `docs/runbooks/${name}.md`;
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8');
    expect(text.match(/^#.*$/gm)).toEqual([`# ${name}`, '## Meaning', '## Impact', '## Diagnosis', '## Mitigation']);
    for (const section of text.split(/^## .*$/m).slice(1)) expect(section.trim().length).toBeGreaterThan(30);
  });
});

test('every recording rule is proven', () => {
  const proven = [...recordCases, ...(slo.records ?? [])].map(({ record }) => record);
  expect([...new Set(proven)].sort()).toEqual([...records].sort());
});

test('cases are about rules that exist', () => {
  expect(names).toEqual(expect.arrayContaining(cases.map(({ alert }) => alert)));
});

/** Paragraphs that more than one runbook has: then it was written for none of them. */
test('no runbook is a copy of another', () => {
  const seen = new Map<string, string>();
  for (const file of readdirSync('docs/runbooks')) {
    const paragraphs = readFileSync(`docs/runbooks/${file}`, 'utf8')
      .split(/\n\s*\n/)
      .filter((text) => !text.startsWith('#'));
    for (const paragraph of paragraphs) {
      const text = paragraph.replaceAll(/\s+/g, ' ').trim();
      expect({ text, in: [seen.get(text), file].filter(Boolean) }).toEqual({ text, in: [file] });
      seen.set(text, file);
    }
  }
});

test('every query over logs in a runbook can be read', () => {
  const queries = readPages().flatMap((page) => snippets(page, 'logql').map(({ code }) => ({ file: page.file, code })));
  expect(queries.length).toBeGreaterThanOrEqual(20);
  const problems = queries.flatMap(({ file, code }) =>
    parseLogql(code).problems.map(({ message }) => ({ file, message })),
  );
  expect(problems).toEqual([]);
});

test('what rules over logs look for in each line are texts, and no patterns, which take ten times as long', () => {
  const filters = logRules.flatMap(({ alerts = [] }) =>
    alerts.flatMap(({ expr }) => /\|~ `([^`]*)`/.exec(expr)?.[1] ?? []),
  );
  expect(filters.length).toBeGreaterThanOrEqual(8);
  expect(filters.filter((texts) => /[.*+?[\]{}^$]|(?<!\\)[()]/.test(texts))).toEqual([]);
});

test('rules over logs read each line a bounded number of times', () => {
  const text = logRules.flatMap(({ interval, alerts = [] }) => alerts.map((alert) => ({ ...alert, interval })));
  const reads = text.map(({ expr, interval }) => {
    const windows = [...expr.matchAll(/\[(\d+)m\]/g)].map(([, minutes]) => Number(minutes));
    // Of several selectors, a line matches one; of several windows of one selector, each reads it.
    const once = Math.max(...windows) === windows[0] && !expr.includes('offset') ? windows.slice(0, 1) : windows;
    return once.reduce((sum, minutes) => sum + minutes, 0) / (interval?.toMinutes() ?? 1);
  });
  expect(reads).toEqual(Array(text.length).fill(1));
});

describe('commands of runbooks can be pasted', () => {
  const blocks = readPages()
    .filter(({ file }) => file.startsWith('docs/runbooks/'))
    .flatMap((page) => snippets(page, 'sh').map(({ code }) => ({ file: page.file, lines: code.trim().split('\n') })));
  const lines = blocks.flatMap(({ file, lines }) => lines.map((line) => ({ file, line })));
  const which = (pattern: RegExp) => lines.filter(({ line }) => pattern.test(line));

  test('none waits for input, which would be the next line, or for ever', () => {
    expect(lines.length).toBeGreaterThan(150);
    const options = '(-it|-ti|-i|-t|--stdin|--tty|-w|--watch|-f|--follow)( |$)';
    // What is behind `--` and `|` are options of other programs.
    expect(
      which(new RegExp(`^kubectl ((?! -- |\\|).)*(exec|run|debug|attach|logs|get)((?! -- |\\|).)* ${options}`)),
    ).toEqual([]);
    expect(which(/^kubectl .*\bedit\b/)).toEqual([]);
  });

  test('a forwarded port is in the background, open before it is used, and closed afterwards', () => {
    const forwarding = blocks.filter(({ lines }) => lines.some((line) => line.includes('port-forward')));
    expect(forwarding.length).toBeGreaterThan(5);
    for (const { file, lines } of forwarding) {
      expect({ file, first: lines[0], last: lines.at(-1) }).toEqual({
        ...{ file, first: expect.stringMatching(/ port-forward \S+ [\dA-Z:]+ & sleep \d$/), last: 'kill $!' },
      });
    }
  });

  test('zsh takes them too: comments and ? outside of quotes are none', () => {
    const unquoted = lines.map(({ file, line }) => ({ file, line: line.replaceAll(/'[^']*'|"[^"]*"/g, '') }));
    expect(unquoted.filter(({ line }) => /(^|\s)#|\?/.test(line))).toEqual([]);
  });

  test('a pod that looks into a node has the profile for it', () => {
    expect(which(/kubectl debug node/).length).toBeGreaterThan(0);
    expect(which(/kubectl debug node\/(?!.*--profile=sysadmin)/)).toEqual([]);
  });
});
