import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { execa } from 'execa';
import { filesIn, LIST, replaceOutput } from './output.ts';
import { type Problem, problemsIn, typeProblems } from './problem.ts';

/** Options of a build. */
export interface SynthOptions {
  /** @default 'main.ts' */
  readonly app?: string;
  /** @default 'dist' */
  readonly out?: string;
  /** Whether to run the type checker in parallel. @default true */
  readonly types?: boolean;
  /** Format of errors. `problems` of `SynthFailed` need `json`. @default 'text' */
  readonly report?: 'text' | 'colors' | 'json';
}

/** Result of a build. */
export interface SynthResult {
  readonly files: number;
  readonly objects: number;
  /** Other output of the build. */
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
 * Builds all objects in a temporary folder and, if there is no error, moves its files into the output folder. Other files
 * there are left alone.
 *
 * @throws SynthFailed with the output of the build and the type checker.
 */
export async function synth(options: SynthOptions = {}): Promise<SynthResult> {
  const { app = 'main.ts', out = 'dist', types = true, report = 'text' } = options;
  const fresh = join(dirname(out), `.${basename(out)}-${process.pid}`);
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
      const message = `${app} built no objects; is there an app.synth(), and no 'outdir' of its own?`;
      throw new SynthFailed(message, [problem(app, message)]);
    }
    const clashes = await replaceOutput(fresh, out);
    if (clashes.length > 0) {
      const problems = clashes.map((file) =>
        problem(
          file,
          `a chart writes a file of this name, and ${join(out, LIST)} does not list this one as written by npm run synth; ` +
            'move or delete it',
        ),
      );
      throw new SynthFailed(problems.map(({ where, message }) => `${where}: ${message}`).join('\n'), problems);
    }
    return result;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

function problem(where: string, message: string): Problem {
  return { kind: 'build', where, message };
}

/**
 * Type-checks an app and its imports, with the project's settings. Errors elsewhere, in a test for example, are irrelevant to
 * its user.
 */
async function checkTypes(app: string) {
  const folder = await mkdtemp(join(tmpdir(), 'types-'));
  const project = join(folder, 'tsconfig.json');
  const compilerOptions = { typeRoots: [resolve('node_modules/@types')] };
  const settings = { extends: resolve('tsconfig.json'), files: [resolve(app)], include: [], compilerOptions };
  try {
    await writeFile(project, JSON.stringify(settings));
    return await execa('tsc', ['--noEmit', '--pretty', 'false', '-p', project], {
      all: true,
      preferLocal: true,
      reject: false,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function count(folder: string): Promise<Omit<SynthResult, 'warnings'>> {
  const files = await filesIn(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { files: files.length, objects: texts.join('\n').match(/^kind: /gm)?.length ?? 0 };
}
