/** `npm run synth`: writes dist/ from main.ts. */
import { flag, readOptions, text } from './lib/options.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';
import { SynthFailed, synth } from './lib/synth.ts';

const { app, out, json } = readOptions('synth', {
  app: text('FILE', 'main.ts'),
  out: text('FOLDER', 'dist'),
  json: flag,
});
const start = performance.now();
const isColored = process.stderr.isTTY && !process.env.NO_COLOR;
try {
  const { files, objects } = await synth({ app, out, report: json ? 'json' : isColored ? 'colors' : 'text' });
  console.log(json ? '[]' : `${out}/ written: ${objects} objects in ${files} files, ${secondsSince(start)}`);
} catch (error) {
  if (!(error instanceof SynthFailed)) throw error;
  const { list, message } = error;
  if (list) console.log(list);
  throw new Refused(`${message}${message && '\n'}${out}/ is unchanged (${secondsSince(start)})`);
}
