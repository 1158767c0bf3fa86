import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mainText } from '../../lib/fixture.ts';

/** A text of the fixture's main.ts, and what takes its place. */
export type Change = readonly [from: string, to: string];

/** The output of the fixture with something changed. It lies in the project's folder meanwhile, to import from there. */
export function changed(...changes: readonly Change[]): string {
  let text = mainText();
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  const file = `.e2e-${process.pid}.ts`;
  const out = mkdtempSync(join(tmpdir(), 'e2e-dist-'));
  writeFileSync(file, text);
  try {
    const run = spawnSync('node', ['ops/run.mjs', 'ops/synth.ts', '--app', file, '--out', out], { encoding: 'utf8' });
    // There may be warnings.
    expect(run).toMatchObject({ status: 0 });
    return out;
  } finally {
    rmSync(file);
  }
}
