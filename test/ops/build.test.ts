/** Apps as `ops/run.mjs` runs them: with all that cdk8s can do, and with words about what is wrong. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

// In the project's folder, because they import from there.
const folder = mkdtempSync(resolve('.build-'));
const out = mkdtempSync(join(tmpdir(), 'build-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
  rmSync(out, { recursive: true });
});

function run(files: Readonly<Record<string, string>>) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return spawnSync(process.execPath, ['ops/run.mjs', join(folder, 'main.ts')], {
    env: { ...process.env, CDK8S_OUTDIR: out },
    encoding: 'utf8',
  });
}

const app = (statements: string, imports = '') => `
import { App, Chart, Duration, Include } from 'cdk8s';
${imports}
const app = new App();
const chart = new Chart(app, 'own');
${statements}
app.synth();
`;

test('Include finds its own files, as packages are outside of the script', () => {
  const url = JSON.stringify(join(folder, 'own.yaml'));
  const { stderr } = run({
    'own.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: own\n',
    'main.ts': app(`new Include(chart, 'include', { url: ${url} });`),
  });
  expect(stderr).toBe('');
  expect(readFileSync(join(out, 'own.k8s.yaml'), 'utf8')).toContain('kind: ConfigMap\nmetadata:\n  name: own\n');
});

test('packages are those of the folder of main.ts', () => {
  const { stdout, stderr } = run({
    'node_modules/own/index.js': 'module.exports = { name: "own" };',
    'main.ts': "import { name } from 'own';\nconsole.log(name, __dirname);\n",
  });
  expect({ stdout, stderr }).toEqual({ stdout: `own ${folder}\n`, stderr: '' });
});

test.each([
  ['a value that a package refuses', 'Duration.seconds(-1);', '/main.ts:6:10', /negative/],
  ['what main.ts throws itself', "throw new Error('not today');", '/main.ts:6:7', /not today/],
])('%s is said with its line', (_, statements, place, message) => {
  const { stderr, status } = run({ 'main.ts': app(statements) });
  expect(stderr).toMatch(message);
  expect(stderr.split(': ')[0]).toBe(`${folder.slice(process.cwd().length + 1)}${place}`);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(1);
});

test('a mistake of our own is said with lines of TypeScript', () => {
  const { stderr } = run({
    'own.ts': '// one\n// two\nexport function broken(): void {\n  (undefined as unknown as { a(): void }).a();\n}\n',
    'main.ts': app('broken();', "import { broken } from './own.ts';"),
  });
  expect(stderr).toMatch(/TypeError: .*\n.*at broken \(.*own\.ts:4:\d+\)/);
});
