import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rewindScript } from '../../../constructs/components/alloy/rewind.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rewind-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = (time: string, text: string, tag = 'F') => `2026-11-25T${time}.000000001Z stdout ${tag} ${text}\n`;

/** Runs the script on one file that was read up to `offset`. @returns the new offset. */
function rewind(text: string, offset = Buffer.byteLength(text), modified = new Date()): number {
  const log = join(folder, '0.log');
  const positions = join(folder, 'positions.yml');
  writeFileSync(log, text);
  utimesSync(log, modified, modified);
  const labels = `    labels: '{app="shop", pod="shop-1"}'`;
  writeFileSync(positions, `positions:\n  ? path: ${log}\n${labels}\n  : "${offset}"\n`);
  const { status, stderr } = spawnSync('sh', ['-c', rewindScript(positions)], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const [head, path, same, position] = readFileSync(positions, 'utf8').trimEnd().split('\n');
  expect([head, path, same]).toEqual(['positions:', `  ? path: ${log}`, labels]);
  return Number(/^ {2}: "(\d+)"$/.exec(position ?? '')?.[1]);
}

const OLD = line('10:00:00', 'old');

test('the last minute is read again', () => {
  const text = OLD + line('10:05:00', 'a') + line('10:05:59', 'b') + line('10:06:00', 'c');
  expect(rewind(text)).toBe(OLD.length);
});

test('only what was read before counts', () => {
  const read = OLD + line('10:05:00', 'a');
  expect(rewind(read + line('10:30:00', 'not read yet'), read.length)).toBe(OLD.length);
});

test('a whole short file is read again', () => {
  expect(rewind(line('10:05:00', 'a') + line('10:05:01', 'b'))).toBe(0);
});

test('a minute may begin before midnight', () => {
  expect(rewind(OLD + line('23:59:40', 'a') + line('00:00:10', 'b'))).toBe(OLD.length);
});

test('an entry of several lines is not cut', () => {
  const parts = line('10:05:00', 'long', 'P') + line('10:06:30', 'longer', 'P') + line('10:06:30', 'end');
  expect(rewind(OLD + parts + line('10:06:31', 'c'))).toBe((OLD + parts).length);
});

test('bytes are counted, not characters', () => {
  const old = line('10:00:00', 'старая строка');
  expect(rewind(old + line('10:05:00', 'новая'))).toBe(Buffer.byteLength(old));
});

test('at most 64 KiB are read again, from the beginning of an entry', () => {
  const text = line('10:05:00', 'x'.repeat(200)).repeat(1000);
  const offset = rewind(text);
  expect(text.length - offset).toBeLessThanOrEqual(65_536);
  expect(text.length - offset).toBeGreaterThan(65_000);
  expect(text.slice(offset - 1, offset + 10)).toBe('\n2026-11-25');
});

test('a file that nobody wrote to for an hour is not read again', () => {
  expect(rewind(OLD, OLD.length, new Date(Date.now() - 3_700_000))).toBe(OLD.length);
});

test('a file that is shorter than the position keeps it', () => {
  expect(rewind('', 500)).toBe(500);
});

test('a file that is gone keeps its position, and so does a start without positions', () => {
  const positions = join(folder, 'positions.yml');
  const text = `positions:\n  ? path: ${folder}/gone.log\n    labels: '{}'\n  : "77"\n`;
  writeFileSync(positions, text);
  expect(spawnSync('sh', ['-c', rewindScript(positions)]).status).toBe(0);
  expect(readFileSync(positions, 'utf8')).toBe(text);
  expect(spawnSync('sh', ['-c', rewindScript(join(folder, 'none.yml'))]).status).toBe(0);
});
