import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { rewindScript } from '../../../constructs/components/alloy/rewind.ts';
import { Alloy, type AlloyProps, external } from '../../../constructs/index.ts';
import { STREAM_LABELS } from '../../../constructs/kit/labels.ts';
import { parseLogql } from '../../../constructs/query/logql.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, invalid, type Rendered, render } from '../../lib/render.ts';

const loki = external('loki', 'http://logs:3100', { cidrs: ['192.0.2.1/32'] });

const build = (props: Partial<AlloyProps> = {}) =>
  render((chart) => new Alloy(chart, 'y', { installation, namespace: 'monitoring-node', loki, ...props }));

const pod = (rendered: Rendered) => rendered.find('DaemonSet', 'alloy').spec.template.spec;
const config = (rendered: Rendered) => String(rendered.file('alloy-config', 'config.alloy'));

test('positions that are no folder are refused', () => {
  expect(() => build({ positions: 'positions' })).toThrow(
    invalid(
      'test/y',
      '\'positions\' ("positions") must be an absolute path below /; for example "/var/lib/monitoring-alloy"',
    ),
  );
});

test('what it sends to must have an address, and a range of addresses', () => {
  expect(() => build({ loki: external('loki', 'logs', { cidrs: ['10.0.0.1'] }) })).toThrow(
    invalid(
      'test/y/workload',
      '\'url\' of loki ("logs") must be an address with a scheme; for example "https://api.example.com:8443"',
      '\'cidrs\' of logs (10.0.0.1) must be ranges of addresses, at least one; for example "10.0.0.0/8"',
    ),
  );
});

const cases: PropCases<AlloyProps> = {
  installation: {
    set: { name: 'monitoring', cluster: { name: 'quokka' } },
    look: config,
    see: expect.stringContaining('external_labels = { cluster = "quokka" }'),
  },
  namespace: {
    set: 'nodes',
    look: (rendered) => rendered.find('DaemonSet', 'alloy').metadata.namespace,
    see: 'nodes',
  },
  name: { set: 'tailer', look: (rendered) => rendered.names('DaemonSet'), see: ['tailer'] },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  loki: {
    set: external('loki', 'http://other:3100', { cidrs: ['192.0.2.1/32'] }),
    look: config,
    see: expect.stringMatching(/url += "http:\/\/other:3100\/loki\/api\/v1\/push"/),
  },
  positions: {
    set: '/srv/positions',
    look: (rendered) => pod(rendered).volumes,
    see: expect.arrayContaining([
      { name: 'var-lib-alloy-positions', hostPath: { path: '/srv/positions', type: 'DirectoryOrCreate' } },
    ]),
  },
  memory: {
    set: { request: Size.mebibytes(7), limit: Size.mebibytes(77) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '77Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
};

testProps(cases, build);

/** The text of one component: from its head to the brace that closes it. */
function component(head: string): string {
  const text = config(build());
  const start = text.indexOf(`${head} {\n`);
  expect(start).toBeGreaterThanOrEqual(0);
  return text.slice(start, text.indexOf('\n}\n', start) + 2);
}

test('lines go from the files of this node to Loki, and nowhere else', () => {
  expect(config(build()).match(/^[a-z][\w.]*( "\w+")? \{$/gm)).toEqual([
    'logging {',
    'discovery.kubernetes "pods" {',
    'discovery.relabel "pods" {',
    'local.file_match "pods" {',
    'loki.source.file "pods" {',
    'loki.process "pods" {',
    'loki.process "stored" {',
    'loki.process "counted" {',
    'loki.write "loki" {',
  ]);
});

test('each collector asks for the pods of its own node alone', () => {
  expect(component('discovery.kubernetes "pods"')).toContain('field = "spec.nodeName=" + sys.env("NODE_NAME")');
  expect(pod(build()).containers[0].env).toEqual([
    { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
  ]);
});

test('a stream has the labels cluster, namespace, pod, container, app, stream and level, and no others', () => {
  const targets = [...component('discovery.relabel "pods"').matchAll(/target_label += "([^"]+)"/g)].map(
    ([, name]) => name,
  );
  const ofCounters = ['workload', 'workload_kind'];
  expect([...new Set(targets)].sort()).toEqual(['__path__', 'app', 'container', 'namespace', 'pod', ...ofCounters]);
  const process = component('loki.process "pods"');
  // It finds `stream`, the fifth, and the time and text of a line.
  expect(process).toContain('stage.cri {');
  expect(process).toContain('values = { level = "" }');
  expect(component('loki.process "stored"')).toContain('values = ["filename", "workload_kind", "workload"]');
  expect(component('loki.write "loki"')).toContain('external_labels = { cluster = "test" }');
});

describe('the files of a pod', () => {
  const found = ({ hash = '', namespace = 'shop', pod = 'cart-0', container = 'cart' }) => {
    const labels: Record<string, string> = {
      __meta_kubernetes_namespace: namespace,
      __meta_kubernetes_pod_name: pod,
      __meta_kubernetes_pod_uid: UID,
      __meta_kubernetes_pod_container_name: container,
      __meta_kubernetes_pod_annotation_kubernetes_io_config_hash: hash,
    };
    for (const rule of component('discovery.relabel "pods"').split('rule {')) {
      if (!rule.includes('"__path__"')) continue;
      const text = (key: string) => JSON.parse(rule.match(new RegExp(`${key} += (.*)`))?.[1] ?? '""');
      const value = text('source_labels')
        .map((label: string) => labels[label] ?? '')
        .join(';');
      const matched = new RegExp(`^(?:${text('regex')})$`, 's').exec(value);
      if (matched) {
        labels.__path__ = text('replacement').replace(
          /\$\{(\d)\}/g,
          (_: string, group: string) => matched[Number(group)],
        );
      }
    }
    return labels.__path__;
  };
  const UID = '8d3f0c1e-0000-4000-8000-9c1b2a3d4e5f';
  const HASH = '0123456789abcdef0123456789abcdef';
  const OWN = `/var/log/pods/shop_cart-0_${UID}/cart/*.log`;

  test('are in the folder that has its whole name', () => {
    expect(found({})).toBe(OWN);
  });

  test('of one that a node starts itself are under its hash', () => {
    expect(found({ namespace: 'kube-system', pod: 'etcd-node1', container: 'etcd', hash: HASH })).toBe(
      `/var/log/pods/kube-system_etcd-node1_{${UID},${HASH}}/etcd/*.log`,
    );
  });

  test.each([
    '*',
    'a*',
    '?',
    `{${HASH},*}`,
    UID.replace('8', '9'),
    '../../../etc',
    `${HASH}/../../kube-system_etcd_${HASH}`,
    `x;${HASH}`,
    `${HASH};x`,
    `${HASH}\n`,
    HASH.toUpperCase(),
    `${HASH}0`,
    '[0-9a-f]',
  ])('are no others, whatever %j as a hash says', (hash) => {
    expect(found({ hash })).toBe(OWN);
  });
});

test('a line is cut where Loki would cut it, before it fills the memory', () => {
  expect(component('loki.process "pods"')).toMatch(
    /stage\.cri \{\n\s+max_partial_line_size += 262144\n\s+max_partial_line_size_truncate = true\n/,
  );
});

test('whose lines come in parts is counted for each container', () => {
  const counter = component('loki.process "pods"').match(/stage\.match \{[\s\S]*?\n {2}\}/)?.[0] ?? '';
  const selector: string = JSON.parse(counter.match(/selector = (".*")/)?.[1] ?? '""');
  expect(parseLogql(selector).problems).toEqual([]);
  const filter = new RegExp(selector.match(/\|~ "(.*)"$/)?.[1] ?? '^$');
  expect(filter.test('2026-11-30T17:00:00.000000000Z stdout P xxx')).toBe(true);
  expect(filter.test('2026-11-30T17:00:00.000000000Z stdout F a P b')).toBe(false);
  expect(counter).toContain('count_entry_bytes = true');
});

test('a pod keeps its logs to itself by an annotation', () => {
  expect(component('discovery.relabel "pods"')).toMatch(
    /source_labels = \["__meta_kubernetes_pod_annotation_logs_collect"\]\n\s+regex +?= "drop"\n\s+action +?= "drop"/,
  );
});

test('it tries without end', () => {
  expect(component('loki.write "loki"')).toMatch(/max_backoff_retries = 0\n/);
});

test('it tells nobody that it is used', () => {
  expect(pod(build()).containers[0].args).toEqual([
    'run',
    '/etc/alloy/config/config.alloy',
    '--server.http.listen-addr=0.0.0.0:12345',
    '--storage.path=/var/lib/alloy-positions',
    '--disable-reporting',
  ]);
});

test('it sees the log files, read-only, and keeps its positions on the node', () => {
  const { containers, volumes } = pod(build());
  expect(containers[0].volumeMounts).toEqual([
    { name: 'etc-alloy-config', mountPath: '/etc/alloy/config', readOnly: true },
    { name: 'var-lib-alloy-positions', mountPath: '/var/lib/alloy-positions' },
    { name: 'var-log-pods', mountPath: '/var/log/pods', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ]);
  expect(volumes).toContainEqual({
    name: 'var-lib-alloy-positions',
    hostPath: { path: '/var/lib/monitoring-alloy', type: 'DirectoryOrCreate' },
  });
});

test('it is root without any of its powers, and outside the network of the node', () => {
  const spec = pod(build());
  expect(spec.securityContext).toMatchObject({ runAsUser: 0, runAsNonRoot: false });
  expect(spec.containers[0].securityContext).toMatchObject({
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
  });
  expect([spec.hostNetwork, spec.hostPID]).toEqual([undefined, undefined]);
});

test('it may list pods, and connects to Loki', () => {
  const rendered = build();
  expect(rendered.find('ClusterRole', 'monitoring-alloy').rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
  ]);
  expect(rendered.connections.map(({ why }) => why)).toEqual([
    'asks the Kubernetes API',
    'looks up names',
    'pushes logs',
  ]);
});

test('it has more time to stop than it waits for Loki, and restarts for another config', () => {
  const { template } = build().find('DaemonSet', 'alloy').spec;
  expect(template.spec.terminationGracePeriodSeconds).toBe(90);
  expect(Object.keys(template.metadata.annotations)).toEqual(['checksum/alloy-config']);
});

test('before it starts, its positions are set back to what Loki certainly has', () => {
  const [init] = pod(build()).initContainers;
  expect(init).toMatchObject({
    name: 'rewind',
    image: pod(build()).containers[0].image,
    command: ['/bin/sh', '-c', rewindScript('/var/lib/alloy-positions/loki.source.file.pods/positions.yml')],
    volumeMounts: expect.arrayContaining([{ name: 'var-lib-alloy-positions', mountPath: '/var/lib/alloy-positions' }]),
  });
  expect(config(build())).toContain('loki.source.file "pods"');
});

test('streams get exactly the labels that queries may ask for', () => {
  const text = config(build());
  const copied = [...text.matchAll(/target_label += "([a-z]\w*)"/g)].map(([, label]) => label);
  const dropped: readonly (string | undefined)[] = ['workload_kind', 'workload'];
  expect(text).toContain('stage.label_drop {\n    values = ["filename", "workload_kind", "workload"]');
  const extracted = [...text.matchAll(/values = \{ (\w+) = "" \}/g)].map(([, label]) => label);
  const constant = [...text.matchAll(/external_labels = \{ (\w+) = /g)].map(([, label]) => label);
  // The stage for the format of the container runtime adds 'stream'.
  expect(text).toContain('stage.cri');
  const all = new Set([...constant, ...copied, 'stream', ...extracted]);
  expect([...all].filter((label) => !dropped.includes(label)).sort()).toEqual([...STREAM_LABELS].sort());
});
