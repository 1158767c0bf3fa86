import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFiles } from '../lib/dist.ts';
import { FILE, mainText, output } from '../lib/fixture.ts';

/** What synth writes, and when it writes nothing. */

function build(env: Record<string, string>): Record<string, string> {
  const out = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const run = spawnSync('node', ['ops/run.mjs', FILE], {
      env: { ...process.env, ...env, CDK8S_OUTDIR: out },
      encoding: 'utf8',
    });
    // The addresses of its nodes are unknown.
    expect(run.stderr).toMatch(/^(note: .* may connect to any address on the ports .*\n)?$/);
    return readFiles(out);
  } finally {
    rmSync(out, { recursive: true });
  }
}

test('another time zone and locale make the same bytes', () => {
  const here = build({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
  expect(here).toEqual(build({ TZ: 'America/Anchorage', LANG: 'C', LC_ALL: 'C' }));
});

describe('a synth that fails leaves the old output as it was', () => {
  // In the project's folder, because it imports from there.
  const app = `.broken-${process.pid}.ts`;
  const out = mkdtempSync(join(tmpdir(), 'dist-'));
  afterEach(() => rmSync(app, { force: true }));
  afterAll(() => rmSync(out, { recursive: true }));

  const synth = (source: string) => {
    writeFileSync(app, source);
    writeFileSync(join(out, 'old.k8s.yaml'), 'kind: Old\n');
    return spawnSync('node', ['ops/run.mjs', 'ops/synth.ts', '--app', app, '--out', out], { encoding: 'utf8' });
  };

  test('on a wrong value, which it names', () => {
    const { status, stderr } = synth(mainText().replace('Duration.days(15)', 'Duration.minutes(5)'));
    expect(stderr).toContain(
      "invalid input for '20-metrics/prometheus':\n" +
        "  - 'retention' (5 minutes) must be at least 2 hours, the length of one block; for example Duration.days(15)\n",
    );
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
    expect(readFiles(out)).toEqual({ 'old.k8s.yaml': 'kind: Old\n' });
  });

  test('on a file that is not there and on a typo, in one line each', () => {
    const { stdout, stderr } = synth("import './nowhere.ts';\n");
    expect(stdout).toBe('');
    expect(stderr).toContain(`${app}:1:8: Could not resolve "./nowhere.ts"\n`);
    expect(stderr).not.toContain('    at ');
    expect(synth('const a = ;\n').stderr).toContain(`${app}:1:11: Unexpected ";"\n`);
    expect(readFiles(out)).toEqual({ 'old.k8s.yaml': 'kind: Old\n' });
  });

  test('on an app that builds nothing', () => {
    const { status, stderr } = synth('export {};\n');
    expect(stderr).toContain("built no objects; is there an app.synth(), and no 'outdir' of its own?");
    expect(status).toBe(1);
    expect(readFiles(out)).toEqual({ 'old.k8s.yaml': 'kind: Old\n' });
  });

  test('and a right one writes beside what is there, but over nothing that synth did not write', () => {
    const source = mainText();
    expect(synth(source).status).toBe(0);
    expect(readFiles(out)).toEqual({ ...readFiles(output()), 'old.k8s.yaml': 'kind: Old\n' });
    const { status, stderr } = synth(source.replaceAll("'30-logs'", "'old'"));
    expect(stderr).toContain(
      `${join(out, 'old.k8s.yaml')}: a chart writes a file of this name, and ${join(out, '.synth')} does not list this ` +
        `one as written by npm run synth; move or delete it\n${out}/ is unchanged`,
    );
    expect(status).toBe(1);
    expect(readFiles(out)).toEqual({ ...readFiles(output()), 'old.k8s.yaml': 'kind: Old\n' });
  });
});

test('a misspelt prop fails the type check that runs beside the build', () => {
  const app = `.misspelt-${process.pid}.ts`;
  writeFileSync(app, mainText().replace('retention: Duration.days(15)', 'retension: Duration.days(15)'));
  try {
    const { status, stderr } = spawnSync(
      'node',
      ['ops/run.mjs', 'ops/synth.ts', '--app', app, '--out', join(tmpdir(), 'never')],
      { encoding: 'utf8' },
    );
    expect(stderr).toContain("'retension' does not exist in type");
    expect(status).toBe(1);
  } finally {
    rmSync(app);
  }
});
