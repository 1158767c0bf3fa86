import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/**
 * Which files of an output folder synth wrote, one a line. It is committed with them: without it, nobody could tell the
 * file of a chart that was removed from a file that somebody put there.
 */
export const LIST = '.synth';

const HEADER = '# npm run synth wrote these files. It replaces and removes them, and leaves all others alone.';

/**
 * Moves new files into an output folder and removes those that synth wrote there before and that are not made any more.
 *
 * @param fresh a folder with the new files, on the same file system.
 * @returns files that are in the way and that synth did not write. If there are any, nothing was changed.
 */
export async function replaceOutput(fresh: string, out: string): Promise<string[]> {
  const files = await filesIn(fresh);
  const written = await listed(out);
  const isInTheWay = await Promise.all(files.map(async (file) => !written.includes(file) && differs(file, fresh, out)));
  const clashes = files.filter((_, index) => isInTheWay[index]);
  if (clashes.length > 0) return clashes.map((file) => join(out, file));
  const stale = written.filter((file) => !files.includes(file));
  await Promise.all(stale.map((file) => rm(join(out, file), { force: true })));
  await writeFile(join(fresh, LIST), [HEADER, ...files, ''].join('\n'));
  // The list is first: should one of the others fail, the next synth knows which files are its own.
  for (const file of [LIST, ...files]) {
    await mkdir(dirname(join(out, file)), { recursive: true });
    await rename(join(fresh, file), join(out, file));
  }
  return [];
}

/** Files in a folder and its subfolders, by their paths in it. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(relative(folder, parentPath), name))
    .sort();
}

/** The files that synth wrote into an output folder. */
export async function listed(out: string): Promise<string[]> {
  const file = join(out, LIST);
  const list = existsSync(file) ? await readFile(file, 'utf8') : '';
  return list.split(/\r?\n/).filter((line) => line && !line.startsWith('#'));
}

/** What stands for a folder of that name, for example. */
const UNREADABLE = Buffer.of();

/** Whether something else has the place of a file. The same bytes are not in the way. */
async function differs(file: string, fresh: string, out: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([
    readFile(join(fresh, file)),
    readFile(join(out, file)).catch(({ code }) => (code === 'ENOENT' ? undefined : UNREADABLE)),
  ]);
  return theirs !== undefined && !ours.equals(theirs);
}
