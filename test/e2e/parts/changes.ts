import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply, core, DIST, podOf, storage } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { startPod } from '../lib/pods.ts';
import { MONITORING, prometheus, query } from '../lib/stack.ts';

const METRICS_FILE = '20-metrics.k8s.yaml';

/** The output of main.ts with something changed. It lies in the project's folder meanwhile, to import from there. */
function changed(...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync('main.ts', 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
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
    const out = changed(['scrapeInterval: Duration.seconds(15)', 'scrapeInterval: Duration.seconds(20)']);
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
    const out = changed(['storage: Size.gibibytes(10)', 'storage: Size.gibibytes(11)']);
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

  test('annotated pods of a namespace: they are found, let in and scraped', async () => {
    const namespace = `e2e-annotated-${Date.now().toString(36)}`;
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    const out = changed(
      ['Receiver } from', 'Receiver, annotatedPods } from'],
      [
        'verify(app)',
        `prometheus.addScrape(...annotatedPods({ namespaces: ['${namespace}'], ports: [8080] }));\nverify(app)`,
      ],
    );
    try {
      await apply(join(out, METRICS_FILE));
      const serve = "mkdir /tmp/w && echo 'e2e_annotated 42' > /tmp/w/m.txt && exec httpd -f -p 8080 -h /tmp/w";
      await startPod('annotated', serve, namespace, {
        annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/m.txt' },
        ports: [{ containerPort: 8080 }],
      });
      await startPod('silent', serve, namespace, { ports: [{ containerPort: 8080 }] });
      await eventually(
        'its metric',
        async () =>
          expect(await query(`e2e_annotated{namespace="${namespace}"}`)).toEqual([
            {
              metric: {
                __name__: 'e2e_annotated',
                job: 'annotated',
                app: 'annotated',
                namespace,
                pod: 'annotated',
                container: 'annotated',
                instance: expect.stringMatching(/:8080$/),
              },
              value: [expect.any(Number), '42'],
            },
          ]),
        { seconds: 180 },
      );
    } finally {
      await kubectl(['delete', '--ignore-not-found', '-n', namespace, 'role,rolebinding,networkpolicy', '--all']);
      await apply(join(DIST, METRICS_FILE));
      await core.deleteNamespace({ name: namespace });
      rmSync(out, { recursive: true });
    }
  });
});
