// Reports errors: as text or, with `--json`, as one line of JSON, which docs/problems.md describes.
import { basename } from 'node:path';
import { styleText } from 'node:util';
import { originOf } from './origin.mjs';

/**
 * Prints why a script failed.
 *
 * @param run the script, its arguments, and the folder of the project.
 */
export function report(error, run) {
  const { problems, words } = described(error, run);
  if (run.args.includes('--json')) console.log(JSON.stringify({ problems }));
  else if (words) console.error(words);
  // A bug of ours needs its stack trace.
  if (!words) console.error(error);
}

function described(error, run) {
  switch (error?.name) {
    case 'Contradictions':
      return { problems: error.findings.map(contradiction), words: inStyle(error) };
    case 'InvalidInput':
      return {
        problems: error.problems.map(({ path, message, also }) => ({ ...input(path, message), also })),
        words: error.message,
      };
    case 'Refused':
      return { problems: error.problems ?? [refusal(error, run)], words: error.message };
  }
  // Syntax errors from esbuild.
  if (Array.isArray(error?.errors) && error.warnings) return listed(error.errors.map((one) => unreadable(one, run)));
  const origin = originOf(error, run.root);
  if (origin) return listed([input(origin, error.message)]);
  return { problems: [{ kind: 'build', where: run.file, message: error?.message ?? String(error) }] };
}

function listed(problems) {
  return { problems, words: problems.map(({ where, message }) => `${where}: ${message}`).join('\n') };
}

function contradiction({ path, ...finding }) {
  const { value, why, remedy } = finding;
  return { kind: 'contradiction', where: path, message: `${value}: ${why}; ${remedy}`, ...finding };
}

function input(where, message) {
  return { kind: 'input', where, message };
}

function refusal({ message }, { file }) {
  return { kind: 'command', where: `npm run ${basename(file, '.ts')}`, message };
}

function unreadable({ location, text }, { file }) {
  const where = location ? `${location.file}:${location.line}:${location.column + 1}` : file;
  return { kind: 'build', where, message: text };
}

/** `REPORT=colors` forces colors without a terminal. */
function inStyle(error) {
  const isColored = process.env.REPORT === 'colors' || (process.stderr.isTTY && !process.env.NO_COLOR);
  if (!isColored) return error.message;
  const as = (format) => (text) => styleText(format, text, { validateStream: false });
  return error.inStyle({ file: as('bold'), place: as('cyan'), check: as('dim') });
}
