import { resolve } from 'node:path';
import { missing, pathOf } from './tools.ts';

/** Every validator at a path that exists. */
const EXISTING = Object.fromEntries(
  ['KUBECONFORM', 'KUBE_SCORE', 'POD_SECURITY', 'PROMTOOL', 'AMTOOL', 'SCENES', 'LOKI', 'LOGCLI', 'CADDY', 'ALLOY'].map(
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
