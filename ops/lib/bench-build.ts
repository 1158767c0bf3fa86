import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Table } from './bench-table.ts';
import { isRead, readObjects } from './objects.ts';
import { Refused } from './refused.ts';

/** Build times: the median of some runs. */
export async function benchBuild(runs: number): Promise<Table> {
  const out = await mkdtemp(join(tmpdir(), 'bench-'));
  const median = (program: string, args: readonly string[], env: Record<string, string> = {}) => {
    const times: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      const start = performance.now();
      // Blocking without other work disturbs the measurement least.
      const { status } = spawnSync(program, args, {
        // Some machines configure extra CA certificates for Node: reading them takes longer than Node's start, and builds open no connections.
        env: {
          ...process.env,
          NODE_EXTRA_CA_CERTS: undefined,
          CDK8S_OUTDIR: out,
          CDK8S_CHECK_UPGRADE: 'false',
          ...env,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      times.push(performance.now() - start);
      if (status !== 0) throw new Refused(`${[program, ...args].join(' ')} failed: nothing was measured`);
    }
    return `${((times.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0) / 1000).toFixed(3)} s`;
  };
  try {
    const rows: Table['rows'][number][] = [
      ['an empty Node process', median('node', ['-e', ''])],
      ['build of main.ts', median('node', ['ops/run.mjs', 'main.ts'])],
      ['npm run synth, which checks the types too', median('npm', ['run', 'synth', '--', '--out', join(out, 'synth')])],
      ['npx cdk8s synth', median('npx', ['cdk8s', 'synth', '--output', join(out, 'cdk8s')])],
      ...(await sizes('dist', 'dist/')),
    ];
    for (const count of [100, 500, 1000]) {
      const folder = join(out, String(count));
      const env = { APPLICATIONS: String(count), CDK8S_OUTDIR: folder };
      rows.push([
        `build with ${count} applications`,
        median('node', ['ops/run.mjs', 'ops/bench/applications.ts'], env),
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
  const files = await Promise.all((await readdir(folder)).filter(isRead).map((file) => stat(join(folder, file))));
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const largest = Math.max(...objects.map((object) => Buffer.byteLength(JSON.stringify(object))));
  return [
    [`${name}: objects`, String(objects.length)],
    [`${name}: all files`, `${Math.round(bytes / 1000)} kB`],
    [`${name}: largest object`, `${Math.round(largest / 1000)} kB`],
  ];
}
