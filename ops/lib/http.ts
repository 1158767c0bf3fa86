import { type ChildProcess, spawn } from 'node:child_process';

/** A Service of the installation, and one of its ports. */
export interface Target {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

interface Forward {
  readonly child: ChildProcess;
  readonly url: Promise<string>;
}

const forwards = new Map<string, Forward>();

/**
 * Sends a request to a Service through a port-forward: it works with every network plugin, regardless of policies.
 *
 * @param path including its query string.
 * @throws Error with status and body, if the status is not 200.
 */
export async function getJson<T>(target: Target, path: string, headers: Record<string, string> = {}): Promise<T> {
  const key = `${target.namespace}/${target.service}:${target.port}`;
  const forward = forwards.get(key) ?? open(key, target);
  try {
    const answer = await fetch((await forward.url) + path, { headers, signal: AbortSignal.timeout(30_000) });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${key}${path}: ${answer.status} ${text.slice(0, 500)}`);
    return JSON.parse(text) as T;
  } catch (error) {
    close(key); // its pod may be gone: the next attempt uses another
    throw error;
  }
}

/** Ends all port-forwards. */
export function closeForwards(): void {
  for (const key of [...forwards.keys()]) close(key);
}

function open(key: string, { namespace, service, port }: Target): Forward {
  const child = spawn('kubectl', ['port-forward', '-n', namespace, `service/${service}`, `:${port}`]);
  const url = new Promise<string>((resolve, reject) => {
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
        const local = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
        if (local !== undefined) resolve(`http://127.0.0.1:${local}`);
      });
    }
    child.on('error', reject);
    child.on('close', () => {
      reject(new Error(`port-forward to ${key} ended: ${printed}`));
      if (forwards.get(key)?.child === child) forwards.delete(key);
    });
  });
  const forward = { child, url };
  forwards.set(key, forward);
  return forward;
}

function close(key: string): void {
  forwards.get(key)?.child.kill();
  forwards.delete(key);
}
