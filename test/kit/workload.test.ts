import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { podsOf } from '../../constructs/kit/endpoint.ts';
import { Workload, type WorkloadProps } from '../../constructs/kit/workload.ts';
import { type PropCases, testProps } from '../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../lib/render.ts';

const memory = { request: Size.mebibytes(10), limit: Size.mebibytes(20) };
const container: WorkloadProps['container'] = { image: 'shop:1.0.0', cpu: Cpu.millis(10), memory };
const identity = { namespace: 'shops', name: 'shop', app: 'cart', component: 'application', partOf: 'monitoring' };

const build = (props: Partial<WorkloadProps> = {}) =>
  render(
    (chart) =>
      new Workload(chart, 'w', {
        installation,
        identity,
        pods: 1,
        container,
        runAs: { user: 10_001, group: 10_001 },
        ...props,
      }),
  );

const pod = (rendered: Rendered) => rendered.find('Deployment', 'shop').spec.template.spec;

const cases: PropCases<WorkloadProps> = {
  looksUpNames: {
    set: false,
    look: (rendered) => [rendered.connections, rendered.find('NetworkPolicy', 'shop').spec.egress],
    see: [[], undefined],
  },
  priorityClass: { set: 'first', look: (rendered) => pod(rendered).priorityClassName, see: 'first' },
  beside: {
    set: [
      {
        ...{ name: 'proxy', image: 'proxy:1', cpu: Cpu.millis(10), memory: container.memory },
        ...{ mounts: [{ kind: 'scratch', path: '/proxy', size: Size.mebibytes(8) }], ports: { proxy: 8081 } },
        ...{ user: 10_002, capabilities: ['NET_BIND_SERVICE'] },
      },
    ],
    look: (rendered) => {
      const [, proxy] = pod(rendered).containers;
      return [proxy.name, proxy.securityContext, proxy.volumeMounts, pod(rendered).volumes];
    },
    see: [
      'proxy',
      {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
        privileged: false,
        readOnlyRootFilesystem: true,
        runAsUser: 10_002,
        runAsGroup: 10_002,
      },
      [{ name: 'proxy', mountPath: '/proxy' }],
      expect.arrayContaining([{ name: 'proxy', emptyDir: { sizeLimit: '8Mi' } }]),
    ],
  },
  installation: {
    set: { ...installation, cluster: { name: 'c', dns: { namespace: 'names' } } },
    look: ({ connections }) => connections[0]?.to.to,
    see: { namespace: 'names' },
  },
  identity: { set: { ...identity, name: 'other' }, look: (rendered) => rendered.names('Deployment'), see: ['other'] },
  pods: { set: 3, look: (rendered) => rendered.find('Deployment', 'shop').spec.replicas, see: 3 },
  container: {
    set: { ...container, image: 'other:2' },
    look: (rendered) => pod(rendered).containers[0].image,
    see: 'other:2',
  },
  init: {
    set: { name: 'first', command: ['true'] },
    look: (rendered) => pod(rendered).initContainers[0].command,
    see: ['true'],
  },
  service: {
    set: {},
    look: (rendered) => rendered.find('Service', 'shop').spec.selector,
    see: { 'app.kubernetes.io/name': 'cart', 'app.kubernetes.io/instance': 'shop' },
  },
  runAs: {
    set: { user: 5, group: 6, fsGroup: 7 },
    look: (rendered) => pod(rendered).securityContext,
    see: {
      runAsUser: 5,
      runAsGroup: 6,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
      fsGroup: 7,
      fsGroupChangePolicy: 'OnRootMismatch',
    },
  },
  data: {
    set: { path: '/data', size: Size.mebibytes(2048), storageClass: 'fast' },
    look: (rendered) => rendered.find('PersistentVolumeClaim', 'shop').spec,
    see: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '2Gi' } } },
  },
  permissions: {
    set: ({ args }) => [{ apiGroups: [''], resources: [...args], verbs: ['list'] }],
    look: ({ permissions }) => permissions.map((record) => record.permissions({ files: [], args: ['pods'] })),
    see: [[{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }]],
  },
  api: {
    set: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
    look: (rendered) => rendered.find('ClusterRole', 'monitoring-shop').rules,
    see: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
  },
  hostAccess: {
    set: true,
    look: (rendered) => [pod(rendered).hostNetwork, pod(rendered).hostPID, rendered.names('NetworkPolicy')],
    see: [true, true, []],
  },
  pullSecret: { set: 'registry', look: (rendered) => pod(rendered).imagePullSecrets, see: [{ name: 'registry' }] },
  grace: { set: Duration.minutes(5), look: (rendered) => pod(rendered).terminationGracePeriodSeconds, see: 300 },
};

testProps(cases, build);

test('its only pod is hardened, and asks for what it needs', () => {
  expect(pod(build())).toEqual({
    serviceAccountName: 'shop',
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsUser: 10_001,
      runAsGroup: 10_001,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'cart',
        image: 'shop:1.0.0',
        imagePullPolicy: 'IfNotPresent',
        resources: {
          requests: { cpu: '10m', memory: '10Mi', 'ephemeral-storage': '64Mi' },
          limits: { memory: '20Mi', 'ephemeral-storage': '512Mi' },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          privileged: false,
          readOnlyRootFilesystem: true,
        },
        terminationMessagePolicy: 'FallbackToLogsOnError',
      },
    ],
  });
});

test('objects that nobody asked for are not there', () => {
  expect(build().objects.map(({ manifest }) => manifest.kind)).toEqual([
    'ServiceAccount',
    'NetworkPolicy',
    'Deployment',
  ]);
});

describe('how pods are replaced', () => {
  test.each<[string, Partial<WorkloadProps>, unknown]>([
    ['one after the other', {}, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }],
    [
      'with a volume: stopped before the next starts',
      { data: { path: '/data', size: Size.gibibytes(1) } },
      { type: 'Recreate' },
    ],
  ])('%s', (_, props, strategy) => {
    expect(build(props).find('Deployment', 'shop').spec.strategy).toEqual(strategy);
  });

  test('on every node, one node at a time, whatever its taints', () => {
    const { spec } = build({ pods: 'every-node' }).find('DaemonSet', 'shop');
    expect(spec.updateStrategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } });
    expect(spec.template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test('more than one pod: a budget, and preferably different nodes', () => {
    const rendered = build({ pods: 2 });
    expect(rendered.find('PodDisruptionBudget', 'shop').spec).toEqual({
      maxUnavailable: 1,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'cart', 'app.kubernetes.io/instance': 'shop' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    const [{ podAffinityTerm }] =
      pod(rendered).affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
    expect(podAffinityTerm.topologyKey).toBe('kubernetes.io/hostname');
    expect(build().names('PodDisruptionBudget')).toEqual([]);
  });

  test('a slow start is not taken for a stuck one', () => {
    const probe = {
      check: { command: ['true'] },
      period: Duration.seconds(10),
      timeout: Duration.seconds(1),
      failures: 3,
    };
    const probes = { startup: { ...probe, failures: 180 }, readiness: probe, liveness: probe };
    const { spec } = build({ container: { ...container, probes } }).find('Deployment', 'shop');
    expect(spec.progressDeadlineSeconds).toBe(1860);
    expect(build().find('Deployment', 'shop').spec.progressDeadlineSeconds).toBe(600);
  });
});

test('the Kubernetes API: a token, the permissions, and the connection', () => {
  const rendered = build({ api: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] });
  expect(pod(rendered).automountServiceAccountToken).toBe(true);
  expect(rendered.find('ClusterRoleBinding', 'monitoring-shop')).toMatchObject({
    roleRef: { kind: 'ClusterRole', name: 'monitoring-shop' },
    subjects: [{ kind: 'ServiceAccount', name: 'shop', namespace: 'shops' }],
  });
  expect(rendered.connections.map(({ why }) => why)).toEqual(['asks the Kubernetes API', 'looks up names']);
  expect(build().connections.map(({ why }) => why)).toEqual(['looks up names']);
});

test('its Service leads to the ports of the container', () => {
  const rendered = build({ container: { ...container, ports: { http: 8000, admin: 9000 } }, service: { http: 80 } });
  expect(rendered.find('Service', 'shop').spec.ports).toEqual([
    { name: 'http', port: 80, protocol: 'TCP', targetPort: 8000 },
  ]);
});

test('its endpoints have the address of the Service and the port of the container', () => {
  render((chart) => {
    const workload = new Workload(chart, 'w', {
      installation,
      identity,
      pods: 1,
      container: { ...container, ports: { http: 8000 } },
      service: { http: 80 },
      runAs: { user: 1, group: 1 },
    });
    expect(workload.endpoint('http', 'http')).toEqual({
      protocol: 'http',
      to: podsOf('shops', 'shop', undefined),
      ports: [{ port: 8000 }],
      url: 'http://shop.shops.svc:80',
    });
  });
});

describe('mounts', () => {
  test('each is a folder, read-only unless it is to be written', () => {
    const spec = pod(
      build({
        data: { path: '/data', size: Size.gibibytes(1) },
        container: {
          ...container,
          mounts: [
            { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
            { kind: 'secret', path: '/etc/keys', secret: 'keys' },
            { kind: 'host', path: '/host', hostPath: '/', propagation: 'HostToContainer' },
            { kind: 'host', path: '/var/lib/positions', hostPath: '/srv', writable: true },
          ],
        },
      }),
    );
    expect(spec.volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: 'shop' } },
      { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'etc-keys', secret: { secretName: 'keys', defaultMode: 0o440 } },
      { name: 'host', hostPath: { path: '/', type: 'Directory' } },
      { name: 'var-lib-positions', hostPath: { path: '/srv', type: 'DirectoryOrCreate' } },
    ]);
    expect(spec.containers[0].volumeMounts).toEqual([
      { name: 'data', mountPath: '/data' },
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'etc-keys', mountPath: '/etc/keys', readOnly: true },
      { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
      { name: 'var-lib-positions', mountPath: '/var/lib/positions' },
    ]);
  });

  test('the first container sees them too, and nothing else of the second', () => {
    const spec = pod(
      build({
        init: { name: 'first', command: ['true'] },
        container: { ...container, args: ['serve'], env: { A: 'b' }, ports: { http: 8000 } },
        data: { path: '/data', size: Size.gibibytes(1) },
      }),
    );
    const [{ args, env, ports, ...first }] = spec.initContainers;
    expect([args, env, ports]).toEqual([undefined, undefined, undefined]);
    expect(first).toMatchObject({
      name: 'first',
      image: 'shop:1.0.0',
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    });
  });
});

test('variables are values, or fields of the pod', () => {
  const env = { LEVEL: 'info', NODE: { field: 'spec.nodeName' } };
  expect(pod(build({ container: { ...container, env } })).containers[0].env).toEqual([
    { name: 'LEVEL', value: 'info' },
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ]);
});

const probe = {
  check: { path: '/', port: 80 },
  period: Duration.seconds(10),
  timeout: Duration.seconds(5),
  failures: 3,
};
const probes = { startup: probe, readiness: probe, liveness: probe };

test('probes, each with its timeout', () => {
  const command = { ...probe, check: { command: ['true'] } };
  const named = { ...probe, check: { ...probe.check, host: 'localhost:80', scheme: 'HTTPS' as const } };
  const [found] = pod(
    build({ container: { ...container, probes: { startup: named, readiness: probe, liveness: command } } }),
  ).containers;
  const numbers = { periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 };
  const httpGet = { path: '/', port: 80, scheme: 'HTTP' };
  expect(found.startupProbe).toEqual({
    httpGet: { ...httpGet, scheme: 'HTTPS', httpHeaders: [{ name: 'Host', value: 'localhost:80' }] },
    ...numbers,
  });
  expect(found.readinessProbe).toEqual({ httpGet, ...numbers });
  expect(found.livenessProbe).toEqual({ exec: { command: ['true'] }, ...numbers });
});

describe('what is wrong', () => {
  const dnsLabel =
    "must be a DNS-1123 label: lower-case letters, digits and '-', at most 63 characters, starting and ending with a letter or digit";
  const tag =
    'must have a tag other than latest, or a digest (@sha256:…), so that every node runs the same; for example "registry.example.com/app:1.2.3"';

  test.each<[string, Partial<WorkloadProps>, string]>([
    ['a name', { identity: { ...identity, name: 'My_Shop' } }, `'name' ("My_Shop") ${dnsLabel}; for example "my-shop"`],
    [
      'a namespace',
      { identity: { ...identity, namespace: 'a.b' } },
      `'namespace' ("a.b") ${dnsLabel}; for example "a-b"`,
    ],
    [
      'a label',
      { installation: { ...installation, name: 'two words' }, identity: { ...identity, partOf: 'two words' } },
      `'installation.name' ("two words") must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit`,
    ],
    ...['My_Stack', 'system-watch'].map((name): [string, Partial<WorkloadProps>, string] => [
      `a name of an installation that is none of a PriorityClass: ${name}`,
      { installation: { ...installation, name }, identity: { ...identity, partOf: name } },
      `'installation.name' ("${name}") must be lower-case letters, digits, '-' and '.', and not begin with system-: ` +
        'the PriorityClass of its pods has this name, too; or name one that exists: priorityClass',
    ]),
    [
      'a label of another installation',
      { identity: { ...identity, partOf: 'other' } },
      `'identity.partOf' ("other") must be 'installation.name' ("monitoring"): checks judge only what bears it`,
    ],
    [
      'a label of its role',
      { identity: { ...identity, component: 'web shop' } },
      `'identity.component' ("web shop") must be a label value: letters, digits, '-', '_' and '.', at most 63 characters, starting and ending with a letter or digit`,
    ],
    [
      'a request above the limit',
      { container: { ...container, memory: { request: Size.gibibytes(2), limit: Size.mebibytes(512) } } },
      "'memory.request' (2Gi) must be above zero and at most 'memory.limit' (512Mi); lower the request or raise the limit",
    ],
    [
      'a name that no Service can have',
      { identity: { ...identity, name: '1shop' } },
      '\'name\' ("1shop") must begin with a letter, as names of Services do; for example "app-1shop"',
    ],
    [
      'a cluster without a name',
      { installation: { ...installation, cluster: { name: ' ' } } },
      '\'installation.cluster.name\' (" ") must not be empty: it tells clusters apart; for example "production"',
    ],
    [
      'ports of the API server that are none',
      { installation: { ...installation, cluster: { name: 'test', apiServerPorts: [443, 0] } } },
      "'installation.cluster.apiServerPorts' ([443,0]) must be ports, at least one: whole numbers from 1 to 65535; for example [443, 6443]",
    ],
    [
      'a size that there is not',
      { data: { path: '/data', size: Size.mebibytes(Number.NaN) } },
      "'storage' (NaNMi) must be at least 100Mi, or nothing fits on it; for example Size.gibibytes(10)",
    ],
    [
      'a StorageClass that can not be',
      { data: { path: '/data', size: Size.gibibytes(1), storageClass: 'Fast' } },
      '\'storageClass\' ("Fast") must be the name of a StorageClass, as "kubectl get storageclass" shows it; ' +
        "leave it out for the cluster's default",
    ],
    [
      'an image in upper case',
      { container: { ...container, image: 'Shop:1.0' } },
      '\'image\' ("Shop:1.0") must begin with a name in lower case; for example "registry.example.com/app:1.2.3"',
    ],
    [
      'no pods',
      { pods: 0 },
      "'replicas' (0) must be a whole number of at least 1; to remove a component, leave it out",
    ],
    [
      'half a pod',
      { pods: 1.5 },
      "'replicas' (1.5) must be a whole number of at least 1; to remove a component, leave it out",
    ],
    [
      'two pods with one volume',
      { pods: 2, data: { path: '/data', size: Size.gibibytes(1) } },
      "'replicas' (2) must be 1: the pods share one volume, and two writers corrupt it; leave 'replicas' out",
    ],
    [
      'a tiny volume',
      { data: { path: '/data', size: Size.mebibytes(99) } },
      "'storage' (99Mi) must be at least 100Mi, or nothing fits on it; for example Size.gibibytes(10)",
    ],
    ['an image without a tag', { container: { ...container, image: 'shop' } }, `'image' ("shop") ${tag}`],
    ['a port is no tag', { container: { ...container, image: 'host:5000/shop' } }, `'image' ("host:5000/shop") ${tag}`],
    ['latest', { container: { ...container, image: 'shop:latest' } }, `'image' ("shop:latest") ${tag}`],
    [
      'a probe timeout above its interval',
      { container: { ...container, probes: { ...probes, readiness: { ...probe, timeout: Duration.seconds(30) } } } },
      "the readiness probe's 'timeout' (30 seconds) must be at most its 'interval' (10 seconds), or checks overlap; raise the interval or lower the timeout",
    ],
    [
      'a probe between two seconds',
      { container: { ...container, probes: { ...probes, startup: { ...probe, timeout: Duration.millis(1500) } } } },
      "the startup probe's 'timeout' (1500 milliseconds) must be whole seconds, at least one, as Kubernetes counts them",
    ],
    [
      'a Service port without a container port',
      { container: { ...container, ports: { http: 80 } }, service: { web: 80 } },
      "'service' names the ports web, which must be the container's; it has http",
    ],
    [
      'a port that is none',
      { container: { ...container, ports: { http: 0 } } },
      "'ports.http' (0) must be a port: a whole number from 1 to 65535",
    ],
    [
      'a Service port that is none',
      { container: { ...container, ports: { http: 80 } }, service: { http: 70_000 } },
      "'ports.http.service' (70000) must be a port: a whole number from 1 to 65535",
    ],
    [
      'a port name',
      { container: { ...container, ports: { HTTP: 80 } } },
      `'ports' ("HTTP") must be a port name: at most 15 lower-case letters, digits and single '-', with at least one letter`,
    ],
    ['root', { runAs: { user: 0, group: 0 } }, "'runAs.user' (0) must not be root; for example 10001"],
  ])('%s', (_, props, message) => {
    expect(() => build(props)).toThrow(invalid('test/w', message));
  });

  test.each(['shop:1', 'host:5000/team/shop:1.2.3', `shop:1@sha256:${'a'.repeat(64)}`])(
    'the image %s is right',
    (image) => {
      expect(pod(build({ container: { ...container, image } })).containers[0].image).toBe(image);
    },
  );

  test('root with a reason is right', () => {
    const runAs = { user: 0, group: 0, rootBecause: 'it reads the files of root' };
    expect(pod(build({ runAs })).securityContext).toMatchObject({ runAsUser: 0, runAsNonRoot: false });
  });
});

test('each folder has its own volume, whatever its name', () => {
  const long = `/srv/${'deep/'.repeat(20)}end`;
  const mounts = ['/tmp/a', '/tmp-a', '/data', long].map(
    (path) => ({ kind: 'scratch', path, size: Size.mebibytes(1) }) as const,
  );
  const spec = pod(build({ container: { ...container, mounts } }));
  const names = spec.volumes.map(({ name }: { name: string }) => name);
  expect(names).toEqual([
    expect.stringMatching(/^tmp-a-[0-9a-f]{8}$/),
    expect.stringMatching(/^tmp-a-[0-9a-f]{8}$/),
    'data',
    expect.stringMatching(/^srv-deep-.{1,45}-[0-9a-f]{8}$/),
  ]);
  expect(new Set(names).size).toBe(4);
  expect(spec.containers[0].volumeMounts.map(({ name }: { name: string }) => name)).toEqual(names);
});
