// Files below .cache/: whole or not there, and only the newest of a kind.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** How many files of a kind are kept. Each app that is built has its own. */
const NEWEST = 8;

/** What a file says, if it is there. */
export function readIfThere(file, encoding) {
  try {
    return readFileSync(file, encoding);
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file in one step, as other processes may read it, and removes old ones beside it. */
export function writeWhole(file, content) {
  const folder = dirname(file);
  const own = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(own, content);
  renameSync(own, file);
  const age = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const others = readdirSync(folder).map((name) => resolve(folder, name));
  if (others.length <= NEWEST) return;
  const old = others.map((path) => ({ path, age: age(path) })).sort((a, b) => b.age - a.age);
  for (const { path } of old.slice(NEWEST)) rmSync(path, { force: true });
}
