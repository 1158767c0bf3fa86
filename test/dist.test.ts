import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listed } from '../ops/lib/output.ts';
import { readFiles, readObjects } from './lib/dist.ts';
import { truths } from './lib/truths.ts';

/** What is true of every installation, of a user's main.ts and dist/ as they are here. All other tests use the fixture. */

test('dist/ is what main.ts makes; where it is not, npm run synth writes it', async () => {
  const out = mkdtempSync(join(tmpdir(), 'dist-'));
  try {
    const run = spawnSync('node', ['ops/run.mjs', 'main.ts'], {
      env: { ...process.env, CDK8S_OUTDIR: out },
      encoding: 'utf8',
    });
    // There may be warnings.
    expect(run).toMatchObject({ status: 0 });
    const made = readFiles(out);
    expect(await listed('dist')).toEqual(Object.keys(made));
    expect(Object.keys(made).filter((file) => readFileSync(join('dist', file), 'utf8') !== made[file])).toEqual([]);
  } finally {
    rmSync(out, { recursive: true });
  }
}, 60_000);

test('the objects of the installation keep the truths of the stack', () => {
  expect(truths(readObjects('dist').filter(isOurs))).toEqual([]);
});

/** Whether an object is made by constructs of ours: what people write beside it is theirs. */
function isOurs({ metadata: { labels = {} } }: { metadata: { labels?: Record<string, string> } }): boolean {
  return labels['app.kubernetes.io/managed-by'] === 'cdk8s' && 'app.kubernetes.io/part-of' in labels;
}
