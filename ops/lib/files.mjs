// Files below .cache/: whole or not there, and only the newest of a kind.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** How many files of a kind are kept. Each app that is built has its own. */
const NEWEST = 8;

/** What a file says, if it can be read. */
export function readIfThere(file, encoding) {
  try {
    return readFileSync(file, encoding);
  } catch {
    return undefined;
  }
}

/**
 * Writes a file in one step, as other processes may read it, and removes old ones beside it. Where nothing can be
 * written, nothing is kept: the next build takes longer.
 */
export function writeWhole(file, content) {
  const folder = dirname(file);
  const own = `${file}.${process.pid}`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, content);
    renameSync(own, file);
    removeOld(folder);
  } catch {
    // What is left of it is removed with other old files.
  }
}

function removeOld(folder) {
  const files = readdirSync(folder).map((name) => resolve(folder, name));
  if (files.length <= NEWEST) return;
  const age = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const byAge = files.map((path) => ({ path, age: age(path) })).sort((a, b) => b.age - a.age);
  for (const { path } of byAge.slice(NEWEST)) rmSync(path, { force: true });
}
