/** What a build takes from the one before is never older than what it was made from. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOfProject } from './fake-programs.ts';

const project = copyOfProject();
const out = join(project, 'out');
afterAll(() => rmSync(project, { recursive: true }));

const METRICS = '20-metrics.k8s.yaml';

/** Builds main.ts. @returns its files. */
function build(): Record<string, string> {
  rmSync(out, { recursive: true, force: true });
  const { stderr } = spawnSync(process.execPath, ['ops/run.mjs', 'main.ts'], {
    env: { ...process.env, CDK8S_OUTDIR: out },
    cwd: project,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return Object.fromEntries(readdirSync(out).map((file) => [file, readFileSync(join(out, file), 'utf8')]));
}

function change(file: string, from: string, to: string): void {
  const path = join(project, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** Files below .cache/, with when they were changed and their size in bytes. */
function kept(folder = ''): Record<string, { changed: number; size: number }> {
  const files = readdirSync(join(project, '.cache', folder), { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => {
        const { mtimeMs, size } = statSync(join(parentPath, name));
        return [join(parentPath, name), { changed: mtimeMs, size }] as const;
      }),
  );
}

const first = build();

test('the second build writes the same as the first, and keeps nothing new', () => {
  const before = kept();
  expect(Object.keys(before)).toHaveLength(7); // the packages, two bundles, what is compiled of these three, and results
  expect(build()).toEqual(first);
  expect(kept()).toEqual(before);
});

test('without what was kept, the same is written', () => {
  rmSync(join(project, '.cache'), { recursive: true });
  expect(build()).toEqual(first);
});

test('what can not be read is made anew, and where nothing can be written nothing is kept', () => {
  for (const kind of ['bundles', 'packages', 'compiled', 'results']) {
    const folder = join(project, '.cache', kind);
    for (const file of readdirSync(folder)) writeFileSync(join(folder, file), '');
    expect(build()).toEqual(first);
  }
  rmSync(join(project, '.cache'), { recursive: true });
  writeFileSync(join(project, '.cache'), 'in the way');
  expect(build()).toEqual(first);
  rmSync(join(project, '.cache'));
  expect(build()).toEqual(first);
});

test('a file whose time was set back is seen', () => {
  const path = join(project, 'main.ts');
  const { atime, mtime } = statSync(path);
  change('main.ts', 'retention: Duration.days(15)', 'retention: Duration.days(14)');
  utimesSync(path, atime, mtime);
  expect(build()[METRICS]).toContain('time: 14d');
  change('main.ts', 'retention: Duration.days(14)', 'retention: Duration.days(15)');
});

test('what changed while it was read is not kept', () => {
  const clock = 'Date.now = () => 0;'; // the build begins before every file was changed
  change('ops/run.mjs', 'import { mkdirSync', `${clock}\nimport { mkdirSync`);
  rmSync(join(project, '.cache/bundles'), { recursive: true });
  expect(build()).toEqual(first);
  expect(existsSync(join(project, '.cache/bundles'))).toBe(false);
  change('ops/run.mjs', `${clock}\n`, '');
});

test('a change of main.ts leaves what is made of the constructs as it is', () => {
  const scripts = () => ({ ...kept('bundles'), ...kept('packages'), ...kept('compiled') });
  build();
  const before = scripts();
  change('main.ts', 'retention: Duration.days(15)', 'retention: Duration.days(13)');
  expect(build()[METRICS]).toContain('time: 13d');
  const made = Object.entries(scripts()).filter(([path, { changed }]) => before[path]?.changed !== changed);
  expect(made).toHaveLength(2); // main.ts as a script, and what is compiled of it
  for (const [, { size }] of made) expect(size).toBeLessThan(50_000);
  change('main.ts', 'retention: Duration.days(13)', 'retention: Duration.days(15)');
});

test('a change that leaves the length of main.ts as it was is seen', () => {
  change('main.ts', 'retention: Duration.days(15)', 'retention: Duration.days(16)');
  expect(build()[METRICS]).toBe(first[METRICS]?.replace('time: 15d', 'time: 16d'));
  change('main.ts', 'retention: Duration.days(16)', 'retention: Duration.days(15)');
  expect(build()).toEqual(first);
});

const NEW = "'# new\\n' + Yaml.stringify(JSON.parse(json))";

test('a change of a file that main.ts imports by way of others is seen', () => {
  change('constructs/kit/yaml.ts', 'Yaml.stringify(JSON.parse(json))', NEW);
  expect(build()[METRICS]).toMatch(/^# new\n/);
  change('constructs/kit/yaml.ts', NEW, 'Yaml.stringify(JSON.parse(json))');
  expect(build()).toEqual(first);
});

test('of many apps only the newest are kept', () => {
  const bundles = join(project, '.cache/bundles');
  for (let index = 0; index < 20; index += 1) {
    const file = join(bundles, `old-${index}.js`);
    writeFileSync(file, '//[]\n');
    utimesSync(file, 1000, 1000 + index);
  }
  change('main.ts', 'retention: Duration.days(15)', 'retention: Duration.days(17)');
  build();
  expect(readdirSync(bundles)).toHaveLength(8);
});
