import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { QueryRecord } from '../query/query.ts';
import { type Endpoint, isPods, type Pods } from './endpoint.ts';
import type { Installation, Nodes } from './installation.ts';
import type { PermissionsOf } from './permission.ts';
import type { RuleGroup } from './rules/rule-group.ts';
import type { JobRecord, ScrapeJob } from './scrape/job.ts';
import { queriesIn, type RenderedFile, readFiles } from './written-files.ts';

/** A connection that some config or program needs. Both network policies are derived from it. */
export interface Connection {
  readonly from: Pods;
  readonly to: Endpoint;
  /** What it is for. */
  readonly why: string;
}

/** Config files of one ConfigMap: what its manifest does not say of them. */
export interface ConfigFilesRecord {
  /** Path of the construct that made them. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  /** What a change does: the pods that read them restart, or reload them by themselves. */
  readonly onChange: 'restart' | 'reload';
  /** What queries they hold. @default - none. */
  readonly queries?: QueryRecord['language'] | 'dashboards';
  /** The object that is written. */
  readonly configMap: ApiObject;
  /** A file before it was patched. */
  readonly rendered: (key: string) => RenderedFile | undefined;
}

/** What a construct has for Prometheus. Whether it was given, the jobs and the queries tell. */
export interface Offer {
  /** Path of the construct. */
  readonly path: string;
  /** Name of its property, such as `metrics`. */
  readonly property: string;
  /** For `addScrape`. */
  readonly jobs: readonly ScrapeJob[];
  /** For `addRules`. */
  readonly rules: readonly RuleGroup[];
}

/** What a workload needs to ask the Kubernetes API. */
export interface PermissionRecord {
  /** Path of the workload's construct. */
  readonly path: string;
  readonly permissions: PermissionsOf;
}

/** Where a tree keeps its wiring: a construct can't hand it to one that is made elsewhere. */
const WIRING = Symbol.for('kubernetes-monitoring-stack.wiring');

/**
 * What the constructs of one tree say about each other and no manifest says. Constructors record facts; lazy values only
 * read them.
 */
export class Wiring {
  private readonly recorded: Connection[] = [];
  private readonly known = new Set<string>();
  private readonly byEnd = new Map<string, { incoming: Connection[]; outgoing: Connection[] }>();
  private readonly fileRecords: ConfigFilesRecord[] = [];
  private readonly jobRecords: JobRecord[] = [];
  private readonly offerRecords: Offer[] = [];
  private readonly permissionRecords: PermissionRecord[] = [];
  private readonly installationNames = new Set<string>();
  private readonly alertNames = new Set<string>();
  private readonly existing = new Set<string>();
  private knownNodes: Nodes | undefined;
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

  /** Records the config files of a ConfigMap. */
  addFiles(files: ConfigFilesRecord): void {
    this.refuseWhenSealed(`the ConfigMap '${files.name}'`);
    this.fileRecords.push(files);
  }

  /** Records a job that is scraped. */
  addJob(job: JobRecord): void {
    this.refuseWhenSealed(`the job '${job.job}'`);
    this.jobRecords.push(job);
  }

  /** Records what a construct has for Prometheus in one of its properties. */
  offer(construct: IConstruct, property: string, offered: Partial<Pick<Offer, 'jobs' | 'rules'>>): void {
    this.offerRecords.push({ path: construct.node.path, property, jobs: [], rules: [], ...offered });
  }

  /** Records what a workload needs to ask the Kubernetes API. */
  addPermissions({ node: { path } }: IConstruct, permissions: PermissionsOf): void {
    this.permissionRecords.push({ path, permissions });
  }

  /** Records an installation: objects that carry its name are ours. */
  addInstallation({ name }: Installation): void {
    this.installationNames.add(name);
  }

  /** Records names of alerts that may be named although no rule has them: an installation may leave them out. */
  addAlertNames(names: readonly string[]): void {
    for (const name of names) this.alertNames.add(name);
  }

  /** Records namespaces that are there already, made by others. */
  addExistingNamespaces(names: readonly string[]): void {
    for (const name of names) this.existing.add(name);
  }

  /** Records on which nodes everything has to find room. */
  addNodes(nodes: Nodes): void {
    this.knownNodes = nodes;
  }

  /** Namespaces that others make. */
  get existingNamespaces(): readonly string[] {
    return [...this.existing];
  }

  /** The nodes on which everything has to find room. */
  get nodes(): Nodes | undefined {
    return this.knownNodes;
  }

  /** All jobs. */
  get jobs(): readonly JobRecord[] {
    return this.jobRecords;
  }

  /** The jobs of one Prometheus. */
  jobsOf({ node: { path } }: IConstruct): readonly JobRecord[] {
    return this.jobRecords.filter(({ prometheus }) => prometheus === path);
  }

  /** What workloads need to ask the Kubernetes API. */
  get permissions(): readonly PermissionRecord[] {
    return this.permissionRecords;
  }

  /** The names of all installations. */
  get installations(): ReadonlySet<string> {
    return this.installationNames;
  }

  /** Names of alerts that may be named although no rule has them. */
  get optionalAlerts(): readonly string[] {
    return [...this.alertNames];
  }

  /** All offers. */
  get offers(): readonly Offer[] {
    return this.offerRecords;
  }

  /** All connections, in the order of their recording. */
  get connections(): readonly Connection[] {
    return this.recorded;
  }

  /** All config files. */
  get files(): readonly ConfigFilesRecord[] {
    return this.fileRecords;
  }

  /**
   * All queries as they are written, for whoever renders by them: which series are stored, depends on who reads them.
   * Only files that say so are asked, because what asks may be a file itself.
   */
  get queries(): readonly QueryRecord[] {
    return queriesIn(
      this.fileRecords
        .filter(({ queries }) => queries !== undefined)
        .flatMap(({ path, queries, configMap, rendered }) =>
          readFiles(configMap.toJson().data ?? {}, rendered).map(({ content }) => ({
            ...{ path, content },
            ...(queries !== 'dashboards' && { language: queries }),
          })),
        ),
    );
  }

  /** The connections of some pods. Lazy values ask for it, and from then on nothing can be recorded. */
  of(pods: Pods): { readonly incoming: readonly Connection[]; readonly outgoing: readonly Connection[] } {
    this.sealed = true;
    return this.end(pods);
  }

  /** The connections that some pods have made so far. */
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
