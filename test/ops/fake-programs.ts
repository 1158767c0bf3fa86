import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mainText, output } from '../lib/fixture.ts';

/** What a program of the user's machine answers: shell lines, which may look at `$*`. */
export type Programs = Partial<Record<'docker' | 'kind' | 'kubectl', string>>;

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every program that was started, with its arguments, in order. */
  readonly calls: readonly string[];
  /** What was given to the last program that read its input. */
  readonly input: string;
}

/** What commands read, beside main.ts and dist/. */
const FILES = [
  'constructs',
  'examples',
  'imports',
  'kind.yaml',
  'ops',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];

/** A copy of the project for commands to run in: main.ts and dist/ are those of the fixture. */
export function copyOfProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'project-'));
  for (const file of FILES) cpSync(file, join(copy, file), { recursive: true });
  writeFileSync(join(copy, 'main.ts'), mainText());
  cpSync(output(), join(copy, 'dist'), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

/**
 * Runs a command of ops/ on a machine that has these programs and no others but Node and a shell.
 *
 * @param env variables beside those of the tests.
 */
export function runCommand(
  project: string,
  command: string,
  args: readonly string[],
  programs: Programs,
  env: Readonly<Record<string, string>> = {},
): Run {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  try {
    const calls = join(folder, 'calls');
    const input = join(folder, 'input');
    writeFileSync(calls, '');
    writeFileSync(input, '');
    for (const [name, answer] of Object.entries(programs)) {
      const script = `#!/bin/sh\necho "${name} $*" >> ${calls}\ncase "$*" in *"-f -"*) cat > ${input} ;; esac\n${answer}\n`;
      writeFileSync(join(folder, name), script, { mode: 0o755 });
    }
    for (const [name, path] of [
      ['node', process.execPath],
      ['sh', '/bin/sh'],
      ['cat', '/bin/cat'],
    ] as const) {
      symlinkSync(path, join(folder, name));
    }
    const { status, stdout, stderr } = spawnSync(process.execPath, ['ops/run.mjs', `ops/${command}.ts`, ...args], {
      env: { ...process.env, PATH: folder, CI: 'true', NO_COLOR: '1', ...env },
      cwd: project,
      encoding: 'utf8',
      timeout: 60_000,
    });
    return {
      code: status,
      stdout,
      stderr,
      calls: readFileSync(calls, 'utf8').split('\n').filter(Boolean),
      input: readFileSync(input, 'utf8'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
