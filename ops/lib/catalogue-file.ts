import type { Catalogue, Metric } from '../../constructs/kit/catalogue.ts';

const WIDTH = 120;

/** How a catalogue is kept in the repository. */
export interface CatalogueFile {
  /** Name of the constant. */
  readonly name: string;
  readonly job: string;
  /** What was recorded, such as `grafana/loki:3.7.6`. */
  readonly from: string;
  /** Path from the file to `constructs/kit/catalogue.ts`. */
  readonly types: string;
}

/** The text of a catalogue's file: sorted and formatted as Biome does it, so that changes are small. */
export function renderCatalogue({ name, job, from, types }: CatalogueFile, catalogue: Catalogue): string {
  return [
    `// Written by \`npm run catalogue\`: recorded from ${from}.`,
    `import type { Catalogue } from '${types}';`,
    '',
    `/** The metrics of the job \`${job}\`. */`,
    `export const ${name}: Catalogue = {`,
    ...Object.keys(catalogue)
      .sort()
      .map((family) => entry(family, catalogue[family]!)),
    '};',
    '',
  ].join('\n');
}

function entry(family: string, { type, labels, buckets, appears, help }: Metric): string {
  const list = [...labels].sort().map(quote);
  const fields = [
    ['type', quote(type)],
    ['labels', `[${list.join(', ')}]`],
    ...(buckets ? ([['buckets', `[${buckets.join(', ')}]`]] as const) : []),
    ['appears', quote(appears)],
    ['help', quote(help)],
  ] as const;
  const line = `  ${family}: { ${fields.map(([key, value]) => `${key}: ${value}`).join(', ')} },`;
  if (line.length <= WIDTH) return line;
  // Biome breaks a list that is too long, and leaves a text as it is.
  const lines = fields.map(([key, value]) => {
    const field = `    ${key}: ${value},`;
    if (field.length <= WIDTH || (key !== 'labels' && key !== 'buckets')) return field;
    if (key === 'buckets') return ['    buckets: [', ...filled(buckets ?? []), '    ],'].join('\n');
    return ['    labels: [', ...list.map((label) => `      ${label},`), '    ],'].join('\n');
  });
  return [`  ${family}: {`, ...lines, '  },'].join('\n');
}

/** Numbers, as many in a line as fit. */
function filled(numbers: readonly number[]): string[] {
  const lines: string[] = [];
  for (const number of numbers) {
    const longer = `${lines.at(-1) ?? ''} ${number},`;
    if (lines.length > 0 && longer.length <= WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`      ${number},`);
  }
  return lines;
}

/** A string in single quotes, or in double ones where that escapes less. */
function quote(text: string): string {
  const json = JSON.stringify(text);
  const count = (letter: string) => text.split(letter).length - 1;
  if (count("'") > count('"')) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
