/** `npm test`: types, lint, imports, unit tests and the real validators. All steps run, then failures are listed. */
import { execa, type Options } from 'execa';

type Part = readonly [name: string, program: string, ...args: string[]];

/** Quick steps run in parallel and print when they end. */
const QUICK: readonly Part[] = [
  ['types', 'tsc', '--noEmit'],
  ['lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['imports', 'depcruise', 'constructs', 'imports', 'examples', 'main.ts'],
];
/** These run one by one on all cores. Jest prints its own progress. */
const SLOW: readonly Part[] = [
  ['tests', 'jest'],
  ['validators', 'jest', '--config', 'jest.validators.config.js'],
];
const DURATION = 'about 4 minutes on two idle cores';

const results: { readonly name: string; readonly failed: boolean; readonly line: string }[] = [];

async function run([name, program, ...args]: Part, options: Options): Promise<void> {
  const start = performance.now();
  const { failed, all, exitCode, shortMessage } = await execa(program, args, {
    preferLocal: true,
    reject: false,
    ...options,
  });
  const line = `${failed ? 'FAILED' : 'ok'}  ${name}  ${seconds(start)}`;
  if (all) console.log(all);
  if (failed && exitCode === undefined) console.error(shortMessage);
  console.log(line);
  results.push({ name, failed, line });
}

const seconds = (start: number) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

const start = performance.now();
console.log(`${[...QUICK, ...SLOW].map(([name]) => name).join(', ')}: ${DURATION}`);
await Promise.all(QUICK.map((part) => run(part, { all: true, stdin: 'ignore' })));
for (const part of SLOW) await run(part, { stdio: 'inherit' });

console.log(`\n${results.map(({ line }) => line).join('\n')}\n${seconds(start)} together`);
const failed = results.filter((result) => result.failed).map(({ name }) => name);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
