// Where in a user's own file an error comes from: stack traces name lines of the bundle.
import { SourceMap } from 'node:module';
import { esbuild, settingsOf } from './bundle.mjs';

const PACKAGE = /packages:|[/\\]node_modules[/\\]/;
/** An error that is thrown here is ours to mend. */
const OURS = /^(constructs|imports|ops)\//;

/**
 * Where a value came from that a package refuses, or where the user's own code throws: such as `main.ts:37:23`.
 *
 * @param run the file that ran, and the name of its bundle in stack traces.
 * @returns undefined where the error is another one, which needs its stack trace.
 */
export async function originOf(error, { file, name, format, root }) {
  if (error?.name !== 'Error') return undefined;
  const frames = error.stack.split('\n').filter((line) => /^ {4}at (?!.*\bnode:)/.test(line));
  if (!frames.some((frame) => frame.includes(`${name}:`))) return undefined;
  const map = await sourceMap(file, format, root);
  const places = frames.map((frame) => placeOf(frame, name, map)).map((place) => (OURS.test(place) ? '' : place));
  return (PACKAGE.test(frames[0]) ? places.find(Boolean) : places[0]) || undefined;
}

function placeOf(frame, name, map) {
  const [, line, column] = frame.slice(frame.lastIndexOf(`${name}:`) + name.length).match(/^:(\d+):(\d+)\)?$/) ?? [];
  if (line === undefined) return '';
  // Above the text of esbuild, a bundle has one line of its own. Source maps count from 0.
  const { originalSource, originalLine, originalColumn } = map.findEntry(Number(line) - 2, Number(column) - 1);
  return originalSource ? `${originalSource}:${originalLine + 1}:${originalColumn + 1}` : '';
}

/** It costs time that only an error needs. */
async function sourceMap(file, format, root) {
  const settings = { ...settingsOf(file, format, root), outdir: root, sourcemap: 'external', sourcesContent: false };
  const { outputFiles } = await esbuild().build(settings);
  return new SourceMap(JSON.parse(outputFiles.find(({ path }) => path.endsWith('.map')).text));
}
