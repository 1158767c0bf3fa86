import type { IConstruct } from 'constructs';
import { INSTANCE_LABEL } from './labels.ts';

/** A set of pods, as network policies see it: by one label within one namespace. */
export interface Pods {
  readonly namespace: string;
  /** Label key and value that all of these pods carry, and no others there. @default - all pods of the namespace. */
  readonly label?: readonly [key: string, value: string];
  /** Pods in the node's own network are outside of network policies. @default false */
  readonly hostNetwork?: boolean;
}

/** Addresses outside the cluster. */
export interface Cidrs {
  /** Ranges such as `10.0.0.0/8`. */
  readonly cidrs: readonly string[];
  /** Ranges within them that stay closed. @default - none. */
  readonly except?: readonly string[];
}

/** No pod selector and no range matches nodes and the API server on every network plugin: only the port does. */
export const ANYWHERE = 'anywhere';

/** Where a connection goes. */
export type Destination = Pods | Cidrs | typeof ANYWHERE;

/** One port of a connection. It is the container's: policies are evaluated behind the Service. */
export interface TransportPort {
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP';
}

/** What can be connected to: who answers, on which ports, under which address, and in which language. */
export interface Endpoint<Protocol extends string = string> {
  /** What it speaks. A Loki can't be passed where an Alertmanager is wanted. */
  readonly protocol: Protocol;
  readonly to: Destination;
  readonly ports: readonly TransportPort[];
  /** Address for config files, such as `http://loki.monitoring.svc:3100`. */
  readonly url: string;
}

/** A connection that some config or program needs. Both network policies are derived from it. */
export interface Connection {
  readonly from: Pods;
  readonly to: Endpoint;
  /** What it is for. */
  readonly why: string;
}

/** A config file of the output, as the object that was rendered. */
export interface ConfigFileRecord {
  /** Path of the construct that made it. */
  readonly path: string;
  readonly namespace: string;
  readonly configMap: string;
  /** Name of the file in the ConfigMap. */
  readonly key: string;
  /** What a change does: the pods that read it restart, or reload it by themselves. */
  readonly onChange: 'restart' | 'reload';
  readonly content: () => unknown;
}

/** The pods of one of our workloads. */
export function podsOf(namespace: string, instance: string, hostNetwork = false): Pods {
  return { namespace, label: [INSTANCE_LABEL, instance], hostNetwork };
}

/**
 * Something outside the installation that speaks `protocol`.
 *
 * @param url its address, with the port if it is not the scheme's own.
 */
export function external<Protocol extends string>(protocol: Protocol, url: string, at: Cidrs): Endpoint<Protocol> {
  const { port, protocol: scheme } = new URL(url);
  return { protocol, to: at, ports: [{ port: Number(port) || (scheme === 'https:' ? 443 : 80) }], url };
}

const WIRING = Symbol.for('kubernetes-monitoring-stack.wiring');

/**
 * What the constructs of one tree say about each other. Constructors record facts; late values only read them.
 */
export class Wiring {
  private readonly recorded: Connection[] = [];
  private readonly known = new Set<string>();
  private readonly byEnd = new Map<string, { incoming: Connection[]; outgoing: Connection[] }>();
  private readonly fileRecords: ConfigFileRecord[] = [];
  private sealed = false;

  /** The wiring of the tree that the construct is in. */
  static of(construct: IConstruct): Wiring {
    const { root } = construct.node;
    const existing: unknown = Reflect.get(root, WIRING);
    if (existing instanceof Wiring) return existing;
    const wiring = new Wiring();
    Object.defineProperty(root, WIRING, { value: wiring });
    return wiring;
  }

  /** Records that `from` connects to `to`. The same connection twice counts once. */
  connect(from: Pods, to: Endpoint, why: string): void {
    this.refuseWhenSealed(`the connection from '${nameOf(from)}' to '${to.url}' (${why})`);
    const key = JSON.stringify([from, to.to, to.ports, to.url, why]);
    if (this.known.has(key)) return;
    this.known.add(key);
    const connection = { from, to, why };
    this.recorded.push(connection);
    this.end(from).outgoing.push(connection);
    if (isPods(to.to)) this.end(to.to).incoming.push(connection);
  }

  /** Records a config file. */
  addFile(file: ConfigFileRecord): void {
    this.refuseWhenSealed(`the file '${file.configMap}/${file.key}'`);
    this.fileRecords.push(file);
  }

  /** All connections, in the order of their recording. */
  get connections(): readonly Connection[] {
    return this.recorded;
  }

  /** All config files. */
  get files(): readonly ConfigFileRecord[] {
    return this.fileRecords;
  }

  /** The connections of some pods. Late values ask for it, and from then on nothing can be recorded. */
  of(pods: Pods): { readonly incoming: readonly Connection[]; readonly outgoing: readonly Connection[] } {
    this.sealed = true;
    return this.end(pods);
  }

  private end(pods: Pods): { incoming: Connection[]; outgoing: Connection[] } {
    const key = `${pods.namespace} ${pods.label?.join('=') ?? '*'}`;
    const end = this.byEnd.get(key) ?? { incoming: [], outgoing: [] };
    this.byEnd.set(key, end);
    return end;
  }

  private refuseWhenSealed(what: string): void {
    if (this.sealed) {
      throw new Error(`${what} comes too late: policies and configs are rendered already; add it before synth()`);
    }
  }
}

/** Are these pods, rather than addresses? */
export function isPods(to: Destination): to is Pods {
  return to !== ANYWHERE && 'namespace' in to;
}

function nameOf({ namespace, label }: Pods): string {
  return `${namespace}/${label?.[1] ?? '*'}`;
}
