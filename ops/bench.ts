/** `npm run bench`: how long the build takes and what it makes. It reports; no test asserts a time. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { readObjects } from './lib/objects.ts';

const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1) {
  console.error(`'--runs' (${values.runs}) must be a whole number of at least 1; for example 9`);
  process.exit(1);
}

const out = await mkdtemp(join(tmpdir(), 'bench-'));
const env = { CDK8S_OUTDIR: out, CDK8S_CHECK_UPGRADE: 'false' };

/** The middle of some runs, in seconds. */
async function median(program: string, args: readonly string[]): Promise<string> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await execa(program, args, { env, preferLocal: true });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return `${((times[Math.floor(runs / 2)] ?? 0) / 1000).toFixed(3)} s`;
}

try {
  const rows: Record<string, string> = {
    'an empty Node process': await median('node', ['-e', '']),
    'main.ts to files': await median('node', ['ops/run.mjs', 'main.ts']),
    'npx cdk8s synth': await median('cdk8s', ['synth', '--output', join(out, 'cdk8s')]),
  };
  const objects = readObjects('dist');
  const files = await readdir('dist');
  const sizes = await Promise.all(files.map(async (file) => (await stat(join('dist', file))).size));
  rows.objects = String(objects.length);
  rows['bytes in dist'] = String(sizes.reduce((sum, size) => sum + size, 0));
  rows['largest object, bytes'] = String(
    Math.max(...objects.map((object) => Buffer.byteLength(JSON.stringify(object)))),
  );
  console.log(`median of ${runs} runs`);
  for (const [what, value] of Object.entries(rows)) console.log(`  ${what.padEnd(24)} ${value.padStart(10)}`);
} finally {
  await rm(out, { recursive: true });
}
