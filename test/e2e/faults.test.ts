/**
 * What is broken on purpose, and who is told of it. A profile of main.ts shortens how long the alerts wait, and sends them
 * to a receiver in the cluster. One node is stopped where `E2E_NODE_STOP` and `E2E_NODE_START` say how.
 *
 * It leaves the cluster as it found it: with dist/, or with nothing.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, lanes, RUN, RUN_LABEL } from './faults/faults.ts';
import { RECEIVER } from './faults/names.ts';
import { canStopNodes, nodeStops, releaseNode, reserveNode, uncordon } from './faults/node.ts';
import { about, type Notification, notifications } from './faults/notifications.ts';
import { profile } from './faults/profile.ts';
import { readFilesNow } from './faults/refresh.ts';
import { allReady, apply, core, DIST, readyPods } from './lib/cluster.ts';
import { eventually } from './lib/eventually.ts';
import { closeForwards } from './lib/http.ts';
import { kubectl } from './lib/kubectl.ts';
import { askApplication } from './lib/pods.ts';
import { APP, MONITORING, prometheus, query } from './lib/stack.ts';

interface Outcome {
  readonly notification: Notification;
  /** Seconds from the cause until it was told, and from the repair until its end was. */
  readonly told: number;
  readonly ended: number;
}

const LANES = lanes(() => apply(join(folder, '20-metrics.k8s.yaml')));
const FAULTS = [...LANES.flat(2), ...(canStopNodes ? [nodeStops] : [])];
const outcomes = new Map<Fault, Promise<Outcome>>();

let existed = true;
let folder: string;

beforeAll(async () => {
  const { items } = await core.listNamespace();
  existed = items.some(({ metadata }) => metadata?.name === MONITORING);
  folder = profile();
  await kubectl(['delete', 'namespace', RECEIVER.namespace, '--ignore-not-found', '--timeout=60s']);
  if (canStopNodes) await reserveNode();
  await apply(folder);
  await allReady(folder);
  await evaluates({ seconds: 15 });
  await eventually(
    'nothing fires but the Watchdog',
    async () => expect(await query('ALERTS{alertstate="firing", alertname!="Watchdog"}')).toEqual([]),
    { seconds: 120 },
  );
  // Only an application that somebody has used is missed.
  const [pod] = await readyPods(APP, `app.kubernetes.io/name=${APP}`);
  await eventually('the application is known', async () => {
    await askApplication(APP, pod?.metadata?.name ?? '', '/');
    expect(await query(`namespace_app:http_requests:rate5m{app="${APP}"}`)).not.toEqual([]);
  });
  for (const lane of LANES) {
    let before: Promise<unknown> = Promise.resolve();
    for (const step of lane) {
      const begun = step.map((fault) => before.then(() => inject(fault)));
      for (const [index, fault] of step.entries()) outcomes.set(fault, begun[index]!);
      before = Promise.allSettled(begun);
    }
  }
  if (canStopNodes) {
    // The others need all nodes.
    const others = Promise.allSettled(outcomes.values());
    outcomes.set(
      nodeStops,
      others.then(releaseNode).then(() => inject(nodeStops)),
    );
  }
});

afterAll(async () => {
  await Promise.allSettled(outcomes.values());
  await uncordon();
  await kubectl(['delete', 'namespace', '-l', `${RUN_LABEL}=${RUN}`, '--timeout=2m']);
  if (existed) {
    await apply(DIST);
    await allReady();
    await evaluates({ seconds: 900 });
  }
  await kubectl(['delete', 'namespace', RECEIVER.namespace, '--ignore-not-found', '--timeout=2m']);
  if (!existed) await kubectl(['delete', '-f', DIST, '--ignore-not-found', '--timeout=5m']);
  closeForwards();
  rmSync(folder, { recursive: true, force: true });
});

describe('when something breaks', () => {
  test.each(FAULTS)('$name: $alert', async (fault) => {
    const { notification } = await outcomes.get(fault)!;
    for (const { annotations } of notification.alerts) {
      expect(annotations).toEqual({
        summary: expect.stringMatching(/\.$/),
        description: expect.stringMatching(/\.$/),
        runbook_url: expect.stringContaining(`/${fault.alert}.md`),
        dashboard_url: expect.stringContaining('/d/'),
      });
    }
  });

  if (!canStopNodes) test.todo('a node stops: only where E2E_NODE_STOP and E2E_NODE_START are set');

  test('nothing else arrives, and each of them once', async () => {
    const arrived = (await notifications()).filter(isOurs).map((one) => `${one.status}: ${about(one)}`);
    const expected = FAULTS.flatMap((fault) => [`firing: ${named(fault)}`, `resolved: ${named(fault)}`]);
    expect(arrived.sort()).toEqual(expected.sort());
    console.log((await Promise.all(FAULTS.map(times))).join('\n'));
  });
});

/** Breaks something, repairs it when it was told, and waits until its end is told too. */
async function inject(fault: Fault): Promise<Outcome> {
  const { within, endsWithin, cause, repair } = fault;
  let begun = Date.now();
  const passed = () => Math.round((Date.now() - begun) / 1000);
  const arrives = (status: Notification['status'], seconds: number) =>
    eventually(
      `${status}: ${named(fault)}`,
      async () => {
        const all = await notifications();
        const found = all.find((one) => one.status === status && about(one) === named(fault));
        if (!found) throw new Error(`arrived: ${all.map((one) => `${one.status}: ${about(one)}`).join(', ')}`);
        return found;
      },
      { seconds },
    );
  let notification: Notification;
  let told: number;
  try {
    await cause();
    notification = await arrives('firing', within);
    told = passed();
  } finally {
    begun = Date.now();
    await repair();
  }
  await arrives('resolved', endsWithin);
  return { notification, told, ended: passed() };
}

/** Alerts look back at what tests before did in namespaces of their own. */
function isOurs({ groupLabels: { namespace = '' } }: Notification): boolean {
  return !namespace.startsWith('e2e-') || namespace.endsWith(RUN);
}

/** How long the notifications about a fault took. */
async function times(fault: Fault): Promise<string> {
  const { told, ended } = await outcomes.get(fault)!;
  return `${fault.alert}: told after ${told} s, its end ${ended} s after the repair`;
}

function named({ alert, namespace }: Fault): string {
  return about({ groupLabels: { alertname: alert, ...(namespace && { namespace }) } });
}

/** Waits until Prometheus evaluates the alert over pods without a node as it should. */
async function evaluates({ seconds }: { readonly seconds: number }): Promise<void> {
  await readFilesNow();
  await eventually(
    'the rules',
    async () => {
      const { groups } = await prometheus<{ groups: { rules: { name: string; duration?: number }[] }[] }>(
        '/api/v1/rules?type=alert',
      );
      const rules = groups.flatMap(({ rules }) => rules).filter(({ name }) => name === 'PodUnschedulable');
      expect(rules.map(({ duration }) => duration)).toEqual([seconds]);
    },
    { seconds: 180 },
  );
}
