import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative } from 'node:path';

/**
 * The list of files that synth wrote into an output folder, one a line. It is committed with them: it distinguishes the file
 * of a removed chart from a file that a user put there.
 */
export const LIST = '.synth';

const HEADER = '# npm run synth wrote these files. It replaces and removes them, and leaves all others alone.';

/**
 * Moves new files into an output folder and removes those of the previous synth that no longer exist.
 *
 * @param fresh a folder with the new files, on the same file system.
 * @returns conflicting files that synth did not write. If there are any, nothing was changed.
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
  // The list is written first: if a later step fails, the next synth knows its own files.
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
  // Nothing outside the folder is ever synth's to remove, whatever the list says.
  const isInside = (line: string) => !isAbsolute(line) && !normalize(line).startsWith('..');
  return list.split(/\r?\n/).filter((line) => line && !line.startsWith('#') && isInside(line));
}

/** A placeholder for a folder of that name, for example. */
const UNREADABLE = Buffer.of();

/** Whether another file is in the place of a new one. Equal content is no conflict. */
async function differs(file: string, fresh: string, out: string): Promise<boolean> {
  const [ours, theirs] = await Promise.all([
    readFile(join(fresh, file)),
    readFile(join(out, file)).catch(({ code }) => (code === 'ENOENT' ? undefined : UNREADABLE)),
  ]);
  return theirs !== undefined && !ours.equals(theirs);
}
