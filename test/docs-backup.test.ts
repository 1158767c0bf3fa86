/** The check of the page about backups, as pasted, over archives that lack something. */
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { pageOf, readPages, snippets } from '../ops/lib/docs-pages.ts';

const FILES = 20;
/** A file of 10,000 bytes fills as many of the blocks that an archive consists of; its header is one more. */
const BLOCK = 512;
const ENTRY = (1 + Math.ceil(10_000 / BLOCK)) * BLOCK;

const folder = mkdtempSync(join(tmpdir(), 'backup-'));
const volume = join(folder, 'volume');
const archive = join(folder, 'prometheus.tar.gz');
let whole: Buffer;

beforeAll(() => {
  mkdirSync(volume);
  for (let number = 0; number < FILES; number += 1) writeFileSync(join(volume, `${number}`), 'x'.repeat(10_000));
  whole = execFileSync('tar', ['-C', volume, '-czf', '-', '.']);
  // The pod's `find /data`.
  writeFileSync(join(folder, 'kubectl'), `#!/bin/sh\nshift 5\n[ "$*" = 'find /data' ] && exec find '${volume}'\n`);
  chmodSync(join(folder, 'kubectl'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the check says of an archive. */
function said(contents: Buffer): string {
  writeFileSync(archive, contents);
  const page = pageOf(readPages(), 'docs/how-to/backup-and-restore.md');
  const check = snippets(page, 'sh').find(({ code }) => code.startsWith('tar -tzf'))?.code ?? '';
  expect(check).not.toBe('');
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  return spawnSync('sh', ['-c', check], { cwd: folder, env, encoding: 'utf8' }).stdout;
}

test('a whole archive is complete', () => {
  expect(said(whole)).toBe('prometheus.tar.gz is complete\n');
});

test.each<[string, () => Buffer]>([
  ['the compressed archive ends early', () => whole.subarray(0, whole.length - 20)],
  ['the archive ends within a file', () => gzipSync(gunzipSync(whole).subarray(0, BLOCK + ENTRY * FILES - BLOCK))],
  ['the archive ends between two files', () => gzipSync(gunzipSync(whole).subarray(0, BLOCK + ENTRY * 3))],
  ['nothing arrived', () => Buffer.alloc(0)],
  ['it is of another volume', () => execFileSync('tar', ['-C', folder, '-czf', '-', 'kubectl'])],
])('it is not, if %s', (_, contents) => {
  expect(said(contents())).toBe('');
});

test('the first commands fail where the copy fails, because no pipe hides it', () => {
  expect(readFileSync('docs/how-to/backup-and-restore.md', 'utf8')).not.toMatch(/tar -C \/data -c.*\|/);
});
