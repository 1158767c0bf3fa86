import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import type { QueryRecord } from '../query/query.ts';
import { addProblems } from './check.ts';
import type { Metadata } from './labels.ts';
import { lazy } from './lazy.ts';
import { isFileName, isLabelKey, unless } from './validators.ts';
import { shown } from './values.ts';
import { Wiring } from './wiring.ts';
import type { RenderedFile } from './written-files.ts';
import { toYaml } from './yaml.ts';

/** Properties for `ConfigFiles`. */
export interface ConfigFilesProps {
  /** Name, namespace and labels of the ConfigMap: see `metadataOf`. */
  readonly metadata: Metadata;

  /**
   * Effect of a change: `restart` rolls the pods by a checksum annotation; `reload` leaves them alone, for programs that watch
   * their files.
   */
  readonly onChange: 'restart' | 'reload';

  /** File name -> content: objects are written as YAML or, in `*.json`, as compact JSON; strings verbatim. */
  readonly files: Readonly<Record<string, () => object | string>>;

  /**
   * Queries in the files: rules in one language, or dashboards, which name the language of each query. The series that these
   * queries read are stored.
   *
   * @default - none.
   */
  readonly queries?: QueryRecord['language'] | 'dashboards';
}

/** Config files that pods mount as a folder: one ConfigMap. */
export class ConfigFiles extends Construct {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** @internal */
  readonly onChange: 'restart' | 'reload';
  private readonly configMap: k8s.KubeConfigMap;

  /** @param props its metadata and files. */
  constructor(scope: Construct, id: string, { metadata, onChange, files, queries }: ConfigFilesProps) {
    super(scope, id);
    addProblems(this, () => [
      ...Object.keys(files).flatMap((key) =>
        unless(
          isFileName(key),
          `'files' (${shown(key)}) must be names of files: letters, digits and - _ .; for example "app.yaml"`,
        ),
      ),
      ...Object.keys(metadata.labels).flatMap((key) =>
        unless(
          isLabelKey(key),
          `'metadata.labels' (${shown(key)}) must be keys of labels; for example "app.kubernetes.io/name"`,
        ),
      ),
    ]);
    this.name = metadata.name;
    this.onChange = onChange;
    const rendered = new Map(
      Object.entries(files).map(([key, produce]) => [key, memoized((): RenderedFile => render(key, produce()))]),
    );
    this.configMap = new k8s.KubeConfigMap(this, 'config-map', {
      metadata,
      data: Object.fromEntries([...rendered].map(([key, file]) => [key, lazy(() => file().text)])),
    });
    Wiring.of(this).addFiles({
      ...{ path: this.node.path, namespace: metadata.namespace, name: metadata.name, onChange, queries },
      configMap: this.configMap,
      rendered: (key) => rendered.get(key)?.(),
    });
  }

  /** SHA-256 of all files as written, patches of the ConfigMap included. Call it only after all constructors have run. @internal */
  checksum(): string {
    const hash = createHash('sha256');
    const { data = {}, binaryData = {} } = this.configMap.toJson();
    for (const [key, text] of Object.entries({ ...data, ...binaryData })) hash.update(`${key}\n${text}`);
    return hash.digest('hex');
  }
}

function render(key: string, content: object | string): RenderedFile {
  if (typeof content === 'string') return { content, text: content };
  return { content, text: key.endsWith('.json') ? JSON.stringify(content) : toYaml(content) };
}

function memoized<T>(produce: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: produce() };
    return value.of;
  };
}
