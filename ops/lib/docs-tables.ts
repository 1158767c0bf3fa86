import type { Model, ModelObject } from '../../constructs/kit/model.ts';
import { COMPONENTS } from '../../constructs/stack/components.ts';
import { nameOf, type Workload, workloads } from './objects.ts';

/**
 * Replaces the text between `<!-- begin:NAME -->` and `<!-- end -->` in a page.
 *
 * @param parts name -> text. The page must have a place for every one.
 */
export function fillIn(page: string, parts: Readonly<Record<string, string>>): string {
  const filled = new Set<string>();
  const text = page.replaceAll(
    /(<!-- begin:(\S+) -->).*?(<!-- end -->)/gs,
    (_, begin: string, name: string, end: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`no part '${name}'; there are ${Object.keys(parts).join(', ')}`);
      filled.add(name);
      return `${begin}${part}${end}`;
    },
  );
  const missing = Object.keys(parts).filter((name) => !filled.has(name));
  if (missing.length > 0) throw new Error(`the page has no <!-- begin:NAME --> for ${missing.join(', ')}`);
  return text;
}

/** The parts of the README that are derived from the default installation. */
export function readmeParts({ objects }: Model): Record<string, string> {
  return { files: fileTable(objects), sizes: sizeTable(objects), objects: String(objects.length) };
}

function fileTable(objects: readonly ModelObject[]): string {
  const charts = [...new Set(objects.map(({ chart }) => chart))];
  const rows = charts.map((chart) => {
    const own = objects.filter((object) => object.chart === chart).map(({ manifest }) => manifest);
    const main = [...own.filter(({ kind }) => kind === 'Namespace'), ...workloads(own)];
    return [code(`${chart}.k8s.yaml`), String(own.length), main.map((object) => code(nameOf(object))).join(', ')];
  });
  return table(['file', 'objects', 'namespaces and workloads'], rows);
}

function sizeTable(objects: readonly ModelObject[]): string {
  const manifests = objects.map(({ manifest }) => manifest);
  const claims = new Map(
    manifests
      .filter(({ kind }) => kind === 'PersistentVolumeClaim')
      .map(({ metadata, spec }) => [metadata.name, (spec as Claim).resources.requests.storage]),
  );
  const order = COMPONENTS.map(({ name }) => name);
  const place = ({ metadata: { name } }: Workload) => (order.includes(name) ? order.indexOf(name) : order.length);
  const rows = workloads(manifests)
    .sort((a, b) => place(a) - place(b))
    .map((workload) => {
      const { name } = workload.metadata;
      const { image, resources } = workload.spec.template.spec!.containers.find(
        (container) => container.name === name,
      )!;
      const memory = `${resources?.requests?.memory} / ${resources?.limits?.memory}`;
      return [name, code(String(image)), podsOf(workload), memory, claims.get(name) ?? '–'];
    });
  return table(['component', 'image', 'pods', 'memory request / limit', 'volume'], rows);
}

interface Claim {
  readonly resources: { readonly requests: { readonly storage: string } };
}

function podsOf({ kind, spec }: Workload): string {
  return kind === 'DaemonSet' ? 'one on each node' : String(spec.replicas ?? 1);
}

const code = (text: string) => `\`${text}\``;

/** Surrounds with empty lines, which Markdown needs next to a comment. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `\n\n${lines.join('\n')}\n\n`;
}
