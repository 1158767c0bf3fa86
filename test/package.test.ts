import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pageOf, readPages, snippets, table } from './lib/docs.ts';

/** The constructs as a package, in a project that does what docs/how-to/use-in-another-repository.md says. */

const page = pageOf(readPages(), 'docs/how-to/use-in-another-repository.md');
const { name, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const project = mkdtempSync(join(tmpdir(), 'other-repository-'));
afterAll(() => rmSync(project, { recursive: true }));

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
};

/** What the package has besides is what `npm install` would add. */
function install(): void {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', project]);
  const packed = readdirSync(project).find((file) => file.endsWith('.tgz')) ?? '';
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-xzf', join(project, packed), '-C', folder, '--strip-components=1']);
  for (const other of [...Object.keys(dependencies), '@types/node', '.bin']) {
    const link = join(project, 'node_modules', other);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', other), link);
  }
}

/** A file of this project with its imports as the page's table says. */
function moved(file: string): string {
  const text = readFileSync(file, 'utf8').replaceAll(
    /'[./]+\/constructs\/kit\/catalogue\.ts'/g,
    "'./constructs/index.ts'",
  );
  return table(page, 'main.ts').reduce(
    (moving, [here = '', there = '']) => moving.replaceAll(here.replaceAll('`', "'"), there.replaceAll('`', "'")),
    text,
  );
}

function build(): void {
  const [command = ''] = snippets(page, 'sh')
    .map(({ code }) => code)
    .filter((code) => code.startsWith('npx tsc'));
  const PATH = `${join(project, 'node_modules/.bin')}:${process.env.PATH}`;
  execFileSync('sh', ['-ec', command.replaceAll('npx ', '')], { cwd: project, env: { ...process.env, PATH } });
}

const files = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));

test('main.ts writes the same in another repository', () => {
  install();
  write('package.json', JSON.stringify({ type: 'module' }));
  write('tsconfig.json', snippets(page, 'json')[0]?.code ?? '');
  write('main.ts', moved('main.ts'));
  write('examples/flask-app/catalogue.ts', moved('examples/flask-app/catalogue.ts'));
  build();
  const here = join(project, 'here');
  execFileSync('node', ['ops/run.mjs', 'main.ts'], { env: { ...process.env, CDK8S_OUTDIR: here } });
  expect(Object.keys(files(here))).toHaveLength(6);
  expect(files(join(project, 'dist'))).toEqual(files(here));
});

test('and its own alerts and dashboards beside', () => {
  const [own = ''] = snippets(page, 'ts').map(({ code }) => code);
  write('shop.ts', own);
  const main = moved('main.ts')
    .replace('const app =', "import { shopDashboard, shopRules } from './shop.ts';\n\nconst app =")
    .replace("name: 'flask-app',\n    image", "name: 'shop',\n    image")
    .replace('  scrapeInterval:', '  moreRules: [shopRules],\n  scrapeInterval:')
    .replace('  url: urls.grafana,', '  url: urls.grafana,\n  moreDashboards: [shopDashboard],');
  write('main.ts', main);
  build();
  const written = files(join(project, 'dist'));
  expect(written['20-metrics.k8s.yaml']).toContain('alert: ShopDown');
  expect(written['40-dashboards.k8s.yaml']).toContain('Do customers get what they order?');
});
