import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve('.cache/tools');

/** What a validator said. */
export interface Verdict {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a built validator. */
export function run(tool: string, args: readonly string[], cwd = process.cwd()): Verdict {
  const { status, stdout, stderr, error } = spawnSync(join(FOLDER, tool), args, { cwd, encoding: 'utf8' });
  if (error) throw error;
  return { status, output: stdout + stderr };
}

/** Tests with a validator: skipped, and said so, where it is not built. In CI it has to be. */
export function describeWith(tool: string, tests: () => void): void {
  if (existsSync(join(FOLDER, tool))) {
    describe(tool, tests);
  } else if (process.env.CI) {
    test(`${tool} is built`, () => {
      throw new Error(`${tool} is missing; tools/build makes it`);
    });
  } else {
    console.log(`skipped: ${tool} is not built; tools/build makes it`);
    // biome-ignore lint/suspicious/noSkippedTests: says which validator did not run.
    test.skip(`${tool} is not built; tools/build makes it`, () => {});
  }
}
