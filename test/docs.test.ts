import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { watchdog } from '../constructs/index.ts';
import { readObjects } from './lib/dist.ts';

/** What is documented exists, compiles and is what dist/ holds. */

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];
const text = (page: string) => readFileSync(page, 'utf8');

test('the README begins with the command that works and the one that tests', () => {
  expect(
    [...text('README.md').matchAll(/^npm ci && (npm .*?)(?: {2,}|$)/gm)].slice(0, 2).map(([, command]) => command),
  ).toEqual(['npm run synth', 'npm test']);
});

test.each(pages)('%s: every link to a file leads somewhere', (page) => {
  const links = [...text(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => join(dirname(page), link ?? ''));
  expect(links.filter((link) => !existsSync(link))).toEqual([]);
});

test.each(pages)('%s: every npm script exists', (page) => {
  const { scripts } = JSON.parse(text('package.json'));
  const named = [...text(page).matchAll(/npm run ([a-z0-9:]+)/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('every snippet of the README compiles', () => {
  const snippets = [...text('README.md').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code ?? '');
  expect(snippets.length).toBeGreaterThanOrEqual(5);
  const source = [
    "import { App, Chart, Duration, Size } from 'cdk8s';",
    "import { LogsChart } from './constructs/charts/index.ts';",
    "import { Application, type GrafanaProps, Receiver } from './constructs/index.ts';",
    'const app = new App();',
    "const chart = new Chart(app, 'chart');",
    "const installation = { name: 'monitoring', cluster: { name: 'kind' } };",
    "const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };",
    ...snippets,
    'const grafana: Partial<GrafanaProps> = { openTo };',
    'export { critical, grafana, scrapeInterval };',
  ].join('\n');
  const file = `.readme-${process.pid}.ts`;
  const project = `.readme-${process.pid}.json`;
  writeFileSync(file, source);
  writeFileSync(project, JSON.stringify({ extends: './tsconfig.json', include: [file] }));
  try {
    const { stdout } = spawnSync('node_modules/.bin/tsc', ['--noEmit', '--pretty', 'false', '-p', project], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
  } finally {
    rmSync(file);
    rmSync(project);
  }
});

test('the table of sizes and versions is what dist/ holds', () => {
  const objects = readObjects();
  const rows = objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'DaemonSet')
    .map(({ metadata: { name }, spec }) => {
      const [{ image, resources }] = spec.template.spec.containers;
      const claim = objects.find(({ kind, metadata }) => kind === 'PersistentVolumeClaim' && metadata.name === name);
      const volume = claim?.spec.resources.requests.storage ?? '–';
      return [name, `\`${image}\``, `${resources.requests.memory} / ${resources.limits.memory}`, volume];
    });
  const table = [
    ...text('README.md').matchAll(/^\| ([a-z-]+)(?:, [^|]*)? \| (`[^`]+:[^`]+`) \| ([^|]+) \| ([^|]+) \|$/gm),
  ].map((row) => row.slice(1));
  expect(table.sort()).toEqual(rows.sort());
});

test('every alert has a runbook with four headings', () => {
  for (const { name } of watchdog.alerts ?? []) {
    expect([...text(`docs/runbooks/${name}.md`).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Meaning',
      'Impact',
      'Diagnosis',
      'Mitigation',
    ]);
  }
});
