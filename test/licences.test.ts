import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readObjects } from './lib/dist.ts';

/** Everything that is linked, shipped or run has a licence that docs/decisions/0008-licences.md allows. */

const PAGE = 'docs/decisions/0008-licences.md';

/** The sections of the page, by the beginning of their headings. */
const sections = readFileSync(PAGE, 'utf8').split(/^## /m);
const section = (heading: string): string => {
  const found = sections.find((text) => text.startsWith(heading));
  if (found === undefined) throw new Error(`${PAGE} has no section '${heading}'`);
  return found;
};
const rows = (heading: string): Record<string, string> =>
  Object.fromEntries(
    [...section(heading).matchAll(/^\| `(.+?)` \| (\S+(?: (?:AND|OR) \S+)*?)(?::.*)? \|$/gm)].map(
      ([, name, licence]) => [name, licence],
    ),
  );
const lines = (file: string) => readFileSync(file, 'utf8').split('\n');

const permissive = [...(section('npm packages').split('\n\n')[1] ?? '').matchAll(/`([\w.-]+)`/g)]
  .map(([, licence = '']) => licence)
  .filter((licence) => !licence.endsWith('.json'));

/** Whether an SPDX expression of `AND` or of `OR` leaves a choice that is permissive. */
function isPermissive(expression: string, also: readonly string[] = []): boolean {
  const text = expression.replace(/^\((.*)\)$/, '$1');
  if (text.includes(' AND ')) return text.split(' AND ').every((part) => isPermissive(part, also));
  return text.split(' OR ').some((licence) => permissive.includes(licence) || also.includes(licence));
}

test.each([
  ['package-lock.json', '@grafana/lezer-logql'],
  ['tools/api/package-lock.json', 'typedoc'],
])('the licence of every npm package of %s is on the page', (file, known) => {
  const lock: { packages: Record<string, { license?: string }> } = JSON.parse(readFileSync(file, 'utf8'));
  const { '': _, ...packages } = lock.packages;
  const refused = Object.entries(packages)
    .map(([path, { license = `no licence in ${file}` }]) => ({ path, license }))
    .filter(({ license }) => !isPermissive(license));
  expect(Object.keys(packages)).toContain(`node_modules/${known}`);
  expect(refused).toEqual([]);
});

test.each([
  ['MIT', true],
  ['AGPL-3.0-only', false],
  ['(MIT OR GPL-3.0-or-later)', true],
  ['Apache-2.0 AND MIT', true],
  ['Apache-2.0 AND GPL-2.0-only', false],
  ['SEE LICENSE IN LICENSE.md', false],
])('%s is permissive: %s', (expression, expected) => {
  expect(isPermissive(expression)).toBe(expected);
});

test('every image is on the page, and only Loki and Grafana are AGPL', () => {
  const images = readObjects()
    .map(({ spec }) => spec?.template?.spec ?? {})
    .flatMap(({ initContainers = [], containers = [] }) => [...initContainers, ...containers])
    .map(({ image }: { image: string }) => image.replace(/@.*$/, '').replace(/:[^:/]*$/, ''));
  const known = rows('Images');
  expect(Object.keys(known).sort()).toEqual([...new Set(images)].sort());
  const others = Object.keys(known).filter((image) => !isPermissive(known[image] ?? ''));
  expect(others).toEqual(['docker.io/grafana/loki', 'docker.io/grafana/grafana']);
});

test('every Python package of the sample is on the page', () => {
  const names = lines('examples/flask-app/requirements.txt').flatMap((line) => line.match(/^[\w.-]+(?===)/) ?? []);
  const known = rows("The sample's Python packages");
  expect(Object.keys(known).sort()).toEqual(names.sort());
  const also = ['PSF-2.0', 'ZPL-2.1'];
  expect(Object.values(known).filter((licence) => !isPermissive(licence, also))).toEqual([]);
});

test('every validator that tools/build builds is on the page', () => {
  const known = rows('Validators');
  const unknown = readdirSync('tools')
    .filter((name) => existsSync(`tools/${name}/go.mod`))
    .filter(
      (name) =>
        !Object.keys(known).some((module) =>
          lines(`tools/${name}/go.mod`).some((line) => line.includes(`${module} v`)),
        ),
    );
  expect(unknown).toEqual([]);
  expect(Object.values(known).filter((licence) => !isPermissive(licence))).toEqual([]);
});
