import type { IConstruct } from 'constructs';
import type { QueryRecord } from '../query/query.ts';
import type { Content } from './component.ts';
import { type Endpoint, isPods, type Pods } from './endpoint.ts';
import type { Nodes } from './installation.ts';
import type { JobRecord } from './scrape/job.ts';

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

const WIRING = Symbol.for('kubernetes-monitoring-stack.wiring');

/** Connections between pods and endpoints, shared by all constructs of one app. Network policies are derived from it. */
export class Wiring {
  private readonly recorded: Connection[] = [];
  private readonly known = new Set<string>();
  private readonly byEnd = new Map<string, { incoming: Connection[]; outgoing: Connection[] }>();
  private readonly fileRecords: ConfigFileRecord[] = [];
  private readonly jobRecords: JobRecord[] = [];
  private readonly existing = new Set<string>();
  private readonly contents = new Set<Content>();
  private readonly queryRecords: (() => readonly QueryRecord[])[] = [];
  private knownNodes: Nodes | undefined;
  private sealed = false;

  /** The wiring of the app that the construct is in. */
  static of(construct: IConstruct): Wiring {
    const { root } = construct.node;
    const existing: unknown = Reflect.get(root, WIRING);
    if (existing instanceof Wiring) return existing;
    const wiring = new Wiring();
    Object.defineProperty(root, WIRING, { value: wiring });
    return wiring;
  }

  /**
   * Records that `from` connects to `to`. The same connection twice counts once.
   *
   * @param from pods whose egress is opened.
   * @param to the destination, whose ingress is opened where it is pods.
   * @param why the purpose, such as `pushes logs`.
   */
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

  /** Records a config file. @internal */
  addFile(file: ConfigFileRecord): void {
    this.refuseWhenSealed(`the file '${file.configMap}/${file.key}'`);
    this.fileRecords.push(file);
  }

  /** Records a job that is scraped. @internal */
  addJob(job: JobRecord): void {
    this.refuseWhenSealed(`the job '${job.job}'`);
    this.jobRecords.push(job);
  }

  /** Records queries, so that what they read is stored and what they can't read is found. Which they are is asked late. @internal */
  addQueries(path: string, queries: () => readonly QueryRecord[]): void {
    this.refuseWhenSealed(`the queries of '${path}'`);
    this.queryRecords.push(queries);
  }

  /** Records what a stack brings, whether it is used or not. @internal */
  addContent(contents: readonly Content[]): void {
    for (const content of contents) this.contents.add(content);
  }

  /** What the stack brings, whether it is used or not: names that it reserves, alerts that others may refer to. @internal */
  get content(): readonly Content[] {
    return [...this.contents];
  }

  /** Records namespaces that are there already, made by others. @internal */
  addExistingNamespaces(names: readonly string[]): void {
    for (const name of names) this.existing.add(name);
  }

  /** Namespaces that others make. @internal */
  get existingNamespaces(): readonly string[] {
    return [...this.existing];
  }

  /** Records on which nodes everything has to find room. @internal */
  addNodes(nodes: Nodes): void {
    this.knownNodes = nodes;
  }

  /** The nodes on which everything has to find room. @internal */
  get nodes(): Nodes | undefined {
    return this.knownNodes;
  }

  /** All jobs. @internal */
  get jobs(): readonly JobRecord[] {
    return this.jobRecords;
  }

  /** All queries. @internal */
  get queries(): readonly QueryRecord[] {
    return this.queryRecords.flatMap((queries) => queries());
  }

  /** All connections, in the order of their recording. @internal */
  get connections(): readonly Connection[] {
    return this.recorded;
  }

  /** All config files. @internal */
  get files(): readonly ConfigFileRecord[] {
    return this.fileRecords;
  }

  /** The connections of some pods. Late values ask for it, and from then on nothing can be recorded. @internal */
  of(pods: Pods): { readonly incoming: readonly Connection[]; readonly outgoing: readonly Connection[] } {
    this.sealed = true;
    return this.end(pods);
  }

  /** The connections that some pods have made so far. @internal */
  outgoing(pods: Pods): readonly Connection[] {
    return this.end(pods).outgoing;
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

function nameOf({ namespace, label }: Pods): string {
  return `${namespace}/${label?.[1] ?? '*'}`;
}
