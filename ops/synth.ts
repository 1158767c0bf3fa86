/** `npm run synth`: writes dist/ from main.ts. */
import { fileOfProject, flag, readOptions, text } from './lib/options.ts';
import { Refused } from './lib/refused.ts';
import { secondsSince } from './lib/seconds.ts';
import { SynthFailed, synth } from './lib/synth.ts';

const { app, out, json } = readOptions('synth', {
  app: fileOfProject('main.ts'),
  out: text('FOLDER', 'dist'),
  json: flag,
});
const start = performance.now();
const isColored = process.stderr.isTTY && !process.env.NO_COLOR;
try {
  const report = json ? 'json' : isColored ? 'colors' : 'text';
  const { files, objects, warnings } = await synth({ app, out, report });
  if (warnings) console.error(warnings);
  const written = `${out}/ written: ${objects} objects in ${files} files, ${secondsSince(start)}`;
  console.log(json ? JSON.stringify({ problems: [] }) : written);
} catch (error) {
  if (!(error instanceof SynthFailed)) throw error;
  throw new Refused(`${error.message}\n${out}/ is unchanged (${secondsSince(start)})`, error.problems);
}
