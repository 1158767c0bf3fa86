import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isWritable } from '../../constructs/kit/text.ts';
import { toYaml } from '../../constructs/kit/yaml.ts';
import { EXAMPLES } from './examples/index.ts';
import { HOSTILE } from './strings.ts';
import { attempts, tryAll, unclear } from './try.ts';
import { KEY, nameOf, placesOf } from './walk.ts';

/** Every text of the public API gets hostile texts: refused in a sentence, or written. All of them, and the programs: test/validators. */

/** A part of the texts for each place: all would take a minute. */
const OF = 20;

test('there are at least sixty texts, each once', () => {
  expect(new Set(HOSTILE).size).toBe(HOSTILE.length);
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
});

test.each(HOSTILE.filter(isWritable))('YAML holds %j as it is', (text) => {
  const all = { [`key ${text}`]: text, list: [text, { text }] };
  expect(parse(toYaml(all), { version: '1.1' })).toEqual(all);
});

describe.each(Object.entries(EXAMPLES))('%s', (_, example) => {
  const places = placesOf(example.props);

  test('as it is, it is accepted, more than once', () => {
    // Not what tells them apart.
    const place = places.find(({ at }) => !['name', 'namespace'].includes(at.at(-1) ?? ''));
    if (!place) throw new Error('it has no text');
    const own = place.isKey ? KEY : place.at.reduce((value: unknown, key) => Object(value)[key], example.props);
    const twice = [0, 1].map(() => ({ place, text: String(own) }));
    expect(tryAll(example, twice).refused).toEqual(new Map());
  });

  test.each(places.map((place, part) => [nameOf(place), place, part] as const))('%s', (_, place, part) => {
    const { refused, model } = tryAll(example, attempts(place, OF, part));
    expect(unclear(refused)).toEqual([]);
    expect((model?.files ?? []).filter(({ unreadable }) => unreadable)).toEqual([]);
  });
});

/** Props without a text of their own: nothing of `accept` is written, and the charts pass on what has an example. */
const WITHOUT_TEXT = ['VerifiedAppProps', 'AlertsChartProps', 'ComponentsChartProps', 'DashboardsChartProps'];

const EXAMPLE_FILES = 'test/hostile/examples';

// What is part of other props follows: an example has all of them, or does not compile.
test('the props of every construct and receiver of the public API have an example', () => {
  const text = readdirSync(EXAMPLE_FILES)
    .map((file) => readFileSync(`${EXAMPLE_FILES}/${file}`, 'utf8'))
    .join('\n');
  const names = readFileSync('constructs/index.ts', 'utf8').match(/\b\w+(Props|Receiver)\b/g) ?? [];
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !WITHOUT_TEXT.includes(name) && !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});
