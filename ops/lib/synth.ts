import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { execa } from 'execa';

/** What to build, and where to. */
export interface SynthOptions {
  /** @default 'main.ts' */
  readonly app?: string;
  /** @default 'dist' */
  readonly out?: string;
  /** Whether to check the types too, beside the build. @default true */
  readonly types?: boolean;
  /** How the build says what is wrong. @default 'text' */
  readonly report?: 'text' | 'colors' | 'json';
}

/** What was written. */
export interface SynthResult {
  readonly files: number;
  readonly objects: number;
}

/** The build or the type check failed. Nothing was written. */
export class SynthFailed extends Error {
  override readonly name = 'SynthFailed';
  /** What is wrong in the output: a JSON list. @default - the build was not asked for it, or fails otherwise. */
  readonly list?: string;

  constructor(message: string, list?: string) {
    super(message);
    this.list = list;
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
      execa('node', ['ops/run.mjs', app], {
        env: { CDK8S_OUTDIR: fresh, REPORT: report },
        all: true,
        reject: false,
      }),
      types ? checkTypes(app) : undefined,
    ]);
    const list = report === 'json' && build.failed ? listIn(build.stderr) : undefined;
    const problems = [list ? undefined : build, check].filter((run) => run?.failed).map((run) => run?.all);
    if (list || problems.length > 0) throw new SynthFailed(problems.join('\n'), list);
    const result = await count(fresh);
    if (result.objects === 0) throw new SynthFailed(`${app} built no objects; is there an app.synth()?`);
    await rename(out, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(fresh, out);
    return result;
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** The list in what a build printed. There may be warnings around it. */
function listIn(printed: string): string | undefined {
  return printed.split('\n').findLast((line) => line.startsWith('[{'));
}

/** The project's own settings, and where the app is another file, for that file. */
async function checkTypes(app: string) {
  const project = app === 'main.ts' ? 'tsconfig.json' : `.tsconfig-${process.pid}.json`;
  if (app !== 'main.ts') await writeFile(project, JSON.stringify({ extends: './tsconfig.json', include: [app] }));
  try {
    return await execa('tsc', ['--noEmit', '--pretty', 'false', '-p', project], {
      all: true,
      preferLocal: true,
      reject: false,
    });
  } finally {
    if (app !== 'main.ts') await rm(project);
  }
}

async function count(folder: string): Promise<SynthResult> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return { files: files.length, objects: texts.join('\n').match(/^kind: /gm)?.length ?? 0 };
}
