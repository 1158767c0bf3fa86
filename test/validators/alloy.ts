import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AlloyBlock, toAlloy } from '../../constructs/components/alloy/alloy-syntax.ts';
import { configuration } from '../../constructs/components/alloy/config.ts';
import { external } from '../../constructs/index.ts';
import { freePort, started } from './running.ts';
import { pathOf } from './tools.ts';

const _SECONDS_TO_START = 60;

/** What one container of a pod writes. */
export interface Container {
  /** The labels that its target would have: `namespace`, `app`, `pod`. */
  readonly labels: Readonly<Record<string, string>>;
  /** What it prints, at one moment each. */
  readonly lines: readonly string[];
}

/** An Alloy of its own on the loopback. */
export interface RunningAlloy {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts Alloy with our configuration: only what finds pods is replaced by files of some containers, as a container runtime
 * writes them.
 */
export async function startAlloy(loki: string, containers: readonly Container[]): Promise<RunningAlloy> {
  const folder = mkdtempSync(join(tmpdir(), 'alloy-'));
  const now = Date.now();
  const targets = containers.map(({ labels, lines }, index) => {
    const path = join(folder, 'pods', String(index));
    mkdirSync(path, { recursive: true });
    const written = lines
      .flatMap((text) => text.split('\n'))
      .map((line, number) => `${new Date(now - 60_000 + number).toISOString()} stdout F ${line}\n`);
    writeFileSync(join(path, '0.log'), written.join(''));
    return { map: { ...labels, container: 'main', __path__: join(path, '0.log') } };
  });
  const blocks = configuration(external('loki', loki, { cidrs: ['127.0.0.1/32'] }), 'test')
    .filter(({ block }) => !block.startsWith('discovery.'))
    .map((block): AlloyBlock => {
      if (block.block !== 'local.file_match') return block;
      return { ...block, attributes: { ...block.attributes, path_targets: targets } };
    });
  writeFileSync(join(folder, 'config.alloy'), toAlloy(blocks));
  const port = await freePort();
  const child = spawn(pathOf('alloy'), [
    'run',
    join(folder, 'config.alloy'),
    `--server.http.listen-addr=127.0.0.1:${port}`,
    `--storage.path=${join(folder, 'data')}`,
    '--disable-reporting',
  ]);
  const url = `http://127.0.0.1:${port}`;
  const stop = await started('Alloy', child, `${url}/-/ready`, folder);
  return { url, stop };
}
