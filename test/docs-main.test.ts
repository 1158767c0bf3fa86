/** What pages tell to change in main.ts is pasted into it, and built as a user builds it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inlineCode, type Page, pageOf, readPages, section, snippets } from '../ops/lib/docs-pages.ts';
import { mainModel } from './lib/checks.ts';
import { mainText } from './lib/fixture.ts';
import { copyOfProject, runCommand } from './ops/fake-programs.ts';

/** A statement of main.ts that makes a chart. There is one of each. */
const CHART = /^(?:const .* = )?new (\w+Chart)\(app, [\s\S]*?\);$/gm;

const pages = readPages();
const main = mainText();
const project = copyOfProject();
for (const file of ['biome.json', '.gitignore']) copyFileSync(file, join(project, file));
afterAll(() => rmSync(project, { recursive: true }));

/** main.ts with each statement in the place of its own about the same chart. Nothing is added, and no import. */
function changed(code: string): string {
  expect(code.replaceAll(CHART, '').trim()).toBe('');
  return [...code.matchAll(CHART)].reduce(
    (text, [statement, chart]) => text.replaceAll(CHART, (old, replaced) => (replaced === chart ? statement : old)),
    main,
  );
}

/** What `npm run synth` writes with this main.ts, all files as one text. */
function synth(text: string): string {
  writeFileSync(join(project, 'main.ts'), text);
  const { code, stderr } = runCommand(project, 'synth', ['--out', 'other'], {});
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^((warning|note): .*\n)*$/) });
  const folder = join(project, 'other');
  return readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('---\n');
}

/** What the linter of `npm test` says of the main.ts that was built last. */
function lint(): string {
  const { stderr } = spawnSync(resolve('node_modules/.bin/biome'), ['check', '--error-on-warnings', 'main.ts'], {
    cwd: project,
    encoding: 'utf8',
  });
  return stderr;
}

const codeOf = (page: Page) => snippets(page, 'ts').map(({ code }) => code);

describe('a first change of the README', () => {
  const changes = section(pageOf(pages, 'README.md'), 'First changes');

  /** What each adds to the output. */
  const ADDED: Readonly<Record<string, RegExp>> = {
    'Keep logs longer': /retention_period: 720h/,
    'Send critical alerts to Slack': /channel: "#on-call"/,
    'Let your ingress controller open Grafana': /kubernetes\.io\/metadata\.name: ingress-nginx/,
    'Scrape less often': /^ {6}scrape_interval: 1m$/m,
    'Watch a service of your own': /regex: .*\bshop;shop;8080\b/,
  };

  test('is one of those that are built here', () => {
    expect(codeOf(changes)).toHaveLength(Object.keys(ADDED).length);
  });

  test.each(Object.entries(ADDED))('%s', (title, added) => {
    const [, text = ''] = changes.text.split(title);
    const [code = ''] = codeOf({ ...changes, text });
    expect(main).not.toContain(code);
    expect(added.exec(synth(changed(code)))).not.toBeNull();
    expect(lint()).toBe('');
  });
});

test('without the sample, nothing of it is left', () => {
  const [entry = '', namespace = ''] = codeOf(pageOf(pages, 'docs/how-to/other-clusters-than-kind.md'));
  expect(synth(changed(entry + namespace)).match(/.*flask.*/g)).toBeNull();
});

test('without the entry of the sample alone, its namespace stays', () => {
  const [entry = ''] = codeOf(pageOf(pages, 'docs/how-to/other-clusters-than-kind.md'));
  const output = synth(changed(entry));
  expect(/^kind: Namespace$(?:(?!^---)[\s\S])*^ {2}name: flask-app$/m.exec(output)).not.toBeNull();
  expect(output.match(/.*flask-time.*/g)).toBeNull();
});

test('alerts are routed to teams, in the page’s words', () => {
  const output = synth(changed(codeOf(pageOf(pages, 'docs/how-to/route-alerts-to-teams.md')).join('')));
  expect(output.match(/ alert_relabel_configs:/g)).toHaveLength(2);
  expect(output).toContain('receiver: shop-critical');
  expect(output).toContain('or ((namespace_app:http_requests_failed:ratio_rate5m');
});

describe('how to patch what is written', () => {
  const page = pageOf(pages, 'docs/how-to/patch-what-is-written.md');
  const [tolerations = '', file = '', opening = '', accept = ''] = codeOf(page);
  const end = 'app.synth();\n';
  const withPatches = (...patches: readonly string[]) =>
    `import { ApiObject, JsonPatch } from 'cdk8s';\n${main}`.replace(end, `${patches.join('')}${end}`);

  test('an object and a file are patched, and a finding is accepted', () => {
    const checksum = /checksum\/loki-config: (.*)/;
    const output = synth(withPatches(tolerations, file, opening).replace('const app = new VerifiedApp();\n', accept));
    expect(output).toContain('- key: storage');
    expect(output).toContain('log_level: info');
    expect(output).toMatch(/- port: 443\n\s+protocol: TCP\n\s+to:\n\s+- ipBlock:\n\s+cidr: 203\.0\.113\.0\/24/);
    expect(checksum.exec(output)?.[1]).not.toBe(checksum.exec(synth(main))?.[1]);
  });

  test('without being accepted, it is found', () => {
    writeFileSync(join(project, 'main.ts'), withPatches(opening));
    const { code, stderr } = runCommand(project, 'synth', ['--out', 'other'], {});
    expect(code).toBe(1);
    expect(stderr).toContain(
      'egress of NetworkPolicy monitoring/grafana (40-dashboards/grafana/workload/network-policy/policy)',
    );
    expect(stderr.match(/\[[a-z-]+\]/g)).toEqual(['[edge-used]']);
  });

  test('all paths are there', async () => {
    const there = new Set((await mainModel()).objects.map(({ path }) => path));
    const paths = inlineCode(section(page, 'Paths')).filter((text) => /^\d\d-/.test(text));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !there.has(path))).toEqual([]);
  });
});

test('a chart in a page makes what the rest of main.ts goes on with', () => {
  const made = (text: string) =>
    [...text.matchAll(/^ *(?:const (.*) = )?new (\w+Chart)\(app/gm)].map(([, names, chart = '']) => ({ chart, names }));
  const here = new Map(made(main).map(({ chart, names }) => [chart, names]));
  const inPages = pages.flatMap(({ file, text }) => made(text).map((one) => ({ file, ...one })));
  expect(inPages.length).toBeGreaterThan(20);
  expect(inPages.filter(({ chart, names }) => here.get(chart) !== names)).toEqual([]);
});
