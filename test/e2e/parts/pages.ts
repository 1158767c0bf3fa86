import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { eventually } from '../lib/eventually.ts';
import { query } from '../lib/stack.ts';

/** The commands of a page, block by block. */
function commands(page: string): string[] {
  return [...readFileSync(page, 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

describe('docs/how-to/backup-and-restore.md', () => {
  test('its commands, as pasted: what was saved is there again after everything was deleted', async () => {
    const time = Math.floor(Date.now() / 1000) - 60;
    const ask = () => query('sum(prometheus_tsdb_head_samples_appended_total)', time);
    const before = await ask();
    expect(before).toHaveLength(1);
    const [backup = '', check = '', start = '', restore = ''] = commands('docs/how-to/backup-and-restore.md');
    const folder = mkdtempSync(join(tmpdir(), 'backup-'));
    symlinkSync(resolve('docs'), join(folder, 'docs'));
    const paste = (lines: string) => execFileSync('sh', ['-euc', lines], { cwd: folder, encoding: 'utf8' });
    try {
      paste(backup);
      expect(paste(check)).toBe('prometheus.tar.gz is complete\n');
      paste(start);
      paste(restore);
      await eventually('the same sample', async () => expect(await ask()).toEqual(before));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
