import { isPods } from '../endpoint.ts';
import { NAME_LABEL } from '../labels.ts';
import type { ScrapeJob } from './job.ts';

/** One step of relabelling. */
export interface RelabelConfig {
  readonly source_labels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly target_label?: string;
  readonly replacement?: string;
  readonly action?: string;
}

/** Where a scrape configuration finds its targets, and the labels that they get. */
export interface Targets {
  readonly kubernetes_sd_configs: readonly {
    readonly role: 'pod' | 'node' | 'endpointslice';
    readonly namespaces?: { readonly names: readonly string[] };
  }[];
  readonly relabel_configs: readonly RelabelConfig[];
}

/** The targets of jobs that share one configuration. `named`: the pods' label says what their `job` and `app` are. */
export function targetsOf(group: readonly ScrapeJob[], named: boolean): Targets {
  const [{ job, app = job, discovery }] = group as readonly [ScrapeJob];
  switch (discovery) {
    case 'kubelets':
      return {
        kubernetes_sd_configs: [{ role: 'node' }],
        relabel_configs: [copy('node_name', 'instance'), copy('node_name', 'node')],
      };
    case 'api-servers':
      return {
        kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
        relabel_configs: [keep(['service_name', 'endpointslice_port_name'], 'kubernetes;https')],
      };
    case 'annotated-pods':
      return { kubernetes_sd_configs: pods(group), relabel_configs: [...annotated(group), ...podLabels()] };
    default:
      return {
        kubernetes_sd_configs: pods(group),
        relabel_configs: [
          ...behindEndpoints(group),
          ...(discovery === 'about-others' ? [] : podLabels()),
          ...(named
            ? [copy(podLabel(NAME_LABEL), 'app'), ...(group.length > 1 ? [copy(podLabel(NAME_LABEL), 'job')] : [])]
            : [constant('app', app)]),
          ...(discovery === 'node-pods' ? [copy('pod_node_name', 'instance'), copy('pod_node_name', 'node')] : []),
        ],
      };
  }
}

/** The labels that a job adds to every series of its targets. */
export function targetLabels({ discovery }: ScrapeJob): readonly string[] {
  switch (discovery) {
    case 'kubelets':
      return ['job', 'instance', 'node'];
    case 'api-servers':
      return ['job', 'instance'];
    case 'about-others':
      return ['job', 'instance', 'app'];
    case 'node-pods':
      return ['job', 'instance', 'app', 'namespace', 'pod', 'container', 'node'];
    default:
      return ['job', 'instance', 'app', 'namespace', 'pod', 'container'];
  }
}

function pods(group: readonly ScrapeJob[]): Targets['kubernetes_sd_configs'] {
  return [{ role: 'pod', namespaces: { names: [...new Set(group.map(namespaceOf))].sort() } }];
}

function namespaceOf({ endpoint: { to } }: ScrapeJob): string {
  return isPods(to) ? to.namespace : '';
}

/** Exactly the pods and ports behind the endpoints. Finished pods keep their address for a while: they are dropped. */
function behindEndpoints(group: readonly ScrapeJob[]): RelabelConfig[] {
  const key = group.map(({ endpoint: { to } }) => (isPods(to) ? to.label?.[0] : undefined))[0] ?? '';
  const byPlace = new Map<string, Set<string>>();
  for (const { endpoint } of group) {
    for (const { port } of endpoint.ports) {
      const place = `${isPods(endpoint.to) ? endpoint.to.namespace : ''} ${port}`;
      const values = byPlace.get(place) ?? new Set();
      byPlace.set(place, values);
      values.add(isPods(endpoint.to) ? (endpoint.to.label?.[1] ?? '') : '');
    }
  }
  const regex = [...byPlace].map(([place, values]) => {
    const [namespace, port] = place.split(' ');
    return `${namespace};${alternatives([...values])};${port}`;
  });
  return [
    keep(['namespace', podLabel(key), 'pod_container_port_number'], regex.join('|')),
    { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' },
  ];
}

function annotated(group: readonly ScrapeJob[]): RelabelConfig[] {
  const ports = [...new Set(group.flatMap(({ endpoint }) => endpoint.ports.map(({ port }) => String(port))))];
  const port = 'pod_annotation_prometheus_io_port';
  return [
    keep(['pod_annotation_prometheus_io_scrape'], 'true'),
    // A pod has one target for each of its ports: the annotation names the one to keep.
    keep([port], alternatives(ports)),
    { source_labels: [meta(port)], target_label: meta('pod_container_port_number'), action: 'keepequal' },
    { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' },
    copy('pod_annotation_prometheus_io_path', '__metrics_path__'),
    copy(podLabel(NAME_LABEL), 'app'),
    copy(podLabel(NAME_LABEL), 'job'),
  ];
}

function podLabels(): RelabelConfig[] {
  return [copy('namespace', 'namespace'), copy('pod_name', 'pod'), copy('pod_container_name', 'container')];
}

function meta(name: string): string {
  return `__meta_kubernetes_${name}`;
}

function podLabel(key: string): string {
  return `pod_label_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`;
}

/** Copies a discovered value, unless it is empty. */
function copy(from: string, to: string): RelabelConfig {
  return { source_labels: [meta(from)], regex: '(.+)', target_label: to };
}

function constant(label: string, value: string): RelabelConfig {
  return { target_label: label, replacement: value };
}

function keep(from: readonly string[], regex: string): RelabelConfig {
  return { source_labels: from.map(meta), separator: ';', regex, action: 'keep' };
}

function alternatives(values: readonly string[]): string {
  const escaped = values.map((value) => value.replaceAll('.', '\\.')).sort();
  return escaped.length === 1 ? (escaped[0] ?? '') : `(${escaped.join('|')})`;
}
