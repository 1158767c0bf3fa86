import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { freePort, started } from './running.ts';
import { pathOf } from './tools.ts';

const _SECONDS_TO_START = 60;

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
  const url = `http://127.0.0.1:${http}`;
  const stop = await started('Loki', child, `${url}/ready`, folder);
  return { url, rules, stop };
}
