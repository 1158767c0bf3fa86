import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { coredns } from '../../constructs/content/kubernetes/jobs.ts';
import { Application, type Cluster } from '../../constructs/index.ts';
import { dns, dnsPods, kubernetesApi } from '../../constructs/kit/installation.ts';
import { installation, invalid, render } from '../lib/render.ts';

const other = {
  name: 'monitoring',
  cluster: { name: 'c', dns: { namespace: 'names', label: ['dns', 'yes'] as const }, apiServerPorts: [16_443] },
};

/** What a cluster makes of an application in it. */
const inCluster = (cluster: Omit<Cluster, 'name'>) =>
  render(
    (chart) =>
      new Application(chart, 'shop', {
        ...{
          installation: { name: 'monitoring', cluster: { name: 'c', ...cluster } },
          namespace: 'shops',
          name: 'shop',
        },
        ...{ image: 'shop:1', ports: { http: { container: 8000 } }, healthcheck: { test: 'true' } },
      }),
  );

test("the cluster's DNS, over both protocols", () => {
  expect(dns(installation)).toMatchObject({
    to: { namespace: 'kube-system', label: ['k8s-app', 'kube-dns'] },
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
  });
  expect(dnsPods(other)).toEqual({ namespace: 'names', label: ['dns', 'yes'] });
});

describe('names are looked up', () => {
  const egress = (to: Cluster['dns']) => inCluster({ dns: to }).find('NetworkPolicy', 'shop').spec.egress;
  const onPort = (port: number) => ['UDP', 'TCP'].map((protocol) => ({ port, protocol }));

  test('at pods that listen on another port', () => {
    const label = ['dns.operator.openshift.io/daemonset-dns', 'default'] as const;
    expect(egress({ namespace: 'openshift-dns', label, port: 5353 })).toEqual([
      {
        ports: onPort(5353),
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } },
            podSelector: { matchLabels: { 'dns.operator.openshift.io/daemonset-dns': 'default' } },
          },
        ],
      },
    ]);
  });

  test('at addresses, such as those of a cache on each node', () => {
    expect(egress({ cidrs: ['169.254.20.10/32', '10.96.0.10/32'] })).toEqual([
      { ports: onPort(53), to: [{ ipBlock: { cidr: '10.96.0.10/32' } }, { ipBlock: { cidr: '169.254.20.10/32' } }] },
    ]);
    expect(egress({ cidrs: ['192.0.2.53/32'], port: 1053 })).toEqual([
      { ports: onPort(1053), to: [{ ipBlock: { cidr: '192.0.2.53/32' } }] },
    ]);
  });

  test('and the metrics of a DNS on another port, or behind a cache, are where they were', () => {
    const metrics = (to: Cluster['dns']) => coredns({ name: 'm', cluster: { name: 'c', dns: to } }).endpoint;
    expect(metrics({ namespace: 'names', label: ['dns', 'yes'], port: 5353 })).toMatchObject({
      to: { namespace: 'names', label: ['dns', 'yes'] },
      ports: [{ port: 9153 }],
    });
    expect(metrics({ cidrs: ['169.254.20.10/32'] })).toEqual(coredns(installation).endpoint);
  });
});

test('all that is wrong with DNS and nodes is said at once', () => {
  const wrong = {
    dns: { cidrs: ['169.254.20.10', '300.0.0.0/8'], port: 70_000 },
    nodes: { count: 0.5, cpu: Cpu.millis(0), memory: Size.mebibytes(0) },
  };
  expect(() => inCluster(wrong)).toThrow(
    invalid(
      'test/shop/workload',
      "'installation.cluster.dns.port' (70000) must be a port: a whole number from 1 to 65535; leave it out for 53",
      "'installation.cluster.nodes.count' (0.5) must be a whole number of at least 1",
      "'installation.cluster.nodes.cpu' (0m) must be whole thousandths of a core, at least one; for example Cpu.units(2)",
      "'installation.cluster.nodes.memory' (0Mi) must be above zero; for example Size.gibibytes(4)",
      '\'cidrs\' of dns://kube-dns.kube-system.svc:53 (169.254.20.10, 300.0.0.0/8) must be ranges of addresses, at least one; for example "10.0.0.0/8"',
    ),
  );
});

test('the model knows the declared nodes', () => {
  const nodes = { count: 2, cpu: Cpu.units(4), memory: Size.gibibytes(8) };
  expect(inCluster({ nodes }).nodes).toBe(nodes);
  expect(inCluster({}).nodes).toBeUndefined();
});

test('the Kubernetes API, on the ports behind its Service', () => {
  expect(kubernetesApi(installation)).toMatchObject({ to: 'anywhere', ports: [{ port: 443 }, { port: 6443 }] });
  expect(kubernetesApi(other).ports).toEqual([{ port: 16_443 }]);
});
