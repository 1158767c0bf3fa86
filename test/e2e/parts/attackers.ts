import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { changed } from '../lib/changed.ts';
import { apply, core, DIST } from '../lib/cluster.ts';
import { kubectl } from '../lib/kubectl.ts';
import { startPod } from '../lib/pods.ts';

const METRICS_FILE = '20-metrics.k8s.yaml';

/** A namespace of somebody who means no good. Its annotated pods are scraped. */
export const ATTACKERS = `e2e-attackers-${Date.now().toString(36)}`;

/** A line of a pod that does not want to be read. */
export const SECRET = `secret of ${ATTACKERS}`;

/** Seconds since the epoch when all of them ran. */
export let begun = 0;

/** For two minutes, with an end of each line or without one; then it waits. */
const writes = (end: string) =>
  `until=$(($(date +%s) + 120)); while [ $(date +%s) -lt $until ]; do head -c 700000 /dev/zero | tr '\\0' x; ${end}; sleep 1; done; sleep 3600`;

/** Answers scrapes with so many samples, of the same series or of others every five seconds. */
const exposes = (samples: number, others: boolean) =>
  `mkdir /tmp/w; n=0
write() { awk -v n=$n 'BEGIN { for (i = 0; i < ${samples}; i++) print "attack{x=\\"" n "-" i "\\"} 1" }' > /tmp/w/new; mv /tmp/w/new /tmp/w/m.txt; }
write; ${others ? 'while sleep 5; do n=$((n + 1)); write; done &' : ''}
exec httpd -f -p 8080 -h /tmp/w`;

const SCRAPED = {
  annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8080', 'prometheus.io/path': '/m.txt' },
  ports: [{ containerPort: 8080 }],
};

/** Starts pods that do, besides one another and what is tested next, what `attacks.ts` looks at when they have done it. */
test('attackers begin', async () => {
  await core.createNamespace({ body: { metadata: { name: ATTACKERS } } });
  const out = changed(
    ['  Receiver,\n', '  Receiver,\n  annotatedPods,\n'],
    ['node: shared.nodeNamespace,', `node: shared.nodeNamespace,\n  existing: ['${ATTACKERS}'],`],
    [
      'app.synth();',
      `prometheus.addScrape(...annotatedPods({ namespaces: ['${ATTACKERS}'], ports: [8080] }));\napp.synth();`,
    ],
  );
  await apply(join(out, METRICS_FILE));
  rmSync(out, { recursive: true });
  const start = (name: string, script: string, extras = {}) => startPod(name, script, ATTACKERS, extras);
  await start('silent', `while sleep 1; do echo '${SECRET}'; done`, { annotations: { 'logs/collect': 'drop' } });
  const { metadata } = await core.readNamespacedPod({ name: 'silent', namespace: ATTACKERS });
  const thief = (name: string, hash: string) =>
    start(name, 'while sleep 1; do echo mine; done', { annotations: { 'kubernetes.io/config.hash': hash } });
  await Promise.all([
    start('endless', writes(':')),
    start('long', writes('echo')),
    thief('thief-of-all', '*'),
    thief('thief-of-one', metadata?.uid ?? ''),
    thief('thief-elsewhere', `x/../${ATTACKERS}_silent_${metadata?.uid}`),
    start('loki', exposes(1, false), SCRAPED),
    start('greedy', exposes(9000, false), SCRAPED),
    ...['growing-1', 'growing-2'].map((name) => start(name, exposes(4900, true), SCRAPED)),
  ]);
  begun = Date.now() / 1000;
});

export async function endAttacks(): Promise<void> {
  await kubectl(['delete', '--ignore-not-found', '-n', ATTACKERS, 'role,rolebinding,networkpolicy', '--all']);
  await apply(join(DIST, METRICS_FILE));
  await core.deleteNamespace({ name: ATTACKERS });
}
