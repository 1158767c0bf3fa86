import { hits, type KubeObject, podTemplates, readObjects } from '../lib/dist.ts';

/** Truths about the whole output of the fixture. */

const objects = readObjects();
const pods = podTemplates(objects);
const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
const title = ({ kind, metadata }: KubeObject) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

const CLUSTER_SCOPED = ['Namespace', 'ClusterRole', 'ClusterRoleBinding', 'PriorityClass'];

/** Pods that may do what the others may not. Each entry is needed: a test removes it and sees the rule broken. */
const EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'runs as root': { alloy: 'log files belong to root and are closed to others' },
  'mounts a folder of the node': {
    alloy: 'reads the log files of the node, and keeps its positions there',
    'node-exporter': 'reads the file systems of the node',
  },
  'shares the network and processes of the node': { 'node-exporter': 'measures them' },
  'has no network policy': { 'node-exporter': 'pods in the network of the node are outside of policies' },
};

const TRUTHS: Readonly<Record<keyof typeof EXCEPTIONS, (pod: (typeof pods)[number]) => boolean>> = {
  'runs as root': ({ spec }) => spec.securityContext?.runAsUser === 0 || spec.securityContext?.runAsNonRoot !== true,
  'mounts a folder of the node': ({ spec }) => (spec.volumes ?? []).some(({ hostPath }) => hostPath !== undefined),
  'shares the network and processes of the node': ({ spec }) =>
    Boolean(spec.hostNetwork || spec.hostPid || Reflect.get(spec, 'hostPID')),
  'has no network policy': ({ namespace, labels }) =>
    !ofKind('NetworkPolicy').some(
      ({ metadata, spec }) =>
        metadata.namespace === namespace && spec.podSelector.matchLabels && hits(spec.podSelector.matchLabels, labels),
    ),
};

test('there is something to look at', () => {
  expect(pods.map(({ name }) => name).sort()).toEqual([
    'alertmanager',
    'alloy',
    'flask-app',
    'grafana',
    'kube-state-metrics',
    'loki',
    'node-exporter',
    'prometheus',
  ]);
});

describe('pods', () => {
  for (const [what, broken] of Object.entries(TRUTHS)) {
    test(`exactly the listed ones: ${what}`, () => {
      expect(
        pods
          .filter(broken)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(Object.keys(EXCEPTIONS[what] ?? {}).sort());
    });
  }

  test.each(pods.map((pod) => [pod.name, pod] as const))('%s: token only where the API is asked', (name, { spec }) => {
    expect(spec.automountServiceAccountToken).toBe(['alloy', 'kube-state-metrics', 'prometheus'].includes(name));
    expect(spec.serviceAccountName).toBe(name);
  });

  test.each(pods.map((pod) => [pod.name, pod] as const))('%s: seccomp and numeric ids', (_, { spec }) => {
    expect(spec.securityContext).toMatchObject({
      seccompProfile: { type: 'RuntimeDefault' },
      runAsUser: expect.any(Number),
      runAsGroup: expect.any(Number),
    });
  });
});

const containers = pods.flatMap(({ name, spec }) => [
  ...spec.containers.map((container) => ({ name: `${name}/${container.name}`, init: false, container })),
  ...(spec.initContainers ?? []).map((container) => ({ name: `${name}/${container.name}`, init: true, container })),
]);

describe.each(containers.map((entry) => [entry.name, entry] as const))('container %s', (_, { container, init }) => {
  test('image has a tag that is not latest', () => {
    expect(container.image).toMatch(/:[^:/@]+(@sha256:[0-9a-f]{64})?$/);
    expect(container.image).not.toMatch(/:latest(@|$)/);
    expect(container.imagePullPolicy).toBe('IfNotPresent');
  });

  test('is locked down', () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      privileged: false,
      readOnlyRootFilesystem: true,
    });
  });

  test('has requests and a memory limit, and no CPU limit', () => {
    expect(Object.keys(container.resources?.requests ?? {}).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
    expect(Object.keys(container.resources?.limits ?? {}).sort()).toEqual(['ephemeral-storage', 'memory']);
  });

  if (!init) {
    test.each(['startupProbe', 'readinessProbe', 'livenessProbe'] as const)(
      '%s has a timeout and a declared port',
      (name) => {
        const probe = container[name];
        expect(probe?.timeoutSeconds).toBeGreaterThanOrEqual(1);
        expect(probe?.timeoutSeconds).toBeLessThanOrEqual(probe?.periodSeconds ?? 0);
        expect(container.ports?.map(({ containerPort }) => containerPort)).toContain(probe?.httpGet?.port);
      },
    );
  }

  test('mounts folders, never single files', () => {
    expect(JSON.stringify(container)).not.toContain('subPath');
  });
});

/** What each image writes to, by its documentation. */
const WRITES: Readonly<Record<string, readonly string[]>> = {
  prometheus: ['/prometheus'],
  alertmanager: ['/alertmanager'],
  loki: ['/loki', '/tmp'],
  grafana: ['/var/lib/grafana', '/tmp'],
  alloy: ['/var/lib/alloy-positions', '/tmp'],
  'flask-app': ['/tmp'],
};

test.each(Object.entries(WRITES))('%s: what it writes to is a mounted volume', (name, paths) => {
  const { spec } = pods.find((pod) => pod.name === name)!;
  const writable = spec.containers[0]!.volumeMounts!.filter(({ readOnly }) => !readOnly).map(
    ({ mountPath }) => mountPath,
  );
  expect(writable.sort()).toEqual([...paths].sort());
});

const CPU = (text: string) => (text.endsWith('m') ? Number.parseInt(text, 10) : Number(text) * 1000);
const MIB = (text: string) => Number.parseInt(text, 10) * (text.endsWith('Gi') ? 1024 : 1);

test('the whole stack requests at most 1 CPU and 2 GiB on one node', () => {
  const sum = (unit: (text: string) => number, what: 'cpu' | 'memory') =>
    pods.reduce((total, { workload, spec }) => {
      const replicas = workload.spec.replicas ?? 1;
      return total + replicas * spec.containers.reduce((n, c) => n + unit(String(c.resources?.requests?.[what])), 0);
    }, 0);
  expect(sum(CPU, 'cpu')).toBeGreaterThan(100);
  expect(sum(CPU, 'cpu')).toBeLessThanOrEqual(1000);
  expect(sum(MIB, 'memory')).toBeGreaterThan(1000);
  expect(sum(MIB, 'memory')).toBeLessThanOrEqual(2048);
});

describe.each(objects.map((object) => [title(object), object] as const))('%s', (_, object) => {
  test('carries the recommended labels and a namespace where its kind has one', () => {
    const { name, namespace, labels = {} } = object.metadata;
    expect(name).toMatch(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
    expect(
      Object.keys(labels)
        .filter((key) => key.startsWith('app.kubernetes.io/'))
        .sort(),
    ).toEqual([
      'app.kubernetes.io/component',
      'app.kubernetes.io/instance',
      'app.kubernetes.io/managed-by',
      'app.kubernetes.io/name',
      'app.kubernetes.io/part-of',
    ]);
    expect(namespace === undefined).toBe(CLUSTER_SCOPED.includes(object.kind));
  });

  test('is of a built-in API group and below 200 kB', () => {
    expect(object.apiVersion).toMatch(
      /^(v1|apps\/v1|policy\/v1|(networking|rbac\.authorization|scheduling)\.k8s\.io\/v1)$/,
    );
    expect(Buffer.byteLength(JSON.stringify(object))).toBeLessThan(200_000);
  });

  test('holds no hash selector, no secret and no access to the kubelet API through the API server', () => {
    const text = JSON.stringify(object);
    expect(text).not.toContain('cdk8s.io/metadata.addr');
    expect(text).not.toContain('nodes/proxy');
    expect(object.kind).not.toBe('Secret');
  });

  test('has a value wherever one was asked for', () => {
    expect(emptyValues(object)).toEqual([]);
  });
});

/** Empty maps and lists, but where they mean everything: in the selector of the policy that closes a namespace. */
function emptyValues(value: unknown, path = ''): string[] {
  if (path.endsWith('.podSelector') && path.startsWith('.spec')) return [];
  if (Array.isArray(value))
    return value.length === 0 ? [path] : value.flatMap((item, n) => emptyValues(item, `${path}[${n}]`));
  if (typeof value !== 'object' || value === null) return value === null ? [path] : [];
  const entries = Object.entries(value);
  return entries.length === 0 ? [path] : entries.flatMap(([key, item]) => emptyValues(item, `${path}.${key}`));
}

test('each program of the stack has a user of its own, so that none can read what another left open to its user', () => {
  const users = pods
    .filter(({ name }) => name !== 'flask-app')
    .map(({ name, spec }) => [name, spec.securityContext?.runAsUser]);
  expect(users.length).toBe(7);
  expect(new Set(users.map(([, user]) => user)).size).toBe(users.length);
});

test('whoever watches is evicted after what is watched, and evicts nobody in order to start', () => {
  const [only, ...others] = ofKind('PriorityClass');
  expect(others).toEqual([]);
  expect(only).toMatchObject({ metadata: { name: 'monitoring' }, value: 1_000_000, preemptionPolicy: 'Never' });
  const classes = Object.fromEntries(pods.map(({ name, spec }) => [name, spec.priorityClassName]));
  expect(classes).toEqual({
    ...Object.fromEntries(pods.map(({ name }) => [name, 'monitoring'])),
    'flask-app': undefined,
  });
});

/** Pods that ask the API server or nothing: names they never look up. */
test('only pods that connect to a name may ask DNS', () => {
  const asks = ofKind('NetworkPolicy').filter(({ spec }) => JSON.stringify(spec.egress ?? []).includes('"port":53'));
  expect(asks.map(({ metadata }) => metadata.name).sort()).toEqual([
    'alloy',
    'flask-app',
    'grafana',
    'loki',
    'prometheus',
  ]);
});

test('no right to the Kubernetes API goes beyond list and watch, but reading metrics', () => {
  const rules = [...ofKind('Role'), ...ofKind('ClusterRole')].flatMap((role) => Object(role).rules);
  const others = rules.filter(({ verbs }) => verbs.join() !== 'list,watch');
  expect(rules.length).toBeGreaterThan(5);
  expect(others).toEqual([
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    { nonResourceURLs: ['/metrics'], verbs: ['get'] },
  ]);
});

test('no two objects share kind, namespace and name', () => {
  const names = objects.map(title);
  expect(new Set(names).size).toBe(names.length);
});

test('the first object is a namespace, and each namespace is closed in both directions', () => {
  expect(objects[0]?.kind).toBe('Namespace');
  const closed = ofKind('NetworkPolicy').filter(({ spec }) => Object.keys(spec.podSelector).length === 0);
  expect(closed.map(({ metadata }) => metadata.namespace).sort()).toEqual(
    ofKind('Namespace')
      .map(({ metadata }) => metadata.name)
      .sort(),
  );
  for (const { spec } of closed) expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('Pod Security: restricted everywhere but where the node is looked at', () => {
  const levels = ofKind('Namespace').map(({ metadata }) => [
    metadata.name,
    metadata.labels?.['pod-security.kubernetes.io/enforce'],
  ]);
  expect(Object.fromEntries(levels)).toEqual({
    monitoring: 'restricted',
    'flask-app': 'restricted',
    'monitoring-node': 'privileged',
  });
  expect(
    pods
      .filter(({ namespace }) => namespace === 'monitoring-node')
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['alloy', 'node-exporter']);
});

test('no policy allows everything', () => {
  for (const { spec } of ofKind('NetworkPolicy')) {
    for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
      expect(rule.ports.length).toBeGreaterThan(0);
      for (const { port, protocol } of rule.ports) {
        expect(port).toEqual(expect.any(Number));
        expect(protocol).toMatch(/^(TCP|UDP)$/);
      }
    }
    for (const rule of spec.ingress ?? []) expect(rule.from.length).toBeGreaterThan(0);
  }
});

test('only the API server, kubelets and nodes are reached by port alone', () => {
  const open = ofKind('NetworkPolicy').flatMap(({ metadata, spec }) =>
    (spec.egress ?? [])
      .filter((rule: { to?: unknown }) => !rule.to)
      .map((rule: { ports: { port: number }[] }) => `${metadata.name}: ${rule.ports.map(({ port }) => port)}`),
  );
  expect(open.sort()).toEqual([
    'alloy: 443,6443',
    'kube-state-metrics: 443,6443',
    'prometheus: 10250',
    'prometheus: 443,6443',
    'prometheus: 9100',
  ]);
});

test('every Service selects pods that have its ports', () => {
  const services = ofKind('Service');
  expect(services.length).toBeGreaterThan(4);
  for (const { metadata, spec } of services) {
    const behind = pods.filter((pod) => pod.namespace === metadata.namespace && hits(spec.selector, pod.labels));
    expect(behind).toHaveLength(1);
    const ports = behind[0]!.spec.containers.flatMap((container) => container.ports ?? []);
    for (const { targetPort } of spec.ports)
      expect(ports.map(({ containerPort }) => containerPort)).toContain(targetPort);
  }
});

test('every ConfigMap that is mounted exists, and every one that exists is mounted', () => {
  const mounted = pods.flatMap(({ namespace, spec }) =>
    (spec.volumes ?? []).flatMap(({ configMap, projected }) => [
      ...(configMap ? [`${namespace}/${configMap.name}`] : []),
      ...(projected?.sources ?? []).map((source) => `${namespace}/${source.configMap?.name}`),
    ]),
  );
  expect(mounted.sort()).toEqual(
    ofKind('ConfigMap')
      .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
      .sort(),
  );
});

test('whoever holds a volume is alone and is recreated', () => {
  const holders = pods.filter(({ spec }) =>
    (spec.volumes ?? []).some(({ persistentVolumeClaim }) => persistentVolumeClaim),
  );
  expect(holders.map(({ name }) => name).sort()).toEqual(['alertmanager', 'grafana', 'loki', 'prometheus']);
  for (const { workload } of holders) {
    expect(workload.spec.replicas).toBe(1);
    expect(workload.spec.strategy).toEqual({ type: 'Recreate' });
  }
});

test('roles only read, and nobody reads secrets or config maps', () => {
  for (const { rules } of [...ofKind('ClusterRole'), ...ofKind('Role')]) {
    for (const { verbs, resources = [] } of rules) {
      for (const verb of verbs) expect(['get', 'list', 'watch']).toContain(verb);
      for (const resource of resources)
        expect(['secrets', 'configmaps', '*', 'pods/exec', 'pods/log']).not.toContain(resource);
    }
  }
});
