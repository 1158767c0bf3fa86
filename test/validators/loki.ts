import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { pathOf } from './tools.ts';

const SECONDS_TO_START = 60;

/** A Loki of its own on the loopback, for the time of some tests. */
export interface RunningLoki {
  readonly url: string;
  /** What its config has at `/etc/loki/rules`. */
  readonly rules: string;
  stop(): Promise<void>;
}

/** Starts Loki with a config of ours: only its addresses and folders are others. */
export async function startLoki(config: object): Promise<RunningLoki> {
  const folder = mkdtempSync(join(tmpdir(), 'loki-'));
  const rules = join(folder, 'rules');
  const [http, grpc] = [await freePort(), await freePort()];
  const moved: Readonly<Record<string, object>> = JSON.parse(
    JSON.stringify(config)
      .replaceAll('"/etc/loki/rules', `"${rules}`)
      .replaceAll(/"\/loki(?=["/])/g, `"${folder}/data`),
  );
  const server = {
    ...moved.server,
    ...{ http_listen_address: '127.0.0.1', http_listen_port: http },
    ...{ grpc_listen_address: '127.0.0.1', grpc_listen_port: grpc },
  };
  writeFileSync(join(folder, 'loki.yaml'), toYaml({ ...moved, server }));
  const child = spawn(pathOf('loki'), [`-config.file=${folder}/loki.yaml`]);
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (data) => {
      said += data;
    });
  }
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${http}`;
  try {
    await until(
      async () => (await fetch(`${url}/ready`)).ok,
      SECONDS_TO_START,
      () => `Loki is ready; it said: ${said}`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, rules, stop };
}

/** Waits for a fact. */
export async function until(
  fact: () => boolean | Promise<boolean>,
  seconds: number,
  what: () => string,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    if (await Promise.resolve(fact()).catch(() => false)) return;
    if (Date.now() > deadline) throw new Error(`after ${seconds} seconds it is still not so: ${what()}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
