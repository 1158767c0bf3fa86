import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { type Problem, problemsIn, typeProblems } from './problem.ts';

/** What to build, and where to. */
export interface SynthOptions {
  /** @default 'main.ts' */
  readonly app?: string;
  /** @default 'dist' */
  readonly out?: string;
  /** Whether to check the types too, beside the build. @default true */
  readonly types?: boolean;
  /** How the build says what is wrong. `problems` of `SynthFailed` want `json`. @default 'text' */
  readonly report?: 'text' | 'colors' | 'json';
}

/** What was written. */
export interface SynthResult {
  readonly files: number;
  readonly objects: number;
  /** What the build said besides. */
  readonly warnings: string;
}

/** The build or the type check failed. Nothing was written. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[]) {
    super(message);
    this.problems = problems;
  }
}

/**
 * Builds all objects into a temporary folder and, when everything is right, puts it in the place of the old one.
 *
 * @throws SynthFailed with what the build and the type check printed.
 */
export async function synth(options: SynthOptions = {}): Promise<SynthResult> {
  const { app = 'main.ts', out = 'dist', types = true, report = 'text' } = options;
  const fresh = join(dirname(out), `.${basename(out)}-${process.pid}`);
  const old = `${fresh}-old`;
  try {
    await mkdir(fresh, { recursive: true });
    const [build, check] = await Promise.all([
      execa('node', ['ops/run.mjs', app, ...(report === 'json' ? ['--json'] : [])], {
        env: { CDK8S_OUTDIR: fresh, REPORT: report },
        all: true,
        reject: false,
      }),
      types ? checkTypes(app) : undefined,
    ]);
    if (build.failed || check?.failed) {
      const failed = [build, check].filter((run) => run?.failed).map((run) => run?.all);
      throw new SynthFailed(failed.join('\n'), [
        ...(build.failed ? (problemsIn(build.stdout) ?? [problem(app, build.all)]) : []),
        ...(check?.failed ? typeProblems(check.all) : []),
      ]);
    }
    const result = { ...(await count(fresh)), warnings: build.stderr };
    if (result.objects === 0) {
      const message = `${app} built no objects; is there an app.synth()?`;
      throw new SynthFailed(message, [problem(app, message)]);
    }
    await rename(out, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(fresh, out);
    return result;
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

function problem(where: string, message: string): Problem {
  return { kind: 'build', where, message };
}

/**
 * The types of an app and of what it imports, with the project's settings. What is wrong elsewhere, in a test for example, is
 * nothing to its user, nor is a name that nothing uses once something is taken out of main.ts: that is for the linter.
 */
async function checkTypes(app: string) {
  const project = `.cache/run/types-${process.pid}.json`;
  const compilerOptions = { noUnusedLocals: false, noUnusedParameters: false };
  const settings = { extends: resolve('tsconfig.json'), files: [resolve(app)], include: [], compilerOptions };
  await mkdir(dirname(project), { recursive: true });
  await writeFile(project, JSON.stringify(settings));
  try {
    return await execa('tsc', ['--noEmit', '--pretty', 'false', '-p', project], {
      all: true,
      preferLocal: true,
      reject: false,
    });
  } finally {
    await rm(project);
  }
}

async function count(folder: string): Promise<Omit<SynthResult, 'warnings'>> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { files: files.length, objects: texts.join('\n').match(/^kind: /gm)?.length ?? 0 };
}
