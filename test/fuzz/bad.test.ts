import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import fc from 'fast-check';
import { InvalidInput, type Problem } from '../../constructs/index.ts';
import { RUNS, right } from './arbitraries.ts';
import { type Mistake, mistakes } from './mistakes.ts';
import { build, type Plan } from './plan.ts';

/** Right installations with one value that makes no sense: each is refused in the words of the prop, without a file. */

const outdir = mkdtempSync(join(tmpdir(), 'fuzz-'));

afterAll(() => rmSync(outdir, { recursive: true }));

/** What is wrong with how a mistake is refused. */
function complaints(plan: Plan, { path, prop, plant }: Mistake): string[] {
  let refused: unknown;
  try {
    const app = new App({ outdir });
    build(app, { ...plant(plan), byCharts: false });
    app.synth();
  } catch (error) {
    refused = error;
  }
  const files = written();
  if (!(refused instanceof InvalidInput)) {
    const how = refused instanceof Error ? `${refused.name}: ${refused.message}` : 'it was accepted';
    return [`${path}: '${prop}' is not refused as invalid input: ${how}`];
  }
  const { message, problems } = refused;
  return [
    ...said(message.startsWith("invalid input for '"), `the report begins with ${message.slice(0, 40)}`),
    ...said(!/\n\s+at /.test(message), 'the report holds a stack trace'),
    ...said(
      problems.some((problem) => pathsOf(problem).some((at) => isAt(at, path)) && problem.message.includes(`'${prop}`)),
      `nothing is said of '${prop}' of ${path}, only: ${message}`,
    ),
    ...problems
      .map(({ message }) => message)
      .filter((line) => !READS_WELL.test(line) || line.includes('\n'))
      .map((line) => `it does not say which value, what is allowed and what to do: ${line}`),
    ...files.map((file) => `the file ${file} was written`),
  ];
}

function pathsOf({ path, also = [] }: Problem): string[] {
  return [path, ...also.map((other) => other.path)];
}

/** A construct, or one below it: the ids of some follow from the wrong value itself. */
function isAt(found: string, path: string): boolean {
  return found === path || (['00-namespaces', '50-applications'].includes(path) && found.startsWith(`${path}/`));
}

/** Which prop, which value, what is allowed or why not, what to do. */
const READS_WELL = /'.+ (must|belong together|is taken by|more than one|already).+/s;

/** Files that were written in spite of a mistake, and are gone now. */
function written(): string[] {
  const files = readdirSync(outdir);
  for (const file of files) rmSync(join(outdir, file));
  return files;
}

function said(so: boolean, otherwise: string): string[] {
  return so ? [] : [otherwise];
}

test('a value that makes no sense is refused: where, which, what is allowed, what to do, and no file', () => {
  let seen = 0;
  fc.assert(
    fc.property(right, mistakes, (plan, mistake) => {
      seen += 1;
      expect(complaints(plan, mistake)).toEqual([]);
    }),
    RUNS,
  );
  expect(seen).toBe(RUNS.numRuns);
}, 600_000);
