import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuration } from '../../constructs/components/guard/config.ts';
import { DOORS } from '../../constructs/components/loki/doors.ts';
import { guard, Loki } from '../../constructs/index.ts';
import { FORBIDDEN_OF_LOKI } from '../lib/guarded.ts';
import { installation, render } from '../lib/render.ts';
import { type RunningLoki, startLoki } from './loki.ts';
import { until } from './running.ts';
import { describeWith, pathOf } from './tools.ts';

jest.setTimeout(120_000);

/** Sends a request as it is written, without the client's own ideas about paths. @returns the status. */
function ask(port: number, method: string, uri: string, body = ''): Promise<number> {
  return new Promise((answered, failed) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('data', (data) => {
      text += data;
      const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
      if (status === undefined) return;
      socket.destroy();
      answered(Number(status));
    });
    socket.on('error', failed);
    socket.write(
      `${method} ${uri} HTTP/1.1\r\nHost: loki\r\nConnection: close\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The real proxy in front of the real Loki, with what `dist/` would have of both. */
describeWith('caddy', () => {
  describeWith('loki', () => {
    let loki: RunningLoki;
    let caddy: ChildProcess;
    let folder: string;
    const ports: Record<string, number> = {};

    beforeAll(async () => {
      const rendered = render((chart) => new Loki(chart, 'l', { installation, namespace: 'monitoring', guard }));
      loki = await startLoki(rendered.file('loki-config', 'loki.yaml') as object);
      for (const name of [...Object.keys(DOORS), 'guard']) ports[name] = await freePort();
      folder = mkdtempSync(join(tmpdir(), 'guard-'));
      const text = JSON.stringify(configuration({ port: Number(new URL(loki.url).port), doors: DOORS }));
      const moved = Object.entries({ ...DOORS, guard: { port: 3199 } }).reduce(
        (config, [name, { port }]) => config.replace(`":${port}"`, `"127.0.0.1:${ports[name]}"`),
        text,
      );
      writeFileSync(join(folder, 'caddy.json'), moved);
      caddy = spawn(pathOf('caddy'), ['run', '--config', join(folder, 'caddy.json')], {
        env: { XDG_DATA_HOME: folder },
        stdio: 'ignore',
      });
      await until(
        async () => (await ask(ports.guard ?? 0, 'GET', '/health')) === 200,
        30,
        () => 'the guard answers',
      );
    });
    afterAll(async () => {
      const ended = new Promise((done) => caddy.once('exit', done));
      caddy.kill('SIGKILL');
      await ended;
      await loki.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test.each([...Object.keys(DOORS), 'guard'])('nothing that is forbidden passes the port %s', async (name) => {
      for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
        for (const uri of FORBIDDEN_OF_LOKI) {
          const status = await ask(ports[name] ?? 0, method, uri);
          expect([method, uri, status]).toEqual([method, uri, 403]);
        }
      }
      expect(await ask(ports.health ?? 0, 'GET', '/ready')).toBe(200);
    });

    test('what is needed passes: lines are pushed, found and followed, metrics are read', async () => {
      const line = [`${Date.now()}000000`, 'hello'];
      const batch = JSON.stringify({ streams: [{ stream: { app: 'shop' }, values: [line] }] });
      expect(await ask(ports.push ?? 0, 'POST', '/loki/api/v1/push', batch)).toBe(204);
      const found = await fetch(
        `http://127.0.0.1:${ports.query}/loki/api/v1/query_range?${new URLSearchParams({ query: '{app="shop"}' })}`,
      );
      expect(await found.text()).toContain('hello');
      for (const path of [
        'labels',
        'label/app/values',
        'series?match[]={app="shop"}',
        'status/buildinfo',
        'detected_labels',
      ]) {
        expect([path, await ask(ports.query ?? 0, 'GET', `/loki/api/v1/${path}`)]).toEqual([path, 200]);
      }
      expect(await ask(ports.metrics ?? 0, 'GET', '/metrics')).toBe(200);
    });

    test('what the guard refused is counted by port, as the alert reads it', async () => {
      expect(await ask(ports.query ?? 0, 'GET', '/ingester/shutdown')).toBe(403);
      const metrics = await (await fetch(`http://127.0.0.1:${ports.guard}/metrics`)).text();
      expect(metrics).toMatch(
        /^caddy_http_request_duration_seconds_count\{code="403",handler="static_response",method="GET",server="query"\} \d/m,
      );
    });
  });
});
