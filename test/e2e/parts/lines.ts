import { core, replacePod } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { startPod } from '../lib/pods.ts';
import { logs, MONITORING, minutesAgo, NODES, query } from '../lib/stack.ts';

const LINES = 10_000;
const BATCH = 100;

/** Writes the numbers from 1 to 10,000, one a line, over about `seconds`. */
function script(seconds: number): string {
  const pause = seconds / (LINES / BATCH);
  return (
    `i=1; while [ $i -le ${LINES} ]; do n=0; while [ $n -lt ${BATCH} ]; do echo "line $i"; i=$((i+1)); n=$((n+1)); done; ` +
    `sleep ${pause}; done`
  );
}

/** All lines of a pod, in pages: Loki gives at most 5,000 at once. */
async function linesOf(pod: string, since: bigint): Promise<string[]> {
  const seen = new Map<string, number>();
  for (let start = since; ; ) {
    const page = (await logs(`{pod="${pod}"}`, start, 4000)).flatMap(({ values }) => values);
    page.sort(([a], [b]) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const inPage = new Map<string, number>();
    for (const [time, line] of page) inPage.set(`${time} ${line}`, (inPage.get(`${time} ${line}`) ?? 0) + 1);
    const fresh = [...inPage].filter(([entry]) => !seen.has(entry));
    for (const [entry, count] of inPage) seen.set(entry, Math.max(count, seen.get(entry) ?? 0));
    const last = page.at(-1)?.[0];
    if (fresh.length === 0 || last === undefined) break;
    // Again from the last line's own time: others may share it.
    start = BigInt(last);
  }
  return [...seen].flatMap(([entry, count]) => Array(count).fill(entry.slice(entry.indexOf(' ') + 1)));
}

async function expectAll(pod: string, since: bigint): Promise<void> {
  await eventually(
    `all lines of ${pod}`,
    async () => {
      const lines = await linesOf(pod, since);
      const distinct = new Set(lines);
      const missing = Array.from({ length: LINES }, (_, n) => `line ${n + 1}`).filter((line) => !distinct.has(line));
      expect({ missing, duplicates: lines.length - distinct.size }).toEqual({ missing: [], duplicates: 0 });
    },
    { seconds: 180, every: 5 },
  );
}

async function ended(pod: string, namespace: string): Promise<void> {
  await eventually(
    `${pod} has written everything`,
    async () => expect((await core.readNamespacedPod({ name: pod, namespace })).status?.phase).toBe('Succeeded'),
    { seconds: 300 },
  );
}

/** 10,000 numbered lines while something breaks. */
describe('no line is lost', () => {
  const namespace = `e2e-lines-${Date.now().toString(36)}`;
  beforeAll(() => core.createNamespace({ body: { metadata: { name: namespace } } }));
  afterAll(() => core.deleteNamespace({ name: namespace }));

  test('when Alloy is replaced', async () => {
    const since = minutesAgo(1);
    await startPod('alloy-replaced', script(40), namespace);
    await eventually('the first lines', async () =>
      expect((await linesOf('alloy-replaced', since)).length).toBeGreaterThan(0),
    );
    await replacePod(NODES, 'alloy');
    await ended('alloy-replaced', namespace);
    await expectAll('alloy-replaced', since);
  });

  test('when Loki is away for two minutes', async () => {
    const since = minutesAgo(1);
    await startPod('loki-away', script(150), namespace);
    await eventually('the first lines', async () =>
      expect((await linesOf('loki-away', since)).length).toBeGreaterThan(0),
    );
    await kubectl(['scale', '-n', MONITORING, 'deployment/loki', '--replicas=0']);
    const back = Date.now() + 120_000;
    // Whatever others call themselves.
    await eventually('Loki is missed', async () =>
      expect(await query('ALERTS{alertname="LokiDown"}')).toMatchObject([{ metric: { alertstate: 'pending' } }]),
    );
    await eventually('two minutes are over', async () => expect(Date.now()).toBeGreaterThan(back), { seconds: 125 });
    await kubectl(['scale', '-n', MONITORING, 'deployment/loki', '--replicas=1']);
    await kubectl(['rollout', 'status', '-n', MONITORING, 'deployment/loki', '--timeout=3m']);
    await ended('loki-away', namespace);
    await expectAll('loki-away', since);
  });
});
