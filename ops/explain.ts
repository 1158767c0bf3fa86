/** `npm run explain`: an object, metric or alert of main.ts, its dependents, and what breaks without it. */
import { explain } from './lib/explain-find.ts';
import { inWords } from './lib/explanation.ts';
import { modelOf } from './lib/model-of.ts';
import { flag, operand, readOptions } from './lib/options.ts';

const { name, json } = readOptions('explain', { name: operand('NAME', "'grafana -> loki'"), json: flag });
const explanation = explain(await modelOf(() => import('../main.ts')), name);
console.log(json ? JSON.stringify(explanation, undefined, 2) : inWords(explanation));
