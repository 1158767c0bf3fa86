import type { IConstruct } from 'constructs';
import type { QueryRecord } from '../query/query.ts';
import type { Content } from './component.ts';
import { type Endpoint, isPods, type Pods } from './endpoint.ts';
import type { Installation, Nodes } from './installation.ts';
import type { Identity } from './labels.ts';
import type { PermissionsOf } from './permission.ts';
import type { AlertScope } from './rules/alert-scope.ts';
import type { Alert } from './rules/rule-group.ts';
import type { JobRecord } from './scrape/job.ts';
import type { ConfigFilesRecord, Connection, Offer, PermissionRecord } from './wiring-records.ts';
import { queriesIn, readFiles } from './written-files.ts';

export type { Connection, Offer, PermissionRecord } from './wiring-records.ts';

/** Key of a tree's wiring in its root: constructs that are created elsewhere have no reference to it. */
const WIRING = Symbol.for('kubernetes-monitoring-stack.wiring');

/** Connections between pods and endpoints, shared by all constructs of one app. Network policies are derived from it. */
export class Wiring {
  private readonly recorded: Connection[] = [];
  private readonly known = new Set<string>();
  private readonly byEnd = new Map<string, { incoming: Connection[]; outgoing: Connection[] }>();
  private readonly fileRecords: ConfigFilesRecord[] = [];
  private readonly jobRecords: JobRecord[] = [];
  private readonly offerRecords: Offer[] = [];
  private readonly permissionRecords: PermissionRecord[] = [];
  private readonly scopes: AlertScope[] = [];
  private readonly installationNames = new Set<string>();
  private readonly identities: Identity[] = [];
  private readonly existing = new Set<string>();
  private readonly contents = new Set<Content>();
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
   * Records that `from` connects to `to`. Duplicates are ignored.
   *
   * @param from pods whose egress is allowed.
   * @param to the destination; its ingress is allowed if it is pods.
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

  /** Records the config files of a ConfigMap. @internal */
  addFiles(files: ConfigFilesRecord): void {
    this.refuseWhenSealed(`the ConfigMap '${files.name}'`);
    this.fileRecords.push(files);
  }

  /** Records a scraped job. @internal */
  addJob(job: JobRecord): void {
    this.refuseWhenSealed(`the job '${job.job}'`);
    this.jobRecords.push(job);
  }

  /** Records what a property of a construct offers to Prometheus. @internal */
  offer(construct: IConstruct, property: string, offered: Partial<Pick<Offer, 'jobs' | 'rules'>>): void {
    this.offerRecords.push({ path: construct.node.path, property, jobs: [], rules: [], ...offered });
  }

  /** Records the permissions that a workload needs for the Kubernetes API. @internal */
  addPermissions({ node: { path } }: IConstruct, permissions: PermissionsOf): void {
    this.permissionRecords.push({ path, permissions });
  }

  /** Records labels, severities and thresholds of some alerts. @internal */
  addAlertScopes(scopes: readonly AlertScope[]): void {
    this.scopes.push(...scopes);
  }

  /** Labels, severities and thresholds of some alerts; later ones win. @internal */
  get alertScopes(): readonly AlertScope[] {
    return this.scopes;
  }

  /** Records an installation: objects that carry its name are ours. @internal */
  addInstallation({ name }: Installation): void {
    this.installationNames.add(name);
  }

  /** Records a workload. @internal */
  addWorkload(identity: Identity): void {
    this.identities.push(identity);
  }

  /** All workloads. @internal */
  get workloads(): readonly Identity[] {
    return this.identities;
  }

  /** Records the content of the stack, whether used or not. @internal */
  addContent(contents: readonly Content[]): void {
    for (const content of contents) this.contents.add(content);
  }

  /** The content of the stack, whether used or not: reserved names, and alerts that others may refer to. @internal */
  get content(): readonly Content[] {
    return [...this.contents];
  }

  /** The alerts of the stack, whether used or not. @internal */
  get alerts(): readonly Alert[] {
    return this.content.flatMap(({ rules = [], logRules = [], onDemand }) =>
      [...rules, ...logRules, ...(onDemand?.rules ?? [])].flatMap(({ alerts = [] }) => alerts),
    );
  }

  /** Records existing namespaces, created elsewhere. @internal */
  addExistingNamespaces(names: readonly string[]): void {
    for (const name of names) this.existing.add(name);
  }

  /** Existing namespaces, created elsewhere. @internal */
  get existingNamespaces(): readonly string[] {
    return [...this.existing];
  }

  /** Records the nodes that must have room for all pods. @internal */
  addNodes(nodes: Nodes): void {
    this.knownNodes = nodes;
  }

  /** The nodes that must have room for all pods. @internal */
  get nodes(): Nodes | undefined {
    return this.knownNodes;
  }

  /** All jobs. @internal */
  get jobs(): readonly JobRecord[] {
    return this.jobRecords;
  }

  /** The jobs of one Prometheus. @internal */
  jobsOf({ node: { path } }: IConstruct): readonly JobRecord[] {
    return this.jobRecords.filter(({ prometheus }) => prometheus === path);
  }

  /** Permissions that workloads need for the Kubernetes API. @internal */
  get permissions(): readonly PermissionRecord[] {
    return this.permissionRecords;
  }

  /** The names of all installations. @internal */
  get installations(): ReadonlySet<string> {
    return this.installationNames;
  }

  /** All offers. @internal */
  get offers(): readonly Offer[] {
    return this.offerRecords;
  }

  /** All connections, in the order of their recording. @internal */
  get connections(): readonly Connection[] {
    return this.recorded;
  }

  /** All config files. @internal */
  get files(): readonly ConfigFilesRecord[] {
    return this.fileRecords;
  }

  /**
   * All queries as they are written, for output that depends on them: which series are stored depends on their readers. Only
   * files that declare `queries` are read, because the caller may be rendering a file itself.
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

  /** The connections of some pods. Called by lazy values; afterwards nothing can be recorded. @internal */
  of(pods: Pods): { readonly incoming: readonly Connection[]; readonly outgoing: readonly Connection[] } {
    this.sealed = true;
    return this.end(pods);
  }

  /** The outgoing connections of some pods so far. @internal */
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
