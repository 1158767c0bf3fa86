import {
  ANYWHERE,
  type Destination,
  type Endpoint,
  external,
  type Pods,
  podsOf,
} from '../../constructs/kit/endpoint.ts';
import { denyAll, PodsPolicy } from '../../constructs/kit/network-policy.ts';
import { Wiring } from '../../constructs/kit/wiring.ts';
import { render } from '../lib/render.ts';

const here = podsOf('here', 'shop');
const selector = { 'app.kubernetes.io/instance': 'shop' };

function at(to: Destination, port: number): Endpoint {
  return { protocol: 'x', to, ports: [{ port }], url: `http://x:${port}` };
}

function policy(connections: readonly { from: Pods; to: Endpoint }[]) {
  return render((chart) => {
    new PodsPolicy(chart, 'policy', { metadata: { name: 'shop', namespace: 'here' }, pods: here, selector });
    for (const { from, to } of connections) Wiring.of(chart).connect(from, to, 'test');
  }).find('NetworkPolicy', 'shop').spec;
}

const outgoing = (...to: Endpoint[]) => policy(to.map((endpoint) => ({ from: here, to: endpoint }))).egress;
const incoming = (...from: Pods[]) => policy(from.map((pods) => ({ from: pods, to: at(here, 80) }))).ingress;

const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const instance = (name: string) => ({ podSelector: { matchLabels: { 'app.kubernetes.io/instance': name } } });
const tcp = (port: number) => [{ port, protocol: 'TCP' }];

test('without connections, pods are closed both ways', () => {
  expect(policy([])).toEqual({ podSelector: { matchLabels: selector }, policyTypes: ['Ingress', 'Egress'] });
});

test('one connection opens the port at both ends, and nothing else', () => {
  const there = podsOf('there', 'database');
  const rendered = render((chart) => {
    new PodsPolicy(chart, 'a', { metadata: { name: 'shop', namespace: 'here' }, pods: here, selector });
    new PodsPolicy(chart, 'b', { metadata: { name: 'database', namespace: 'there' }, pods: there, selector: {} });
    Wiring.of(chart).connect(here, at(there, 5432), 'stores orders');
  });
  const { ingress: shopIn, egress: shopOut } = rendered.find('NetworkPolicy', 'shop').spec;
  const { ingress: databaseIn, egress: databaseOut } = rendered.find('NetworkPolicy', 'database').spec;
  expect(shopIn).toBeUndefined();
  expect(shopOut).toEqual([{ ports: tcp(5432), to: [{ ...namespace('there'), ...instance('database') }] }]);
  expect(databaseIn).toEqual([{ ports: tcp(5432), from: [{ ...namespace('here'), ...instance('shop') }] }]);
  expect(databaseOut).toBeUndefined();
});

test('peers are grouped by port, namespace and label key, and sorted', () => {
  expect(
    outgoing(
      at(podsOf('b', 'two'), 80),
      at(podsOf('b', 'one'), 80),
      at(podsOf('a', 'one'), 80),
      at({ namespace: 'b', label: ['k8s-app', 'dns'] }, 80),
      at(podsOf('b', 'one'), 443),
      at(podsOf('b', 'one'), 80),
    ),
  ).toEqual([
    { ports: tcp(443), to: [{ ...namespace('b'), ...instance('one') }] },
    {
      ports: tcp(80),
      to: [
        { ...namespace('a'), ...instance('one') },
        {
          ...namespace('b'),
          podSelector: {
            matchExpressions: [{ key: 'app.kubernetes.io/instance', operator: 'In', values: ['one', 'two'] }],
          },
        },
        { ...namespace('b'), podSelector: { matchLabels: { 'k8s-app': 'dns' } } },
      ],
    },
  ]);
});

test('a thousand peers fit into one rule of less than 50 kB', () => {
  const rules = outgoing(...Array.from({ length: 1000 }, (_, number) => at(podsOf('apps', `app-${number}`), 80)));
  expect(rules).toHaveLength(1);
  expect(rules[0].to[0].podSelector.matchExpressions[0].values).toHaveLength(1000);
  expect(JSON.stringify(rules).length).toBeLessThan(50_000);
});

test('all pods of a namespace', () => {
  expect(incoming({ namespace: 'edge' })).toEqual([{ ports: tcp(80), from: [namespace('edge')] }]);
});

test('both protocols of a port, as the API server writes them', () => {
  const dns: Endpoint = { ...at(podsOf('a', 'dns'), 53), ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] };
  expect(outgoing(dns)[0].ports).toEqual([
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ]);
});

test('nodes and the API server are opened by their port alone', () => {
  expect(outgoing(at(ANYWHERE, 6443))).toEqual([{ ports: tcp(6443) }]);
});

test('pods in the network of their node are opened by their port alone, both ways', () => {
  const onNode = podsOf('nodes', 'exporter', true);
  expect(outgoing(at(onNode, 9100))).toEqual([{ ports: tcp(9100) }]);
  expect(incoming(onNode)).toEqual([{ ports: tcp(80) }]);
});

test('a port that is open to anywhere keeps its other peers apart', () => {
  expect(outgoing(at(ANYWHERE, 443), at(podsOf('a', 'one'), 443))).toEqual([
    { ports: tcp(443), to: [{ ...namespace('a'), ...instance('one') }] },
    { ports: tcp(443) },
  ]);
});

test('addresses outside the cluster', () => {
  expect(
    outgoing(
      external('smtp', 'https://b.example.com', { cidrs: ['198.51.100.0/24', '192.0.2.0/24'] }),
      external('https', 'https://c.example.com', { cidrs: ['0.0.0.0/0'], except: ['10.0.0.0/8'] }),
    ),
  ).toEqual([
    {
      ports: tcp(443),
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '169.254.0.0/16'] } },
        { ipBlock: { cidr: '192.0.2.0/24' } },
        { ipBlock: { cidr: '198.51.100.0/24' } },
      ],
    },
  ]);
});

test('of two that except different parts of one range, each has what it allows', () => {
  expect(
    outgoing(
      external('https', 'https://a.example.com', { cidrs: ['10.0.0.0/8'] }),
      external('https', 'https://b.example.com', { cidrs: ['10.0.0.0/8'], except: ['10.1.0.0/16'] }),
    ),
  ).toEqual([
    {
      ports: tcp(443),
      to: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
    },
  ]);
});

test('a range has the exceptions that are in it', () => {
  const except = ['10.1.0.0/16', 'fd00:1::/32'];
  const cidrs = ['10.0.0.0/8', '192.168.0.0/16', 'fd00::/8'] as const;
  expect(outgoing(external('https', 'https://a.example.com', { cidrs, except }))).toEqual([
    {
      ports: tcp(443),
      to: [
        { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        { ipBlock: { cidr: '192.168.0.0/16' } },
        { ipBlock: { cidr: 'fd00::/8', except: ['fd00:1::/32'] } },
      ],
    },
  ]);
});

test('a closed namespace', () => {
  const { spec } = render((chart) => denyAll(chart, 'closed', { name: 'deny-all', namespace: 'here' })).find(
    'NetworkPolicy',
    'deny-all',
  );
  expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});
