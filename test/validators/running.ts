import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';

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

/** Ends a process, and waits for its end. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await exit;
}

const SECONDS_TO_START = 60;

/**
 * Waits until a program answers that it is ready.
 *
 * @param folder all that it reads and writes.
 * @returns what ends it and removes its folder.
 */
export async function started(
  name: string,
  child: ChildProcessWithoutNullStreams,
  url: string,
  folder: string,
): Promise<() => Promise<void>> {
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
  try {
    await until(
      async () => (await fetch(url)).ok,
      SECONDS_TO_START,
      () => `${name} is ready; it said: ${said}`,
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** A port of the loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
