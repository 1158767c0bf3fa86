import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { notes } from '../../constructs/checks/warnings.ts';
import { apiserver, coredns, kubelet } from '../../constructs/content/kubernetes/jobs.ts';
import { Application, type Cluster, NodeExporter, Prometheus } from '../../constructs/index.ts';
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

describe('API servers and nodes', () => {
  const kept = { name: 'c', apiServerCidrs: ['10.1.0.0/28'], nodeCidrs: ['10.2.0.0/16', 'fd00::/64'] };
  const stack = (cluster: Cluster) =>
    render((chart) => {
      const shared = { installation: { name: 'monitoring', cluster }, namespace: 'monitoring' };
      const prometheus = new Prometheus(chart, 'p', shared);
      prometheus.addScrape(kubelet, apiserver(shared.installation));
      prometheus.addScrape(new NodeExporter(chart, 'n', { ...shared, namespace: 'nodes' }).metrics);
    });
  const egress = (cluster: Cluster) => stack(cluster).find('NetworkPolicy', 'prometheus').spec.egress;
  const onPorts = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
  const to = (...cidrs: string[]) => cidrs.map((cidr) => ({ ipBlock: { cidr } }));

  test('are reached by their addresses alone, where these are known', () => {
    expect(egress(kept)).toEqual(
      expect.arrayContaining([
        { ports: onPorts(443, 6443), to: to('10.1.0.0/28') },
        { ports: onPorts(10_250), to: to('10.2.0.0/16', 'fd00::/64') },
        { ports: onPorts(9100), to: to('10.2.0.0/16', 'fd00::/64') },
      ]),
    );
    expect(notes(stack(kept))).toEqual([]);
  });

  test('may have any address, where theirs are unknown: only the port is restricted, and synth says so', () => {
    expect(egress({ name: 'c' })).toEqual(
      expect.arrayContaining([443, 9100, 10_250].map((port) => ({ ports: expect.arrayContaining(onPorts(port)) }))),
    );
    expect(notes(stack({ name: 'c' }))).toEqual([
      expect.stringMatching(
        /^monitoring\/prometheus may connect to any address on the ports 443, 6443, 9100, 10250, because/,
      ),
    ]);
  });

  test('are never where metadata services are', () => {
    const wrong = { apiServerCidrs: ['169.254.169.254/32'], nodeCidrs: [] };
    expect(() => inCluster(wrong)).toThrow(
      invalid(
        'test/shop/workload',
        "'installation.cluster.apiServerCidrs' ([169.254.169.254/32]) must be ranges of addresses, at least one and none of them " +
          'link-local, where metadata services are; for example ["10.0.0.0/16"]',
        "'installation.cluster.nodeCidrs' ([]) must be ranges of addresses, at least one and none of them " +
          'link-local, where metadata services are; for example ["10.0.0.0/16"]',
      ),
    );
    expect(egress({ ...kept, nodeCidrs: ['0.0.0.0/0', '::/0'] })).toContainEqual({
      ports: onPorts(10_250),
      to: [
        { ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'] } },
        { ipBlock: { cidr: '::/0', except: ['fe80::/10'] } },
      ],
    });
  });

  test('kubelets are verified where the cluster signs their certificates', () => {
    const tls = (cluster: Cluster) => {
      const { scrape_configs } = stack(cluster).file('prometheus-config', 'prometheus.yml') as {
        readonly scrape_configs: readonly { readonly job_name: string; readonly tls_config?: object }[];
      };
      return scrape_configs.find(({ job_name }) => job_name === 'kubelet')?.tls_config;
    };
    expect(tls({ name: 'c' })).toEqual({ insecure_skip_verify: true });
    expect(tls({ name: 'c', kubeletsHaveClusterCertificates: true })).toEqual({
      ca_file: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
    });
  });
});

test('a priority class of its own, or an existing one', () => {
  const priority = (priorityClass?: string) =>
    render((chart) => {
      const own = { name: 'zebra', cluster: { name: 'c' }, ...(priorityClass && { priorityClass }) };
      new NodeExporter(chart, 'n', { installation: own, namespace: 'nodes' });
    }).find('DaemonSet', 'node-exporter').spec.template.spec.priorityClassName;
  expect(priority()).toBe('zebra');
  expect(priority('platform')).toBe('platform');
});
