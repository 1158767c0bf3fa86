import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { KubeStateMetrics, type KubeStateMetricsProps } from '../../../constructs/index.ts';
import { type PropCases, testProps } from '../../lib/props.ts';
import { installation, type Rendered, render } from '../../lib/render.ts';

const build = (props: Partial<KubeStateMetricsProps> = {}) =>
  render((chart) => new KubeStateMetrics(chart, 'k', { installation, namespace: 'monitoring', ...props }));

const pod = (rendered: Rendered) => rendered.find('Deployment', 'kube-state-metrics').spec.template.spec;

const allowlists = (rendered: Rendered): string[] =>
  pod(rendered).containers[0].args.filter((arg: string) => arg.startsWith('--metric-allowlist='));

const cases: PropCases<KubeStateMetricsProps> = {
  installation: {
    set: { ...installation, name: 'zebra' },
    look: (rendered) => rendered.names('ClusterRole'),
    see: ['zebra-kube-state-metrics'],
  },
  namespace: {
    set: 'state',
    look: (rendered) => rendered.find('Deployment', 'kube-state-metrics').metadata.namespace,
    see: 'state',
  },
  name: { set: 'objects', look: (rendered) => rendered.names('Deployment'), see: ['objects'] },
  image: { set: 'x:1', look: (rendered) => pod(rendered).containers[0].image, see: 'x:1' },
  memory: {
    set: { request: Size.mebibytes(7), limit: Size.mebibytes(77) },
    look: (rendered) => pod(rendered).containers[0].resources.limits.memory,
    see: '77Mi',
  },
  series: { set: 'all', look: allowlists, see: [] },
  alsoKeep: {
    set: ['kube_pod_info', 'kube_job_info'],
    look: allowlists,
    see: ['--metric-allowlist=^(kube_job_info|kube_pod_info)$'],
  },
  cpu: { set: Cpu.millis(7), look: (rendered) => pod(rendered).containers[0].resources.requests.cpu, see: '7m' },
};

testProps(cases, build);

const rules = (rendered: Rendered): { resources: string[]; verbs: string[] }[] =>
  rendered.find('ClusterRole', 'monitoring-kube-state-metrics').rules;

test('it may list exactly what it watches, and nothing secret', () => {
  const allowed = rules(build()).flatMap(({ resources }) => resources);
  const [flag] = pod(build()).containers[0].args.filter((text: string) => text.startsWith('--resources='));
  expect(flag).toBe(`--resources=${[...allowed].sort().join()}`);
  expect(allowed.length).toBeGreaterThan(10);
  expect(allowed).not.toContain('secrets');
  expect(allowed).not.toContain('configmaps');
  for (const { verbs } of rules(build())) expect(verbs).toEqual(['list', 'watch']);
});

test('what it says of others, and what it says of itself, are two jobs on two ports', () => {
  render((chart) => {
    const { metrics, telemetry } = new KubeStateMetrics(chart, 'k', { installation, namespace: 'monitoring' });
    expect(metrics).toMatchObject({
      job: 'kube-state-metrics',
      discovery: 'about-others',
      endpoint: { ports: [{ port: 8080 }] },
    });
    expect(telemetry).toMatchObject({
      job: 'kube-state-metrics-telemetry',
      app: 'kube-state-metrics',
      discovery: 'pods',
      endpoint: { ports: [{ port: 8081 }] },
    });
  });
});

test('it is asked on the ports that answer', () => {
  const [{ startupProbe, readinessProbe, livenessProbe }] = pod(build()).containers;
  expect([startupProbe, readinessProbe, livenessProbe].map(({ httpGet: { path, port } }) => [path, port])).toEqual([
    ['/livez', 8080],
    ['/readyz', 8081],
    ['/livez', 8080],
  ]);
});
