import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesIn, replaceOutput } from '../../ops/lib/output.ts';

/** In an output folder, synth removes what it wrote before, and nothing else. */

let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
  out = join(folder, 'dist');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts files into the output folder by hand. */
function put(files: Readonly<Record<string, string>>, into = out): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(into, file)), { recursive: true });
    writeFileSync(join(into, file), text);
  }
}

/** Replaces the output with these files. @returns what is in the way. */
function write(files: Readonly<Record<string, string>>): Promise<string[]> {
  const fresh = mkdtempSync(join(folder, 'fresh-'));
  put(files, fresh);
  return replaceOutput(fresh, out);
}

/** What is in the output folder, without the list. */
async function content(): Promise<Record<string, string>> {
  const files = (await filesIn(out)).filter((file) => file !== '.synth');
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), 'utf8')]));
}

const OWN = { 'own.yaml': 'kind: Own\r\n', 'team/60-own.k8s.yaml': 'kind: Own\n', '70-own.k8s.yaml': 'kind: Own\n' };

test('files of charts that were renamed or removed go, all others stay', async () => {
  await write({ '10-a.k8s.yaml': 'a', '20-b.k8s.yaml': 'b' });
  put(OWN);
  expect(await write({ '10-a.k8s.yaml': 'changed', '30-c.k8s.yaml': 'c' })).toEqual([]);
  expect(await content()).toEqual({ '10-a.k8s.yaml': 'changed', '30-c.k8s.yaml': 'c', ...OWN });
});

test('what synth wrote is known after a clone, whatever its lines end with', async () => {
  await write({ '10-a.k8s.yaml': 'a', '20-b.k8s.yaml': 'b' });
  const list = readFileSync(join(out, '.synth'), 'utf8');
  rmSync(out, { recursive: true });
  put({ '10-a.k8s.yaml': 'a', '20-b.k8s.yaml': 'b', '.synth': list.replaceAll('\n', '\r\n'), ...OWN });
  expect(await write({ '20-b.k8s.yaml': 'changed' })).toEqual([]);
  expect(await content()).toEqual({ '20-b.k8s.yaml': 'changed', ...OWN });
});

test('a file that synth did not write is in the way of a chart, and nothing is changed', async () => {
  await write({ '10-a.k8s.yaml': 'a' });
  put(OWN);
  mkdirSync(join(out, '80-folder.k8s.yaml'));
  const before = await content();
  const list = readFileSync(join(out, '.synth'), 'utf8');
  expect(
    await write({
      '20-b.k8s.yaml': 'b',
      '70-own.k8s.yaml': 'c',
      '80-folder.k8s.yaml': 'd',
      'team/60-own.k8s.yaml': 'e',
    }),
  ).toEqual(['70-own.k8s.yaml', '80-folder.k8s.yaml', 'team/60-own.k8s.yaml'].map((file) => join(out, file)));
  expect(await content()).toEqual(before);
  expect(readFileSync(join(out, '.synth'), 'utf8')).toBe(list);
});

test('the same bytes are not in the way, and are written by synth from then on', async () => {
  put({ '10-a.k8s.yaml': 'a' });
  expect(await write({ '10-a.k8s.yaml': 'a' })).toEqual([]);
  expect(await write({ '20-b.k8s.yaml': 'b' })).toEqual([]);
  expect(existsSync(join(out, '10-a.k8s.yaml'))).toBe(false);
});

test('a chart of its own folder is written, and removed again', async () => {
  await write({ 'chart/ConfigMap.a.k8s.yaml': 'a' });
  expect(await content()).toEqual({ 'chart/ConfigMap.a.k8s.yaml': 'a' });
  await write({ 'chart/ConfigMap.b.k8s.yaml': 'b' });
  expect(await content()).toEqual({ 'chart/ConfigMap.b.k8s.yaml': 'b' });
});

test('a list that names files outside the folder removes none of them', async () => {
  await write({ '10-a.k8s.yaml': 'a' });
  put({ 'precious.txt': 'precious' }, folder);
  put({ '.synth': `10-a.k8s.yaml\n../precious.txt\n${join(folder, 'precious.txt')}\n` });
  await write({ '20-b.k8s.yaml': 'b' });
  expect(readFileSync(join(folder, 'precious.txt'), 'utf8')).toBe('precious');
  expect(await content()).toEqual({ '20-b.k8s.yaml': 'b' });
});
