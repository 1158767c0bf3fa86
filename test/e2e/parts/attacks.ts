import { core, readyPods } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { inPod } from '../lib/pods.ts';
import { APP, logs, MONITORING, minutesAgo, query } from '../lib/stack.ts';
import { ATTACKERS, begun, endAttacks, SECRET } from './attackers.ts';

const MIB = 2 ** 20;

/** The one value of a query. */
async function numberOf(promql: string): Promise<number> {
  const [sample, ...others] = await query(promql);
  if (sample === undefined || others.length > 0) throw new Error(`${promql} has ${others.length + 1} samples, or none`);
  return Number(sample.value[1]);
}

/** Expects that an alert named a pod of the attackers within five minutes. */
async function namedInTime(alert: string, pod: string): Promise<void> {
  const firing = `ALERTS{alertname="${alert}", alertstate="firing", namespace="${ATTACKERS}", pod="${pod}"}`;
  const left = begun + 300 - Date.now() / 1000;
  const since = await eventually(
    `${alert} of ${pod}`,
    () => numberOf(`min(min_over_time(timestamp(${firing})[30m:15s]))`),
    { seconds: Math.max(left, 5) },
  );
  expect(since - begun).toBeLessThanOrEqual(300);
}

async function linesOf(logql: string): Promise<string[]> {
  return (await logs(logql, minutesAgo(30))).flatMap(({ values }) => values.map(([, line]) => line));
}

/** What `attackers.ts` began. That nobody else lost a line meanwhile is what `lines.ts` tests. */
describe('attackers', () => {
  afterAll(endAttacks);

  test('with lines that are long or never end do not fill the memory of Alloy, and are named', async () => {
    await Promise.all(['endless', 'long'].map((pod) => namedInTime('AlloyLinesTruncated', pod)));
    const most = 'max(max_over_time(alloy_resources_process_resident_memory_bytes{job="alloy"}[15m]))';
    expect(await numberOf(most)).toBeLessThan(384 * MIB);
  });

  test('with annotations read no logs of others, and none of those who do not want to be read', async () => {
    for (const pod of ['thief-of-all', 'thief-of-one', 'thief-elsewhere']) {
      const stream = `{namespace="${ATTACKERS}", pod="${pod}"}`;
      await eventually(`the lines of ${pod}`, async () => expect(await linesOf(stream)).not.toEqual([]), {
        seconds: 60,
      });
      expect(await linesOf(`${stream} != "mine"`)).toEqual([]);
    }
    expect(await linesOf(`{namespace=~".+"} |= "${SECRET}"`)).toEqual([]);
  });

  test('with the name of a part of the stack do not speak for it', async () => {
    const [impostor] = await query(`up{namespace="${ATTACKERS}", pod="loki"}`);
    expect(impostor).toMatchObject({ metric: { job: 'annotated-pods' }, value: [expect.any(Number), '1'] });
    expect(await query(`count by (namespace) (last_over_time(up{job="loki"}[15m]))`)).toEqual([
      { metric: { namespace: MONITORING }, value: expect.anything() },
    ]);
  });

  test('with more series than they may have, or others each time, do not fill the memory of Prometheus, and are named', async () => {
    await Promise.all([
      namedInTime('TargetRefused', 'greedy'),
      ...['growing-1', 'growing-2'].map((pod) => namedInTime('TargetSeriesGrowing', pod)),
    ]);
    expect(await query(`attack{pod="greedy"}`)).toEqual([]);
    const most = 'max(max_over_time(process_resident_memory_bytes{job="prometheus"}[15m]))';
    expect(await numberOf(most)).toBeLessThan(1024 * MIB);
    // Everybody else is scraped.
    expect(await query(`up{namespace!="${ATTACKERS}"} == 0`)).toEqual([]);
  });

  test('with idle and half connections do not hold up the health check of the sample', async () => {
    const state = async () =>
      (await readyPods(APP, `app.kubernetes.io/name=${APP}`)).map(({ metadata, status }) => ({
        name: metadata?.name ?? '',
        restarts: status?.containerStatuses?.map(({ restartCount }) => restartCount),
      }));
    const before = await state();
    const ask = `import socket, time, urllib.request
open_ = [socket.create_connection(('127.0.0.1', 8000)) for _ in range(200)]
for one in open_[100:]: one.sendall(b'GET / HTTP/1.1\\r\\nHost: x\\r\\nX-Half: ')
print([urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=5).status for _ in range(10)])`;
    const { printed } = await inPod(APP, before[0]?.name ?? '', 'python3', '-c', ask);
    expect(printed.trim()).toBe(`[${Array(10).fill(200).join(', ')}]`);
    expect(await state()).toEqual(before);
    expect((await core.listNamespacedPod({ namespace: APP })).items).toHaveLength(before.length);
  });
});
