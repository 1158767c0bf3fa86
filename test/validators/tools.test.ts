import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missing, pathOf } from './tools.ts';

/** Every validator at a path that exists. */
const EXISTING = Object.fromEntries(
  ['KUBECONFORM', 'KUBE_SCORE', 'POD_SECURITY', 'PROMTOOL', 'AMTOOL', 'CADDY', 'SCENES', 'LOKI', 'LOGCLI', 'ALLOY'].map(
    (name) => [name, process.execPath],
  ),
);

test('a validator is where its variable says, else where tools/build puts it', () => {
  expect(pathOf('kube-score', { KUBE_SCORE: '/opt/kube-score' })).toBe('/opt/kube-score');
  expect(pathOf('kube-score', {})).toBe(resolve('.cache/tools/kube-score'));
});

test('a missing validator is reported with what to do', () => {
  expect(missing(EXISTING)).toEqual([]);
  expect(missing({ ...EXISTING, LOKI: '/no/loki' })).toEqual(['loki (LOKI is /no/loki, which does not exist)']);
  expect(missing({})).toContain('logcli (from https://github.com/grafana/loki/releases, or set LOGCLI to its path)');
});

test('what is to be built is what tools/build has', () => {
  const [, table = ''] = /\nTOOLS='\n([^']+)'/.exec(readFileSync('tools/build', 'utf8')) ?? [];
  const built = table
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0]);
  const advised = missing({}, '/nowhere');
  expect(advised.flatMap((line) => /run tools\/build ([\w-]+)/.exec(line)?.[1] ?? []).sort()).toEqual(built.sort());
});
