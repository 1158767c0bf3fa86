import { App, Duration } from 'cdk8s';
import { MetricsChart, type MetricsChartProps } from '../../constructs/charts/index.ts';
import { type Alert, type Model, model } from '../../constructs/index.ts';
import { installation } from '../lib/render.ts';

const build = (props: Partial<MetricsChartProps> = {}): Model => {
  const app = new App();
  const shared = { installation, namespace: 'monitoring', nodeNamespace: 'monitoring-node' };
  new MetricsChart(app, 'metrics', { ...shared, rules: [], ...props });
  return model(app);
};

interface Relabelling {
  readonly regex: string;
  readonly action: string;
}

/** Regular expression of what is kept of a job. */
function kept(of: Model, job: string): string | undefined {
  const content = of.files.find(({ key }) => key === 'prometheus.yml')?.content as {
    readonly scrape_configs: readonly { readonly job_name: string; readonly metric_relabel_configs?: Relabelling[] }[];
  };
  const config = content.scrape_configs.find(({ job_name }) => job_name === job);
  return config?.metric_relabel_configs?.find(({ action }) => action === 'keep')?.regex;
}

const alert: Alert = {
  name: 'NodeFull',
  summary: 'Full.',
  description: '{{ $labels.instance }} is full.',
  expr: 'node_filesystem_avail_bytes == 0 and on (node) kube_node_info',
  for: Duration.minutes(5),
  severity: 'warning',
};

describe('what is stored of the jobs about the cluster', () => {
  test('only what is read: an alert that needs a series makes it kept, by its job and by who makes it', () => {
    const before = build();
    const after = build({ rules: [{ name: 'nodes', alerts: [alert] }] });
    expect([kept(before, 'node-exporter'), kept(after, 'node-exporter')]).toEqual(['', 'node_filesystem_avail_bytes']);
    expect([kept(before, 'kube-state-metrics'), kept(after, 'kube-state-metrics')]).toEqual(['', 'kube_node_info']);
    expect(JSON.stringify(after.objects)).toContain('--metric-allowlist=^(kube_node_info)$');
  });

  test('and what is asked for by name', () => {
    const keep = build({ alsoKeep: ['container_memory_rss', 'kube_pod_info'] });
    expect(kept(keep, 'cadvisor')).toBe('container_memory_rss');
    expect(kept(keep, 'kube-state-metrics')).toBe('kube_pod_info');
    expect(kept(keep, 'coredns')).toBe('');
  });

  test('or all of it', () => {
    const all = build({ series: 'all' });
    for (const job of ['node-exporter', 'kube-state-metrics', 'kubelet', 'cadvisor', 'coredns', 'apiserver']) {
      expect(kept(all, job)).toBeUndefined();
    }
    expect(JSON.stringify(all.objects)).not.toContain('metric-allowlist');
  });

  test("Prometheus' own series are stored whole", () => {
    expect(kept(build(), 'prometheus')).toBeUndefined();
  });
});
