import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { withFiles } from '../lib/files.ts';

/** `npm test` against programs that only print how they were called. */

const says = (exitCode: number) => `#!/bin/sh\necho "$(basename "$0") $*"\nexit ${exitCode}\n`;

function npmTest(exitCodes: { readonly tsc: number; readonly jest: number }): {
  code: number | null;
  printed: string[];
} {
  const programs = { biome: 0, depcruise: 0, ...exitCodes };
  const files = Object.entries(programs).map(([name, code]) => [`node_modules/.bin/${name}`, says(code)] as const);
  return withFiles(Object.fromEntries(files), (cwd) => {
    for (const [file] of files) chmodSync(join(cwd, file), 0o755);
    const args = [resolve('ops/run.mjs'), resolve('ops/test.ts')];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
    return {
      code: status,
      printed: (stdout + stderr)
        .replaceAll(/[\d.]+ s\b/g, 'N s')
        .trim()
        .split('\n'),
    };
  });
}

const SUMMARY = ['ok  tests  N s', 'ok  validators  N s', 'N s together'];

test('says how long it takes, runs all parts, and how long each took', () => {
  const { code, printed } = npmTest({ tsc: 0, jest: 0 });
  expect(code).toBe(0);
  expect(printed[0]).toMatch(/^types, lint, imports, tests, validators: about \d minutes on two idle cores$/);
  expect(printed).toEqual(expect.arrayContaining(['tsc --noEmit', 'jest ', 'jest --config jest.validators.config.js']));
  expect(printed.slice(-SUMMARY.length)).toEqual(SUMMARY);
});

test('a part that fails stops no other, and is named at the end', () => {
  const { code, printed } = npmTest({ tsc: 1, jest: 0 });
  expect(code).toBe(1);
  expect(printed).toContain('FAILED  types  N s');
  expect(printed.slice(-SUMMARY.length - 1)).toEqual([...SUMMARY, 'failed: types']);
});
