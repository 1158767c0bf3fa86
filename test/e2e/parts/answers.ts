import { readObjects } from '../../../ops/lib/objects.ts';
import { apply, core, DIST, discovery, readyPods } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { askApplication } from '../lib/pods.ts';
import {
  APP,
  grafana,
  logs,
  logsByGrafana,
  MONITORING,
  NODES,
  prometheus,
  query,
  queryByGrafana,
  type ScrapeTarget,
} from '../lib/stack.ts';

const METRICS = [
  'container_memory_usage_bytes{container="flask-app"}',
  'rate(http_requests_total{job="flask-app"}[5m])',
  'rate(loki_distributor_bytes_received_total[5m])',
];
const LOGS = '{container="flask-app"}';

describe('an installation answers', () => {
  test('every target of every job is up', async () => {
    await eventually(
      'targets',
      async () => {
        const { activeTargets } = await prometheus<{ activeTargets: ScrapeTarget[] }>('/api/v1/targets?state=active');
        const down = activeTargets.filter(({ health }) => health !== 'up');
        expect(down.map(({ labels, lastError }) => ({ labels, lastError }))).toEqual([]);
        expect(count(activeTargets.map(({ labels }) => labels.job ?? 'none'))).toEqual(await expectedTargets());
        // The page Targets shows them by the names of their jobs.
        expect(activeTargets.filter(({ scrapePool, labels }) => scrapePool !== labels.job)).toEqual([]);
      },
      { seconds: 180 },
    );
  });

  test.each(METRICS)('%s', async (promql) => {
    await eventually(promql, async () => expect(await query(promql)).not.toEqual([]), { seconds: 120 });
  });

  test(LOGS, async () => {
    await eventually(LOGS, async () => expect(await logs(LOGS)).not.toEqual([]));
  });

  test.each(METRICS)('through Grafana: %s', async (promql) => {
    await eventually(promql, async () => expect(await queryByGrafana(promql)).not.toEqual([]));
  });

  test(`through Grafana: ${LOGS}`, async () => {
    await eventually(LOGS, async () => expect(await logsByGrafana(LOGS)).not.toEqual([]));
  });

  test('every data source of Grafana is healthy', async () => {
    const sources = await grafana<{ uid: string }[]>('/api/datasources');
    expect(sources.map(({ uid }) => uid).sort()).toEqual(['alertmanager', 'loki', 'prometheus']);
    // Alertmanager's data source has no backend part, so Grafana has no health check for it: it is asked itself.
    for (const uid of ['prometheus', 'loki']) {
      expect(await grafana(`/api/datasources/uid/${uid}/health`)).toMatchObject({ status: 'OK' });
    }
    const status = await grafana('/api/datasources/proxy/uid/alertmanager/api/v2/status');
    expect(status).toMatchObject({ versionInfo: { version: expect.any(String) } });
  });

  test('Grafana lists every dashboard', async () => {
    const written = readObjects(DIST).filter(
      ({ kind, metadata: { name } }) =>
        kind === 'ConfigMap' && /^grafana-dashboard-/.test(name) && !name.endsWith('providers'),
    );
    await eventually('dashboards', async () =>
      expect(await grafana<unknown[]>('/api/search?type=dash-db')).toHaveLength(written.length),
    );
  });

  test('a line that the app prints is in Loki within 30 s, with exactly the labels of this stack', async () => {
    const path = `/e2e-${Date.now()}`;
    const pods = await readyPods(APP, 'app.kubernetes.io/name=flask-app');
    const pod = pods[0]!.metadata!.name!;
    await askApplication(APP, pod, path);
    await eventually(
      'the line',
      async () => {
        const [found] = await logs(`{app="flask-app"} |= \`${path}\``);
        const { level, ...labels } = found?.stream ?? {};
        const fixed = { namespace: APP, pod, container: 'flask-app', app: 'flask-app' };
        expect(labels).toEqual({
          ...fixed,
          cluster: expect.any(String),
          stream: expect.stringMatching(/^std(out|err)$/),
        });
        expect(level).toMatch(/^(info|warning)$/);
      },
      { seconds: 30, every: 1 },
    );
  });
});

describe('a second apply', () => {
  test('changes nothing', async () => {
    // A status may still settle shortly after the first apply; a second apply that writes never passes.
    await eventually('nothing changes', async () => {
      const before = await versions();
      const changed = (await apply()).filter((line) => !line.endsWith(' unchanged'));
      // kubectl always sends a budget's selector (its patch strategy is "replace") and calls that "configured",
      // although nothing is written: the versions prove it.
      expect(changed.filter((line) => !line.startsWith('poddisruptionbudget.policy/'))).toEqual([]);
      expect(await versions()).toEqual(before);
    });
  });
});

/** From the objects that run now, independently of the scrape configuration. */
async function expectedTargets(): Promise<Record<string, number>> {
  const ready = async (namespace: string, name: string) =>
    (await readyPods(namespace, `app.kubernetes.io/name=${name}`)).length;
  const nodes = (await core.listNode()).items.length;
  const slices = await discovery.listNamespacedEndpointSlice({
    namespace: 'default',
    labelSelector: 'kubernetes.io/service-name=kubernetes',
  });
  return {
    prometheus: await ready(MONITORING, 'prometheus'),
    alertmanager: await ready(MONITORING, 'alertmanager'),
    loki: await ready(MONITORING, 'loki'),
    grafana: await ready(MONITORING, 'grafana'),
    'kube-state-metrics': await ready(MONITORING, 'kube-state-metrics'),
    'kube-state-metrics-telemetry': await ready(MONITORING, 'kube-state-metrics'),
    alloy: await ready(NODES, 'alloy'),
    'node-exporter': await ready(NODES, 'node-exporter'),
    'flask-app': await ready(APP, 'flask-app'),
    kubelet: nodes,
    cadvisor: nodes,
    coredns: (await readyPods('kube-system', 'k8s-app=kube-dns')).length,
    apiserver: slices.items.flatMap(({ endpoints }) => endpoints ?? []).length,
  };
}

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The version of every object of dist/ in the cluster. */
async function versions(): Promise<Record<string, string | undefined>> {
  const { items } = JSON.parse(await kubectl(['get', '-f', 'dist', '-o', 'json'])) as {
    items: { kind: string; metadata: { name: string; namespace?: string; resourceVersion: string } }[];
  };
  return Object.fromEntries(
    items.map(({ kind, metadata: { name, namespace, resourceVersion } }) => [
      `${kind} ${namespace ?? ''}/${name}`,
      resourceVersion,
    ]),
  );
}
