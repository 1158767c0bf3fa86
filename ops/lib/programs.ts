import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where to get the programs that the commands run. */
const LINKS = {
  docker: 'https://docs.docker.com/get-docker/',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/',
} as const;

export type Program = keyof typeof LINKS;

/** One line for each program that is not on the search path. */
export function missingPrograms(needed: readonly Program[], path = process.env.PATH ?? ''): string[] {
  return needed.filter((program) => !isOn(path, program)).map((program) => `${program} is missing: ${LINKS[program]}`);
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
