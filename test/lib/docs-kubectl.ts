import type { KubeObject } from './dist.ts';

/** What a `kubectl` command is about, as far as its words say so. */
export interface Named {
  readonly namespace?: string;
  readonly kind: string;
  /** @default - all of the kind. */
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly container?: string;
}

/** Kinds by the words that our pages use for them. */
const KINDS: Readonly<Record<string, string>> = {
  configmap: 'ConfigMap',
  daemonset: 'DaemonSet',
  deploy: 'Deployment',
  deployment: 'Deployment',
  endpointslices: 'EndpointSlice',
  events: 'Event',
  namespace: 'Namespace',
  networkpolicy: 'NetworkPolicy',
  pod: 'Pod',
  pods: 'Pod',
  pv: 'PersistentVolume',
  pvc: 'PersistentVolumeClaim',
  secret: 'Secret',
  service: 'Service',
  storageclass: 'StorageClass',
};

const VERBS = [
  'api-resources',
  'apply',
  'create',
  'delete',
  'describe',
  'diff',
  'exec',
  'get',
  'logs',
  'port-forward',
  'rollout',
  'scale',
  'wait',
];

/** Words after a verb that are part of it. */
const SUBVERBS = ['restart', 'status', 'generic'];

/** Options that take the next word. */
const WITH_VALUE = ['-n', '--namespace', '-l', '-c', '-f', '-o', '--for', '--timeout', '--replicas', '--context'];

interface Words {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string>>;
}

function read(command: string): Words {
  const [own = ''] = command.split(' -- ');
  const words: string[] = [];
  const options: Record<string, string> = {};
  const parts = own.split(' ').slice(1);
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index] ?? '';
    if (WITH_VALUE.includes(part)) options[part] = parts[++index] ?? '';
    else if (!part.startsWith('-')) words.push(part);
  }
  return { words, options };
}

/**
 * What a `kubectl` command names.
 *
 * @throws Error about a word that it doesn't know: no command is passed over.
 */
export function namedBy(command: string): Named[] {
  const { words, options } = read(command);
  const [verb = '', ...rest] = words;
  if (!VERBS.includes(verb)) throw new Error(`unknown verb '${verb}' in '${command}'`);
  const subjects = rest.filter((word) => !SUBVERBS.includes(word));
  const common = { namespace: options['-n'] ?? options['--namespace'], container: options['-c'] };
  const [first, ...others] = subjects;
  if (first === undefined) return [];
  if (verb === 'exec' && !first.includes('/')) return [{ ...common, kind: 'Pod', name: first }];
  // `KIND/NAME`, and for a port-forward the ports behind it.
  if (first.includes('/')) {
    const [kind = '', name] = first.split('/');
    return [{ ...common, kind: kindOf(kind, command), name }];
  }
  const kind = kindOf(first, command);
  const labels = options['-l'] === undefined ? undefined : Object.fromEntries([options['-l'].split('=')]);
  if (others.length === 0) return [{ ...common, kind, labels }];
  return others.map((name) => ({ ...common, kind, name }));
}

function kindOf(word: string, command: string): string {
  const kind = KINDS[word];
  if (kind === undefined) throw new Error(`unknown kind '${word}' in '${command}'`);
  return kind;
}

/** Does one of these objects, or of the pods that they make, answer to what is named? */
export function answers(objects: readonly KubeObject[], { namespace, kind, name, labels, container }: Named): boolean {
  if (name === undefined && labels === undefined) return namespace === undefined || inUse(objects, namespace);
  return objects.some((object) => {
    const template = object.spec?.template;
    const { metadata } = kind === 'Pod' && template ? { metadata: template.metadata } : object;
    return (
      (object.kind === kind || (kind === 'Pod' && template !== undefined)) &&
      object.metadata.namespace === namespace &&
      (name === undefined || metadata.name === name) &&
      Object.entries(labels ?? {}).every(([key, value]) => metadata.labels?.[key] === value) &&
      (container === undefined ||
        template.spec.containers.some((one: { readonly name: string }) => one.name === container))
    );
  });
}

function inUse(objects: readonly KubeObject[], namespace: string): boolean {
  return objects.some(({ metadata }) => metadata.namespace === namespace);
}

/** Do both name the same? */
export function isSame(one: Named, other: Named): boolean {
  const key = ({ namespace, kind, name, labels }: Named) => JSON.stringify([namespace, kind, name, labels]);
  return key(one) === key(other);
}
