import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pageOf, readPages, snippets, table } from '../ops/lib/docs-pages.ts';
import { isRead } from '../ops/lib/objects.ts';
import { mainText, output } from './lib/fixture.ts';

/** The constructs as a package, in a project that does what docs/how-to/use-in-another-repository.md says. */

const page = pageOf(readPages(), 'docs/how-to/use-in-another-repository.md');
const { name, dependencies, peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
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
  for (const other of [...Object.keys({ ...dependencies, ...peerDependencies }), '@types/node', '.bin']) {
    const link = join(project, 'node_modules', other);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', other), link);
  }
}

/** A file with its imports as the page's table says. */
function moved(text: string): string {
  return table(page, 'main.ts').reduce(
    (moving, [here = '', there = '']) => moving.replaceAll(here.replaceAll('`', "'"), there.replaceAll('`', "'")),
    text.replace(/'[./]+\/constructs\/index\.ts'/, "'./constructs/index.ts'"),
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
  Object.fromEntries(
    readdirSync(folder)
      .filter(isRead)
      .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
  );

test('main.ts writes the same in another repository', () => {
  install();
  write('package.json', JSON.stringify({ type: 'module' }));
  write('tsconfig.json', snippets(page, 'json')[0]?.code ?? '');
  write('main.ts', moved(mainText()));
  write('examples/flask-app/catalogue.ts', moved(readFileSync('examples/flask-app/catalogue.ts', 'utf8')));
  build();
  expect(files(join(project, 'dist'))).toEqual(files(output()));
});

test('a component of its own is one file and one line', () => {
  const [component = '', line = ''] = snippets(page, 'ts').map(({ code }) => code);
  write('blackbox.ts', component);
  const main = moved(mainText())
    .replace(
      'const app =',
      "import { ComponentsChart } from 'kubernetes-monitoring-stack';\nimport { blackbox } from './blackbox.ts';\n\nconst app =",
    )
    .replace('app.synth();', `${line}\napp.synth();`);
  write('main.ts', main);
  build();
  const written = files(join(project, 'dist'));
  const own = written['60-components.k8s.yaml'] ?? '';
  expect(own.match(/^kind: .*/gm)).toEqual([
    'kind: ServiceAccount',
    'kind: Service',
    'kind: NetworkPolicy',
    'kind: Deployment',
  ]);
  expect(own).toContain('192.0.2.0/24');
  expect(written['20-metrics.k8s.yaml']).toContain('alert: BlackboxDown');
  expect(written['10-alerts.k8s.yaml']).toContain('alertname="BlackboxDown"');
  expect(written['40-dashboards.k8s.yaml']).toContain('Does probing from outside work?');
});

test('the checks judge it, and its name is taken', () => {
  const main = readFileSync(join(project, 'main.ts'), 'utf8');
  const component = readFileSync(join(project, 'blackbox.ts'), 'utf8');
  write('blackbox.ts', component.replace('_last_reload_successful{', '_last_reload_succesful{'));
  expect(build).toThrow(/did you mean blackbox_exporter_config_last_reload_successful/);
  write('blackbox.ts', component);
  write('main.ts', main.replace("name: 'flask-app',\n    image", "name: 'blackbox',\n    image"));
  expect(build).toThrow(/'name' \("blackbox"\) must be none of /);
});
