import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Loki, type Model } from '../../constructs/index.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { EXAMPLES } from '../hostile/examples/index.ts';
import { HOSTILE } from '../hostile/strings.ts';
import { attempts, tryAll, unclear } from '../hostile/try.ts';
import { nameOf, type Place, placesOf } from '../hostile/walk.ts';
import { installation, render } from '../lib/render.ts';
import { checkLoki } from './config-checks.ts';
import { type RunningLoki, startLoki } from './loki.ts';
import { describeWith, run } from './tools.ts';

/** Every hostile text in every text of the public API: what is not refused is before the programs that read it. */

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What is written, by its program, each once. */
const written: Readonly<Record<string, Map<string, string>>> = {
  objects: new Map(),
  prometheus: new Map(),
  rules: new Map(),
  logRules: new Map(),
  alertmanager: new Map(),
  loki: new Map(),
  alloy: new Map(),
  grafana: new Map(),
};

function keep(program: string, text: string, from: string): void {
  const all = written[program];
  if (all && !all.has(text)) all.set(text, from);
}

const PROGRAMS: readonly [RegExp, string][] = [
  [/^prometheus\.yml$/, 'prometheus'],
  [/^alertmanager\.yml$/, 'alertmanager'],
  [/^loki\.yaml$/, 'loki'],
  [/^config\.alloy$/, 'alloy'],
  [/^(datasources|providers)\.yaml$/, 'grafana'],
  [/\.yml$/, 'rules'],
];

const kept = new Set<string>();

function keepAll({ objects }: Model, from: string): void {
  for (const { manifest } of objects) {
    // Most objects differ in the number of their attempt only.
    const unnumbered = JSON.stringify(manifest).replaceAll(/\d+/g, '');
    if (kept.has(unnumbered)) continue;
    kept.add(unnumbered);
    if (manifest.kind !== 'ConfigMap') {
      keep('objects', toYaml(manifest), from);
      continue;
    }
    for (const [key, text] of Object.entries((manifest.data ?? {}) as Record<string, string>)) {
      const [, program] = PROGRAMS.find(([name]) => name.test(key)) ?? [];
      const isOfLogs = program === 'rules' && manifest.metadata.labels?.['app.kubernetes.io/name'] === 'loki';
      if (program !== undefined) keep(isOfLogs ? 'logRules' : program, text, from);
    }
    keep('objects', toYaml(manifest), from);
  }
}

/** Of some texts in one folder: the paths of their files. */
function files(program: string, ending: string): string[] {
  mkdirSync(join(folder, program), { recursive: true });
  return [...(written[program] ?? [])].map(([text, from], index) => {
    const file = join(folder, program, `${index}-${from.replaceAll(/\W+/g, '-').slice(0, 60)}.${ending}`);
    writeFileSync(file, text);
    return file;
  });
}

/**
 * Shapes that are part of many props, such as endpoints and rules, get every text once, and a part of them elsewhere. Queries
 * are of two languages.
 */
const PART = 40;

/** So many in one app: each looks at all others. */
const TOGETHER = 8;
const seen = new Set<string>();

const OF_LOGS = /^(loki|chart of logs)$/;

function isNew(example: string, { at, isKey }: Place): boolean {
  const names = at.filter((name) => name !== 'of' && Number.isNaN(Number(name)));
  const shape = [OF_LOGS.test(example), isKey, ...names.slice(-2)].join('.');
  if (names.length > 1 && seen.has(shape)) return false;
  seen.add(shape);
  return true;
}

describe.each(Object.entries(EXAMPLES))('%s', (name, example) => {
  const places = placesOf(example.props).map((place, index) => ({
    at: nameOf(place),
    place,
    index,
    isWhole: isNew(name, place),
  }));

  test.each(places)('$at', ({ at, place, index, isWhole }) => {
    const all = isWhole ? attempts(place) : attempts(place, PART, index);
    for (let from = 0; from < all.length; from += TOGETHER) {
      const { refused, model } = tryAll(example, all.slice(from, from + TOGETHER));
      expect(unclear(refused)).toEqual([]);
      if (model) keepAll(model, `${name} ${at}`);
    }
  });
});

describeWith('kubeconform', () => {
  test('every object is one of Kubernetes', () => {
    files('objects', 'yaml');
    const { output } = run('kubeconform', [
      '-strict',
      '-summary',
      '-schema-location',
      'test/schemas/1.34.json',
      join(folder, 'objects'),
    ]);
    expect(output).toContain(`Valid: ${written.objects?.size}, Invalid: 0, Errors: 0, Skipped: 0`);
  });
});

describeWith('promtool', () => {
  test('every prometheus.yml is accepted', () => {
    const all = files('prometheus', 'yml');
    expect(all.length).toBeGreaterThan(50);
    const { status, output } = run('promtool', ['check', 'config', '--syntax-only', ...all]);
    expect(output.split('\n').filter((line) => line.includes('FAILED'))).toEqual([]);
    expect(status).toBe(0);
  });

  test('every file of rules is accepted', () => {
    const all = files('rules', 'yml');
    expect(all.length).toBeGreaterThan(100);
    // Without the rules of linting: the same rule is in many files.
    const { status, output } = run('promtool', ['check', 'rules', '--lint=none', ...all]);
    expect(output.split('\n').filter((line) => /FAILED|error/.test(line))).toEqual([]);
    expect(status).toBe(0);
  });
});

describeWith('amtool', () => {
  test('every alertmanager.yml is accepted', () => {
    const all = files('alertmanager', 'yml');
    expect(all.length).toBeGreaterThan(50);
    const { status, output } = run('amtool', ['check-config', ...all]);
    expect(output.split('\n').filter((line) => line.includes('FAILED'))).toEqual([]);
    expect(status).toBe(0);
  });
});

describeWith('loki', () => {
  test('every loki.yaml is accepted', () => {
    const all = [...(written.loki ?? [])];
    expect(all.length).toBeGreaterThan(5);
    expect(
      all
        .map(([text, from]) => [from, checkLoki(text)])
        .filter(([, verdict]) => (verdict as { status: number }).status !== 0),
    ).toEqual([]);
  });
});

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}

describeWith('loki', () => {
  let loki: RunningLoki;
  beforeAll(async () => {
    const rendered = render((chart) => new Loki(chart, 'l', { installation, namespace: 'monitoring' }));
    loki = await startLoki(JSON.parse(JSON.stringify(rendered.file('loki-config', 'loki.yaml'))));
  }, 120_000);
  afterAll(() => loki?.stop());

  test('every query of an alert over logs is accepted', async () => {
    const files = [...(written.logRules ?? [])].map(([text]) => parse(text) as RuleFile);
    const rules = files.flatMap(({ groups }) => groups.flatMap((group) => group.rules));
    const queries = [...new Set(rules.map(({ expr }) => expr))];
    expect(queries.length).toBeGreaterThan(50);
    const status = async (query: string) => {
      const body = new URLSearchParams({ query });
      return (await fetch(`${loki.url}/loki/api/v1/format_query`, { method: 'POST', body })).status;
    };
    const refused: string[] = [];
    for (const query of queries) if ((await status(query)) !== 200) refused.push(query);
    expect(refused).toEqual([]);
    expect(await status('{app="shop"')).toBe(400);
  }, 60_000);

  test('a line is a line, whatever it holds: it comes back as it was, and makes no label', async () => {
    // Half of a surrogate pair can't be sent at all.
    const lines = HOSTILE.filter((line) => line !== '' && !/\p{Cs}/u.test(line));
    const at = (index: number) => String(BigInt(Date.now() - 60_000 + index) * 1_000_000n);
    const streams = [{ stream: { app: 'shop' }, values: lines.map((line, index) => [at(index), line]) }];
    const headers = { 'content-type': 'application/json' };
    const pushed = await fetch(`${loki.url}/loki/api/v1/push`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ streams }),
    });
    expect(pushed.status).toBe(204);
    const query = new URLSearchParams({ query: '{app="shop"}', limit: '500', direction: 'forward' });
    const { data } = (await (await fetch(`${loki.url}/loki/api/v1/query_range?${query}`)).json()) as {
      data: { result: { stream: object; values: [string, string][] }[] };
    };
    expect(data.result.map(({ stream }) => stream)).toEqual([{ app: 'shop' }]);
    expect(data.result[0]?.values.map(([, line]) => line)).toEqual(lines);
  }, 60_000);
});

/** What a string of Alloy may hold, as one of Go. */
const STRING = /"(?:[^"\\\n]|\\(?:[abfnrtv"\\]|u(?!d[89a-f])[0-9a-f]{4}))*"/g;

test('every string of Alloy ends where it should', () => {
  const all = [...(written.alloy ?? [])];
  expect(all.length).toBeGreaterThan(5);
  const skeleton = ([text]: readonly [string, string]) => text.replaceAll(STRING, '""').replaceAll(/^ *\/\/.*$/gm, '');
  // However hostile a value is, what is around the strings stays the same.
  expect(new Set(all.map(skeleton)).size).toBe(1);
  expect(skeleton(all[0]!).replaceAll('""', '')).not.toContain('"');
});

test('Grafana finds nothing to expand in what it reads at its start', () => {
  const all = [...(written.grafana ?? [])];
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(([text]) => text.replaceAll('$$', '').includes('$'))).toEqual([]);
});
