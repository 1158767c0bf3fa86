import { readyPods } from '../lib/cluster.ts';
import { eventually } from '../lib/eventually.ts';
import { kubectl } from '../lib/kubectl.ts';
import { createOutside, deleteOutside, inPod, OUTSIDE, reaches, startPod } from '../lib/pods.ts';
import { APP, MONITORING } from '../lib/stack.ts';

const PROMETHEUS = 'http://prometheus.monitoring.svc:9090/-/ready';
const LOKI = 'http://loki.monitoring.svc:3100/ready';
const GRAFANA = 'deployment/grafana';

/** Each blocked connection has its control: the same address answers somebody who may ask, at that moment. */
describe('network policies', () => {
  let listener: string;

  beforeAll(async () => {
    await createOutside();
    const address = await startPod(
      'listener',
      'mkdir /tmp/w && echo hello > /tmp/w/index.html && exec httpd -f -p 8080 -h /tmp/w',
    );
    listener = `http://${address}:8080/`;
    await startPod('visitor', 'exec sleep 3600');
  });
  afterAll(deleteOutside);

  const answersGrafana = (url: string) =>
    eventually(`Grafana reaches ${url}`, async () => expect(await reaches(MONITORING, GRAFANA, url)).toBe(true));

  test('an app can not ask Prometheus', async () => {
    const [pod] = await readyPods(APP, 'app.kubernetes.io/name=flask-app');
    const ask = `import urllib.request; urllib.request.urlopen('${PROMETHEUS}', timeout=3)`;
    const { ok, printed } = await inPod(APP, pod?.metadata?.name ?? '', 'python3', '-c', ask);
    expect(printed).toMatch(/timed out|refused/);
    expect(ok).toBe(false);
    await answersGrafana(PROMETHEUS);
  });

  test('Grafana can not ask somebody outside of the installation', async () => {
    await eventually('the visitor reaches the listener', async () =>
      expect(await reaches(OUTSIDE, 'visitor', listener)).toBe(true),
    );
    expect(await reaches(MONITORING, GRAFANA, listener)).toBe(false);
    expect(await reaches(OUTSIDE, 'visitor', listener)).toBe(true);
  });

  test('another namespace can not ask Loki', async () => {
    expect(await reaches(OUTSIDE, 'visitor', LOKI)).toBe(false);
    await answersGrafana(LOKI);
  });
});

test('a pod without the restricted fields is refused', async () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'open', namespace: MONITORING },
    spec: { containers: [{ name: 'open', image: 'busybox:1.37' }] },
  };
  await expect(kubectl(['apply', '-f', '-'], JSON.stringify(pod))).rejects.toThrow('violates PodSecurity "restricted');
});
