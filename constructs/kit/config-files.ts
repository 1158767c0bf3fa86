import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { k8s } from '../../imports/k8s.ts';
import type { Metadata } from './labels.ts';
import { late } from './late.ts';
import { Wiring } from './wiring.ts';
import { toYaml } from './yaml.ts';

/** Properties for `ConfigFiles`. */
export interface ConfigFilesProps {
  /** Name, namespace and labels of the ConfigMap: see `metadataOf`. */
  readonly metadata: Metadata;

  /**
   * What a change does: `restart` rolls the pods that read it, by a checksum on them; `reload` leaves them alone, for
   * programs that notice changes by themselves.
   */
  readonly onChange: 'restart' | 'reload';

  /** File name -> content: objects are written as YAML or, in `*.json`, as JSON without blanks; text as it is. */
  readonly files: Readonly<Record<string, () => object | string>>;
}

/** Config files that pods mount as a folder: one ConfigMap. */
export class ConfigFiles extends Construct {
  /** Name of the ConfigMap. */
  readonly name: string;
  /** @internal */
  readonly onChange: 'restart' | 'reload';
  private readonly texts: readonly (() => string)[];

  /** @param props its metadata and files. */
  constructor(scope: Construct, id: string, { metadata, onChange, files }: ConfigFilesProps) {
    super(scope, id);
    this.name = metadata.name;
    this.onChange = onChange;
    const wiring = Wiring.of(this);
    const data: Record<string, string> = {};
    const texts: (() => string)[] = [];
    for (const [key, content] of Object.entries(files)) {
      const once = memoized(content);
      const text = memoized(() => render(key, once()));
      data[key] = late(text);
      texts.push(() => `${key}\n${text()}`);
      wiring.addFile({
        path: this.node.path,
        namespace: metadata.namespace,
        configMap: metadata.name,
        key,
        onChange,
        content: once,
      });
    }
    this.texts = texts;
    new k8s.KubeConfigMap(this, 'config-map', { metadata, data });
  }

  /** SHA-256 of all files. Call it when all constructors have run. @internal */
  checksum(): string {
    const hash = createHash('sha256');
    for (const text of this.texts) hash.update(text());
    return hash.digest('hex');
  }
}

function render(key: string, content: object | string): string {
  if (typeof content === 'string') return content;
  return key.endsWith('.json') ? JSON.stringify(content) : toYaml(content);
}

function memoized<T>(produce: () => T): () => T {
  let value: { readonly of: T } | undefined;
  return () => {
    value ??= { of: produce() };
    return value.of;
  };
}
