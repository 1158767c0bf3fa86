import { ApiObject, App, Chart } from 'cdk8s';
import { type Endpoint, external, podsOf } from '../../constructs/kit/endpoint.ts';
import { Wiring } from '../../constructs/kit/wiring.ts';

const loki: Endpoint<'loki'> = {
  protocol: 'loki',
  to: podsOf('logs', 'loki'),
  ports: [{ port: 3100 }],
  url: 'http://loki.logs.svc:3100',
};

test('there is one wiring for each tree', () => {
  const app = new App();
  const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
  expect(Wiring.of(a)).toBe(Wiring.of(b));
  expect(Wiring.of(a)).toBe(Wiring.of(app));
  expect(Wiring.of(new App())).not.toBe(Wiring.of(app));
});

test('a connection is seen from both ends', () => {
  const wiring = new Wiring();
  const alloy = podsOf('nodes', 'alloy');
  wiring.connect(alloy, loki, 'pushes logs');
  const connection = { from: alloy, to: loki, why: 'pushes logs' };
  expect(wiring.connections).toEqual([connection]);
  expect(wiring.of(alloy)).toEqual({ incoming: [], outgoing: [connection] });
  expect(wiring.of(podsOf('logs', 'loki'))).toEqual({ incoming: [connection], outgoing: [] });
});

test('the same connection twice counts once, another purpose counts', () => {
  const wiring = new Wiring();
  const alloy = podsOf('nodes', 'alloy');
  wiring.connect(alloy, loki, 'pushes logs');
  wiring.connect({ ...alloy }, { ...loki }, 'pushes logs');
  wiring.connect(alloy, loki, 'reads them');
  expect(wiring.connections.map(({ why }) => why)).toEqual(['pushes logs', 'reads them']);
});

test('pods of one name in another namespace, or by another label, are others', () => {
  const wiring = new Wiring();
  wiring.connect(podsOf('nodes', 'alloy'), loki, 'pushes logs');
  expect(wiring.of(podsOf('other', 'loki')).incoming).toEqual([]);
  expect(wiring.of({ namespace: 'logs', label: ['k8s-app', 'loki'] }).incoming).toEqual([]);
  expect(wiring.of({ namespace: 'logs' }).incoming).toEqual([]);
});

test('what comes after the first rendering is refused', () => {
  const wiring = new Wiring();
  wiring.of(podsOf('logs', 'loki'));
  expect(() => wiring.connect(podsOf('nodes', 'alloy'), loki, 'pushes logs')).toThrow(
    new Error(
      "the connection from 'nodes/alloy' to 'http://loki.logs.svc:3100' (pushes logs) comes too late: " +
        'policies and configs are rendered already; add it before synth()',
    ),
  );
  expect(() => wiring.connect({ namespace: 'edge' }, loki, 'reads')).toThrow(/^the connection from 'edge\/\*' to /);
  const configMap = new ApiObject(new Chart(new App(), 'a'), 'a', { apiVersion: 'v1', kind: 'ConfigMap' });
  const files = { path: 'a', namespace: 'a', name: 'a-config', configMap, rendered: () => undefined } as const;
  expect(() => wiring.addFiles({ ...files, onChange: 'reload' })).toThrow(
    new Error(
      "the ConfigMap 'a-config' comes too late: policies and configs are rendered already; add it before synth()",
    ),
  );
});

test.each([
  ['https://example.com', 443],
  ['http://example.com', 80],
  ['https://example.com:8443/path', 8443],
  ['http://example.com:443', 443],
])('an external endpoint opens the port of its address: %s', (url, port) => {
  const at = { cidrs: ['192.0.2.0/24'] };
  expect(external('webhook', url, at)).toEqual({ protocol: 'webhook', to: at, ports: [{ port }], url });
});
