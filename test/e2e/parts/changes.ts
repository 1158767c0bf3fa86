import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, core, DIST, podOf, storage } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { MONITORING, prometheus } from '../lib/stack.ts';

const METRICS_FILE = '20-metrics.k8s.yaml';

/** The output of main.ts with one value changed. It lies in the project's folder meanwhile, to import from there. */
function changed(from: string, to: string): string {
  const source = readFileSync('main.ts', 'utf8');
  const text = source.replace(from, to);
  expect(text).not.toBe(source);
  const file = `.e2e-${process.pid}.ts`;
  const out = mkdtempSync(join(tmpdir(), 'e2e-dist-'));
  writeFileSync(file, text);
  try {
    const run = spawnSync('node', ['ops/run.mjs', 'ops/synth.ts', '--app', file, '--out', out], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    return out;
  } finally {
    rmSync(file);
  }
}

describe('a changed value', () => {
  test('the scrape interval: Prometheus reloads it and does not restart', async () => {
    const out = changed('scrapeInterval: Duration.seconds(15)', 'scrapeInterval: Duration.seconds(20)');
    const restarts = async () => {
      const { metadata, status } = await podOf(MONITORING, 'prometheus');
      return { uid: metadata?.uid, restarts: status?.containerStatuses?.map(({ restartCount }) => restartCount) };
    };
    const before = await restarts();
    const interval = async () =>
      /^ {2}scrape_interval: (\S+)/m.exec((await prometheus<{ yaml: string }>('/api/v1/status/config')).yaml)?.[1];
    expect(await interval()).toBe('15s');
    try {
      await apply(join(out, METRICS_FILE));
      await eventually('reloaded', async () => expect(await interval()).toBe('20s'), { seconds: 180 });
      expect(await restarts()).toEqual(before);
    } finally {
      await apply(join(DIST, METRICS_FILE));
      rmSync(out, { recursive: true });
    }
  });

  test('the size of a volume: it grows, or the storage class says that it can not', async () => {
    const claim = { name: 'prometheus', namespace: MONITORING };
    const size = async () => (await core.readNamespacedPersistentVolumeClaim(claim)).spec?.resources?.requests?.storage;
    const className = (await core.readNamespacedPersistentVolumeClaim(claim)).spec?.storageClassName ?? '';
    const { allowVolumeExpansion } = await storage.readStorageClass({ name: className });
    const out = changed('storage: Size.gibibytes(10)', 'storage: Size.gibibytes(11)');
    try {
      if (allowVolumeExpansion) {
        await apply(join(out, METRICS_FILE));
        expect(await size()).toBe('11Gi');
      } else {
        await expect(apply(join(out, METRICS_FILE))).rejects.toThrow('must support resize');
        expect(await size()).toBe('10Gi');
        await apply(join(DIST, METRICS_FILE));
      }
    } finally {
      rmSync(out, { recursive: true });
    }
  });
});
