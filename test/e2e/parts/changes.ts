import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { changed } from '../lib/changed.ts';
import { apply, core, DIST, podOf, storage } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { startPod } from '../lib/pods.ts';
import { MONITORING, prometheus, query } from '../lib/stack.ts';

const METRICS_FILE = '20-metrics.k8s.yaml';

/** A claim of the class that Prometheus' volume has. */
async function claimLikePrometheus(namespace: string): Promise<{ claim: (size: string) => string; className: string }> {
  const { spec } = await core.readNamespacedPersistentVolumeClaim({ name: 'prometheus', namespace: MONITORING });
  const className = spec?.storageClassName ?? '';
  const claim = (size: string) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'e2e', namespace },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: className, resources: { requests: { storage: size } } },
    });
  return { claim, className };
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

  // Another claim than Prometheus' own: a volume that has grown could not be given its size of dist/ again.
  test('the size of a volume: it grows, or the storage class says that it can not', async () => {
    const namespace = `e2e-volume-${Date.now().toString(36)}`;
    const { claim, className } = await claimLikePrometheus(namespace);
    const { allowVolumeExpansion } = await storage.readStorageClass({ name: className });
    const size = async () =>
      (await core.readNamespacedPersistentVolumeClaim({ name: 'e2e', namespace })).spec?.resources;
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    try {
      await kubectl(['apply', '-f', '-'], claim('1Gi'));
      await startPod('holder', 'sleep 600', namespace, { claim: 'e2e' });
      const grown = kubectl(['apply', '-f', '-'], claim('2Gi'));
      if (allowVolumeExpansion) await grown;
      else await expect(grown).rejects.toThrow('must support resize');
      expect((await size())?.requests?.storage).toBe(allowVolumeExpansion ? '2Gi' : '1Gi');
    } finally {
      await core.deleteNamespace({ name: namespace });
    }
  });

  test('annotated pods of a namespace: they are found, let in and scraped', async () => {
    const namespace = `e2e-annotated-${Date.now().toString(36)}`;
    const out = changed(
      ['  Receiver,\n', '  Receiver,\n  annotatedPods,\n'],
      ['node: shared.nodeNamespace,', `node: shared.nodeNamespace,\n  existing: ['${namespace}'],`],
      [
        'app.synth();',
        `prometheus.addScrape(...annotatedPods({ namespaces: ['${namespace}'], ports: [8080] }));\napp.synth();`,
      ],
    );
    await core.createNamespace({ body: { metadata: { name: namespace } } });
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
