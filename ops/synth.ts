/** `npm run synth`: writes dist/ from main.ts. */
import { readOptions, text } from './lib/options.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';
import { SynthFailed, synth } from './lib/synth.ts';

const options = readOptions('synth', { app: text('FILE', 'main.ts'), out: text('FOLDER', 'dist') });
const start = performance.now();
try {
  const { files, objects } = await synth(options);
  console.log(`${options.out}/ written: ${objects} objects in ${files} files, ${secondsSince(start)}`);
} catch (error) {
  if (!(error instanceof SynthFailed)) throw error;
  throw new Refused(`${error.message}\n${options.out}/ is unchanged (${secondsSince(start)})`);
}
