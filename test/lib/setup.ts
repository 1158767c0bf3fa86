import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceOutput } from '../../ops/lib/output.ts';
import { FILE, VARIABLE } from './fixture.ts';

/** Builds the fixture once, before all tests, as `npm run synth` does but for the type check. */
export default async function setup(): Promise<void> {
  // The fixture reads it, here and in every test that runs it.
  delete process.env.FLASK_IMAGE;
  const folder = mkdtempSync(join(tmpdir(), 'fixture-'));
  const out = join(folder, 'dist');
  mkdirSync(out);
  process.env[VARIABLE] = out;
  const CDK8S_OUTDIR = join(folder, 'fresh');
  const env = { ...process.env, CDK8S_OUTDIR };
  const { status, stderr } = spawnSync(process.execPath, ['ops/run.mjs', FILE], { env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${FILE} cannot be built:\n${stderr}`);
  await replaceOutput(CDK8S_OUTDIR, out);
}
