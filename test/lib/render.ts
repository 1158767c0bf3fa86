import { App, Chart } from 'cdk8s';
import { type AlertScope, type Installation, type Model, model, Wiring } from '../../constructs/index.ts';
import type { KubeObject } from './dist.ts';

/** What some constructs made, and how to find it. */
export interface Rendered extends Model {
  /** Where some alerts differ from others. */
  readonly alertScopes: readonly AlertScope[];
  /** The only object of a kind with this name. */
  find(kind: string, name: string): KubeObject;
  /** The names of all objects of a kind. */
  names(kind: string): string[];
  /** The content of a config file, before it became text. */
  file(configMap: string, key: string): unknown;
}

/** Of tests that don't care whose objects they are. */
export const installation: Installation = { name: 'monitoring', cluster: { name: 'test' } };

/** Builds constructs in a chart named `test`, checks them and renders them, without writing a file. */
export function render(build: (chart: Chart) => void): Rendered {
  const app = new App();
  build(new Chart(app, 'test'));
  const rendered = model(app);
  const ofKind = (kind: string) =>
    rendered.objects.map(({ manifest }) => manifest as KubeObject).filter((object) => object.kind === kind);
  return {
    ...rendered,
    alertScopes: Wiring.of(app).alertScopes,
    find: (kind, name) => only(ofKind(kind), ({ metadata }) => metadata.name === name, `${kind} '${name}'`),
    names: (kind) => ofKind(kind).map(({ metadata }) => metadata.name),
    file: (configMap, key) =>
      only(rendered.files, (file) => file.configMap === configMap && file.key === key, `${configMap}/${key}`).content,
  };
}

/** The whole error of one construct with wrong input. */
export function invalid(path: string, ...problems: readonly string[]): Error {
  return new Error([`invalid input for '${path}':`, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
}

function only<T>(all: readonly T[], wanted: (item: T) => boolean, what: string): T {
  const found = all.filter(wanted);
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`there are ${found.length} of ${what}, not one`);
  return first;
}
