import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { NodeExporter, type NodeExporterProps } from '../../../constructs/index.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, type Rendered, render } from '../../lib/render.ts';

const build = (props: Partial<NodeExporterProps> = {}) =>
  render((chart) => new NodeExporter(chart, 'n', { installation, namespace: 'monitoring-node', ...props }));

const pod = (rendered: Rendered) => rendered.find('DaemonSet', 'node-exporter').spec.template.spec;

const cases: PropCases<NodeExporterProps> = {
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.find('DaemonSet', 'node-exporter').metadata.labels?.['app.kubernetes.io/part-of'],
    see: 'zebra',
  },
  namespace: {
    set: 'nodes',
    look: (rendered) => rendered.find('DaemonSet', 'node-exporter').metadata.namespace,
    see: 'nodes',
  },
  name: { set: 'hosts', look: (rendered) => rendered.names('DaemonSet'), see: ['hosts'] },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  port: {
    set: 19_100,
    look: (rendered) => {
      const [{ args, ports, startupProbe, readinessProbe, livenessProbe }] = pod(rendered).containers;
      return [
        args[0],
        ports[0].containerPort,
        ...[startupProbe, readinessProbe, livenessProbe].map((p) => p.httpGet.port),
      ];
    },
    see: ['--web.listen-address=:19100', 19_100, 19_100, 19_100, 19_100],
  },
  seeLaterMounts: {
    set: false,
    look: (rendered) => pod(rendered).containers[0].volumeMounts,
    see: [{ name: 'host-root', mountPath: '/host/root', readOnly: true }],
  },
  memory: {
    set: { request: Size.mebibytes(7), limit: Size.mebibytes(77) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '77Mi',
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
};

testProps(cases, build);

test('it sees the node, read-only, and file systems that are mounted later', () => {
  const spec = pod(build());
  expect(spec.volumes).toEqual([{ name: 'host-root', hostPath: { path: '/', type: 'Directory' } }]);
  expect(spec.containers[0].volumeMounts).toEqual([
    { name: 'host-root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
  ]);
  expect([spec.hostNetwork, spec.hostPID]).toEqual([true, true]);
});

test('it is not root, has no capability and no token', () => {
  const spec = pod(build());
  expect(spec.securityContext).toMatchObject({ runAsUser: 10_005, runAsNonRoot: true });
  expect(spec.containers[0].securityContext.capabilities).toEqual({ drop: ['ALL'] });
  expect(spec.automountServiceAccountToken).toBe(false);
});

test('network policies do not reach it: it has none, and connects to nobody', () => {
  expect(build().names('NetworkPolicy')).toEqual([]);
  expect(build().connections).toEqual([]);
});

test('a port that is none', () => {
  expect(() => build({ port: 0 })).toThrow(
    new Error(
      "invalid input for 'test/n':\n  - 'port' (0) must be a port: a whole number from 1 to 65535\n" +
        "invalid input for 'test/n/workload':\n  - 'ports.http' (0) must be a port: a whole number from 1 to 65535",
    ),
  );
});
