import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Table } from './bench-table.ts';
import { readObjects } from './objects.ts';

/** How long builds take: the middle of some runs. */
export async function benchBuild(runs: number): Promise<Table> {
  const out = await mkdtemp(join(tmpdir(), 'bench-'));
  const median = async (program: string, args: readonly string[], env: Record<string, string> = {}) => {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const start = performance.now();
      await execa(program, args, {
        env: { CDK8S_OUTDIR: out, CDK8S_CHECK_UPGRADE: 'false', ...env },
        preferLocal: true,
      });
      times.push(performance.now() - start);
    }
    return `${((times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0) / 1000).toFixed(3)} s`;
  };
  try {
    const rows: Table['rows'][number][] = [
      ['an empty Node process', await median('node', ['-e', ''])],
      ['build of main.ts', await median('node', ['ops/run.mjs', 'main.ts'])],
      [
        'npm run synth, which checks the types too',
        await median('npm', ['run', 'synth', '--', '--out', join(out, 'synth')]),
      ],
      ['npx cdk8s synth', await median('npx', ['cdk8s', 'synth', '--output', join(out, 'cdk8s')])],
      ...(await sizes('dist', 'dist/')),
    ];
    for (const count of [100, 500, 1000]) {
      const folder = join(out, String(count));
      const env = { APPLICATIONS: String(count), CDK8S_OUTDIR: folder };
      rows.push([
        `build with ${count} applications`,
        await median('node', ['ops/run.mjs', 'ops/bench/applications.ts'], env),
      ]);
      if (count === 1000) rows.push(...(await sizes(folder, `${count} applications`)));
    }
    return { title: `build, median of ${runs} runs`, head: ['what', 'value'], rows };
  } finally {
    await rm(out, { recursive: true });
  }
}

async function sizes(folder: string, name: string): Promise<[string, string][]> {
  const objects = readObjects(folder);
  const files = await Promise.all((await readdir(folder)).map((file) => stat(join(folder, file))));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const largest = Math.max(...objects.map((object) => Buffer.byteLength(JSON.stringify(object))));
  return [
    [`${name}: objects`, String(objects.length)],
    [`${name}: all files`, `${Math.round(bytes / 1000)} kB`],
    [`${name}: largest object`, `${Math.round(largest / 1000)} kB`],
  ];
}
