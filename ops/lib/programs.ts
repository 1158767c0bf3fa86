import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Refused } from './refused.ts';

/** Download pages of the programs that the commands run. */
const LINKS = {
  docker: 'https://docs.docker.com/get-docker/',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/',
} as const;

export type Program = keyof typeof LINKS;

/**
 * Checks for required programs before anything is started.
 *
 * @throws Refused with one line for each that is not in `PATH`.
 */
export function needPrograms(needed: readonly Program[], path = process.env.PATH ?? ''): void {
  const missing = needed.filter((program) => !isOn(path, program));
  if (missing.length > 0) {
    throw new Refused(missing.map((program) => `${program} is missing: ${LINKS[program]}`).join('\n'));
  }
}

function isOn(path: string, program: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
