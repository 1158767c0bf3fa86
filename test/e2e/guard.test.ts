/**
 * The installation with a guard in front of Loki and Alertmanager, on the cluster of the current context: pods that the
 * network takes for Grafana, Alloy and Prometheus try what these never need. The guard's image must be there.
 */
import { rmSync } from 'node:fs';
import { FORBIDDEN_OF_LOKI } from '../lib/guarded.ts';
import { changed } from './lib/changed.ts';
import { allReady, apply, core, DIST, podOf } from './lib/cluster.ts';
import { eventually } from './lib/eventually.ts';
import { closeForwards } from './lib/http.ts';
import { kubectl } from './lib/kubectl.ts';
import { inPod, startPod } from './lib/pods.ts';
import { APP, logs, logsByGrafana, MONITORING, minutesAgo, NODES, query } from './lib/stack.ts';

const LOKI = 'loki.monitoring.svc';
const ALERTMANAGER = 'alertmanager.monitoring.svc';

/** Attackers: where they are, and whom the network takes them for. */
const ATTACKERS = {
  application: { namespace: APP, of: 'flask-app' },
  grafana: { namespace: MONITORING, of: 'grafana' },
  alloy: { namespace: NODES, of: 'alloy' },
  prometheus: { namespace: MONITORING, of: 'prometheus' },
} as const;
type Attacker = keyof typeof ATTACKERS;
const nameOf = (attacker: Attacker) => `attacker-${attacker}`;

const PORTS = {
  [LOKI]: [3100, 3101, 3102, 3103, 3104, 3199],
  [ALERTMANAGER]: [9093, 9094, 9095, 9096, 9097, 9098, 3199],
};

/** The one port of a host that each may reach, or two. */
const OPEN: Readonly<Record<Attacker, Readonly<Record<string, readonly number[]>>>> = {
  application: { [LOKI]: [], [ALERTMANAGER]: [] },
  alloy: { [LOKI]: [3101], [ALERTMANAGER]: [] },
  grafana: { [LOKI]: [3102], [ALERTMANAGER]: [9095] },
  prometheus: { [LOKI]: [3103, 3199], [ALERTMANAGER]: [9094, 9097, 3199] },
};

let out: string;
let existed: boolean;
let addresses: Readonly<Record<string, string>>;

/** Status of some requests from an attacker's pod, all at once: 0 where nothing answers. By address: a Service lacks some ports. */
async function ask(attacker: Attacker, host: string, port: number, requests: readonly (readonly [string, string])[]) {
  const each = requests.map(
    ([method, uri], index) =>
      `((printf '${method} %s HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n' '${uri}'; sleep 1) | ` +
      `timeout 3 nc ${addresses[host]} ${port} 2>/dev/null | head -n 1 | grep -o ' [0-9][0-9][0-9] ' || echo 0) > /tmp/${index} &`,
  );
  const answers = requests.map((_, index) => `/tmp/${index}`).join(' ');
  const { printed } = await inPod(
    ATTACKERS[attacker].namespace,
    nameOf(attacker),
    'sh',
    '-c',
    `${each.join(' ')} wait; cat ${answers}`,
  );
  return printed.trim().split(/\s+/).map(Number);
}

const startAttackers = () =>
  Promise.all(
    (Object.keys(ATTACKERS) as Attacker[]).map(async (attacker) => {
      const { namespace, of } = ATTACKERS[attacker];
      const labels = { 'app.kubernetes.io/name': of, 'app.kubernetes.io/instance': of, 'logs/attacker': 'yes' };
      const { metadata } = await core.readNamespace({ name: namespace });
      const owner = { apiVersion: 'v1', kind: 'Namespace', name: namespace, uid: metadata?.uid ?? '' };
      return startPod(nameOf(attacker), 'exec sleep 7200', namespace, { labels, unready: true, owner });
    }),
  );

const addressOf = async (name: string) => (await podOf(MONITORING, name)).status?.podIP ?? '';

beforeAll(async () => {
  const { items } = await core.listNamespace();
  existed = items.some(({ metadata }) => metadata?.name === MONITORING);
  out = changed(
    ["new AlertsChart(app, '10-alerts', {", "new AlertsChart(app, '10-alerts', {\n  guard: true,"],
    ["new LogsChart(app, '30-logs', {", "new LogsChart(app, '30-logs', {\n  guard: true,"],
    ['app.synth();', 'prometheus.addScrape(alertmanager.guard, loki.guard);\n\napp.synth();'],
  );
  await apply(out);
  await allReady(out, 600);
  await startAttackers();
  addresses = { [LOKI]: await addressOf('loki'), [ALERTMANAGER]: await addressOf('alertmanager') };
});

afterAll(async () => {
  closeForwards();
  for (const attacker of Object.keys(ATTACKERS) as Attacker[]) {
    const { namespace } = ATTACKERS[attacker];
    await kubectl(['delete', 'pod', '-n', namespace, nameOf(attacker), '--ignore-not-found', '--wait=false']);
  }
  if (existed) {
    await apply(DIST);
    await kubectl(['delete', 'configmap', '-n', MONITORING, 'loki-guard', 'alertmanager-guard', '--ignore-not-found']);
  } else await kubectl(['delete', '-f', out, '--ignore-not-found', '--timeout=5m']);
  rmSync(out, { recursive: true, force: true });
});

describe.each(Object.keys(ATTACKERS) as Attacker[])('a pod that is taken for %s', (attacker) => {
  test.each([LOKI, ALERTMANAGER])('reaches the ports of %s that are for it, and no others', async (host) => {
    const reached: number[] = [];
    for (const port of PORTS[host as keyof typeof PORTS]) {
      const [status] = await ask(attacker, host, port, [['GET', '/nothing']]);
      if (status !== 0) reached.push(port);
    }
    expect(reached).toEqual(OPEN[attacker][host]);
  });

  test('can not stop, delete, flush or reconfigure Loki, in any spelling', async () => {
    for (const port of OPEN[attacker][LOKI] ?? []) {
      const requests = ['GET', 'POST', 'PUT', 'DELETE'].flatMap((method) =>
        FORBIDDEN_OF_LOKI.map((uri) => [method, uri] as const),
      );
      // `timeout` of a request is 3 s: a few at a time.
      for (let next = 0; next < requests.length; next += 30) {
        const part = requests.slice(next, next + 30);
        expect(await ask(attacker, LOKI, port, part)).toEqual(part.map(() => 403));
      }
    }
  });

  test('can not silence an alert, or reload Alertmanager', async () => {
    const requests = [
      ['POST', '/api/v2/silences'],
      ['DELETE', '/api/v2/silence/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f'],
      ['POST', '/-/reload'],
      ['GET', '/debug/pprof/heap'],
    ] as const;
    for (const port of OPEN[attacker][ALERTMANAGER] ?? []) {
      expect(await ask(attacker, ALERTMANAGER, port, requests)).toEqual(requests.map(() => 403));
    }
  });
});

test('Loki and Alertmanager were never restarted', async () => {
  for (const name of ['loki', 'alertmanager']) {
    const { status } = await podOf(MONITORING, name);
    const restarts = Object.fromEntries(
      (status?.containerStatuses ?? []).map((container) => [container.name, container.restartCount]),
    );
    expect(restarts).toEqual({ [name]: 0, guard: 0 });
  }
});

test('what is allowed works: lines arrive, Grafana finds them, metrics are scraped', async () => {
  await eventually('lines of the sample in Loki, by Grafana', async () =>
    expect((await logsByGrafana(`{namespace="${APP}"}`)).length).toBeGreaterThan(0),
  );
  for (const job of ['loki', 'alertmanager']) {
    await eventually(`the job ${job} is up`, async () => {
      const [sample] = await query(`min(up{job="${job}"})`);
      expect(sample?.value[1]).toBe('1');
    });
  }
  await eventually('both guards are up', async () => {
    const [sample] = await query('sum(up{job="guard"})');
    expect(sample?.value[1]).toBe('2');
  });
  await eventually('alerts arrive', async () => {
    const [sample] = await query('sum(alertmanager_alerts{state="active"})');
    expect(Number(sample?.value[1])).toBeGreaterThanOrEqual(1);
  });
});

test('the attack is told: the alert names the port, and the log the request', async () => {
  await eventually(
    'GuardRefusesRequests fires',
    async () => {
      const found = await query('ALERTS{alertname="GuardRefusesRequests", alertstate="firing"}');
      expect(found.map(({ metric }) => metric.server)).toEqual(
        expect.arrayContaining(['push', 'query', 'metrics', 'read']),
      );
    },
    { seconds: 300 },
  );
  await eventually('the refused request is in the log', async () => {
    const streams = await logs('{container="guard"} |= "/ingester/shutdown"', minutesAgo(30), 5);
    expect(streams.length).toBeGreaterThan(0);
  });
});
