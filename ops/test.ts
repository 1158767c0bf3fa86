/** `npm test`: types, lint, unit tests and, where their tools are built, the real validators. All parts run, then it says which failed. */
import { existsSync } from 'node:fs';
import { execa } from 'execa';

const parts = [
  { name: 'types', run: ['tsc', '--noEmit'] },
  { name: 'lint', run: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'imports', run: ['depcruise', 'constructs', 'imports', 'examples', 'main.ts'] },
  { name: 'tests', run: ['jest'] },
  ...(existsSync('jest.validators.config.js')
    ? [{ name: 'validators', run: ['jest', '--config', 'jest.validators.config.js'] }]
    : []),
] as const;

const failed: string[] = [];
for (const { name, run } of parts) {
  const [program, ...args] = run;
  const start = performance.now();
  const { failed: broken } = await execa(program ?? '', args, { preferLocal: true, stdio: 'inherit', reject: false });
  console.log(`${broken ? 'FAILED' : 'ok'}  ${name}  ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (broken) failed.push(name);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
