import { readFileSync } from 'node:fs';

/**
 * The installation that tests use as their example: main.ts as it is delivered. A user changes main.ts and `dist/` as he
 * likes; only test/dist.test.ts and test/validators/dist.test.ts read those.
 */
export const FILE = 'examples/default/main.ts';

/** Where its output is, once setup.ts has built it. Workers of jest inherit the variable. */
export const VARIABLE = 'FIXTURE_OUTPUT';

/** Its main.ts, with imports as in the project's folder. */
export function mainText(): string {
  return readFileSync(FILE, 'utf8').replaceAll("'../../", "'./").replaceAll("'../", "'./examples/");
}

/** The folder with its output, which takes the place of `dist/`. Tests only read it. */
export function output(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined) throw new Error(`${VARIABLE} is not set: test/lib/setup.ts of jest.config.js sets it`);
  return folder;
}
