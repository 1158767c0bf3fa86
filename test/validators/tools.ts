import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FOLDER = resolve('.cache/tools');

/** Every validator, and where it comes from. */
const VALIDATORS = {
  kubeconform: 'tools/build',
  'kube-score': 'tools/build',
  'pod-security': 'tools/build',
  promtool: 'tools/build',
  amtool: 'tools/build',
  caddy: 'tools/build',
  scenes: 'tools/build',
  loki: 'https://github.com/grafana/loki/releases',
  logcli: 'https://github.com/grafana/loki/releases',
  alloy: 'https://github.com/grafana/alloy/releases',
} as const;

export type Validator = keyof typeof VALIDATORS;

/** What a validator printed, and how it ended. */
export interface Verdict {
  readonly status: number | null;
  readonly output: string;
}

/** Path of a validator: from the environment, such as `KUBE_SCORE`, else where `tools/build` puts it. */
export function pathOf(validator: Validator, env: NodeJS.ProcessEnv = process.env, folder = FOLDER): string {
  return env[variableOf(validator)] ?? join(folder, validator);
}

/** The validators that are not installed, each with what to do about it. */
export function missing(env: NodeJS.ProcessEnv = process.env, folder = FOLDER): string[] {
  return Object.entries(VALIDATORS).flatMap(([name, source]) => {
    const validator = name as Validator;
    const variable = variableOf(validator);
    if (existsSync(pathOf(validator, env, folder))) return [];
    if (env[variable] !== undefined) return [`${validator} (${variable} is ${env[variable]}, which does not exist)`];
    const advice = source === 'tools/build' ? `run tools/build ${validator}` : `from ${source}`;
    return [`${validator} (${advice}, or set ${variable} to its path)`];
  });
}

const variableOf = (validator: Validator) => validator.toUpperCase().replaceAll('-', '_');

/** Runs a validator. */
export function run(
  validator: Validator,
  args: readonly string[],
  { cwd, input }: { readonly cwd?: string; readonly input?: string } = {},
): Verdict {
  const { status, stdout, stderr, error } = spawnSync(pathOf(validator), args, { cwd, input, encoding: 'utf8' });
  if (error) throw error;
  return { status, output: stdout + stderr };
}

/** Tests with a validator: skipped where it is missing, which `setup.ts` reports. In CI, or at a wrong path, they fail. */
export function describeWith(validator: Validator, tests: () => void): void {
  if (existsSync(pathOf(validator))) {
    describe(validator, tests);
  } else if (process.env.CI || process.env[variableOf(validator)] !== undefined) {
    test(`${validator} is installed`, () => {
      throw new Error(`missing: ${missing().find((line) => line.startsWith(`${validator} `))}`);
    });
  } else {
    // biome-ignore lint/suspicious/noSkippedTests: the validator is missing, and setup.ts names it.
    describe.skip(validator, tests);
  }
}
