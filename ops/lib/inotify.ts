import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Limits that the pods of a kind cluster need of their one shared kernel. */
const LEAST = { max_user_instances: 512, max_user_watches: 524_288 } as const;

/** One line for each limit of this machine that is too low. Other systems than Linux have no such limits. */
export function inotifyWarnings(folder = '/proc/sys/fs/inotify'): string[] {
  return Object.entries(LEAST).flatMap(([name, least]) => {
    const value = limit(join(folder, name));
    return value === undefined || value >= least
      ? []
      : [
          `fs.inotify.${name} is ${value}: below ${least}, pods may fail with "too many open files"; ` +
            `sudo sysctl fs.inotify.${name}=${least}`,
        ];
  });
}

function limit(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
