/** `npm run synth`: writes dist/ from main.ts. */
import { parseArgs } from 'node:util';
import { SynthFailed, synth } from './lib/synth.ts';

const { values } = parseArgs({
  options: { app: { type: 'string', default: 'main.ts' }, out: { type: 'string', default: 'dist' } },
});
const start = performance.now();
try {
  const { files, objects } = await synth(values);
  console.log(`${values.out}/ written: ${objects} objects in ${files} files, ${elapsed()}`);
} catch (error) {
  if (!(error instanceof SynthFailed)) throw error;
  console.error(`${error.message}\n${values.out}/ is unchanged (${elapsed()})`);
  process.exitCode = 1;
}

function elapsed(): string {
  return `${((performance.now() - start) / 1000).toFixed(2)} s`;
}
