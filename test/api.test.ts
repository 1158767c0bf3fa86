import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { mainModel } from './lib/checks.ts';

/** What the package promises: the names that it exports, and the construct paths that patches hold on to. */

test('every exported name has a page in docs/api, and no other has: npm run api writes them', () => {
  const index = readFileSync('constructs/index.ts', 'utf8');
  const names = [...index.matchAll(/\{([^}]+)\}/g)]
    .flatMap(([, list = '']) => list.split(','))
    .map((name) => name.replace('type', '').trim())
    .filter((name) => name !== '');
  const pages = readdirSync('docs/api', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => basename(file, '.md'));
  expect([...new Set(pages)].sort()).toEqual(names.sort());
});

test('docs/construct-paths.md lists all workloads and ConfigMaps: UPDATE=1 npx jest test/api writes it', async () => {
  const page = 'docs/construct-paths.md';
  const { objects } = await mainModel();
  const rows = objects
    .filter(({ manifest: { kind } }) => ['Deployment', 'DaemonSet', 'ConfigMap'].includes(kind))
    .map(
      ({ path, manifest: { kind, metadata } }) =>
        `| \`${path}\` | ${kind} \`${metadata.name}\` in \`${metadata.namespace}\` |\n`,
    )
    .join('');
  const [text = '', table] = readFileSync(page, 'utf8').split(/(?<=\| --- \| --- \|\n)/);
  if (process.env.UPDATE) writeFileSync(page, text + rows);
  else expect(table).toBe(rows);
});
