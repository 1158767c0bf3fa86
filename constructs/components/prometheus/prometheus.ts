import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { k8s } from '../../../imports/k8s.ts';
import { addProblems } from '../../kit/check.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import { door, isPods } from '../../kit/endpoint.ts';
import { onNodes, priorityClass } from '../../kit/installation.ts';
import { type Identity, labelsOf, metadataOf } from '../../kit/labels.ts';
import { ourJobs, seriesAboutOthers } from '../../kit/ours.ts';
import type { PrometheusApi } from '../../kit/prometheus-api.ts';
import { scopedRules } from '../../kit/rules/alert-scope.ts';
import { groupsFor, needProblems, type RuleGroup, ruleGroup, withQueries } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS, textProblems } from '../../kit/rules/rule-problems.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { scrapePermissions } from '../../kit/scrape/permissions.ts';
import { jobProblems } from '../../kit/scrape/problems.ts';
import { unreadable } from '../../kit/scrape/settings.ts';
import { DISCOVERY } from '../../kit/scrape/targets.ts';
import * as kit from '../../kit/settings.ts';
import * as validators from '../../kit/validators.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { promqlOfOurs } from '../../query/ours.ts';
import { seriesRead } from '../../query/used-series.ts';
import { configuration, RULE_FILES } from './config.ts';
import { metrics } from './metrics.ts';
import { PORT, PROBES } from './probes.ts';
import type { PrometheusProps } from './props.ts';
import { prometheusSettings, type Settings } from './settings.ts';

const DATA = '/prometheus';
const CONFIG = '/etc/prometheus/config';

/** File of the rules that are added by `addRules`. No group of `rules` has it: their names have no dots. */
const ADDED_RULES = 'added.rules.yml';

/** Characters of rules in one ConfigMap: `kubectl apply` keeps a second copy, in an annotation of at most 256 kB. */
const RULES_IN_FILE = 140_000;

/** Added rules that share a ConfigMap. */
interface RulePart {
  readonly groups: Set<string>;
  size: number;
}

/** Keeps metrics on a volume and evaluates alerts over them. */
export class Prometheus extends Construct {
  /** Where queries are sent. */
  readonly api: PrometheusApi;
  private readonly identity: Identity;
  private readonly workload: Workload;
  private readonly settings: Settings;
  private readonly added = new Set<RuleGroup>();
  private readonly parts: RulePart[];
  private readonly ruleFiles: ConfigFiles[];
  private readonly permissions = new Set<k8s.PolicyRule>();

  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const settings = prometheusSettings(this, props);
    addProblems(this, () => jobProblems(this.jobs(), settings.scrapeInterval, Wiring.of(this).content));
    addProblems(this, () => this.addedProblems(settings.rules));
    addProblems(this, () => needProblems([...settings.rules, ...this.added], this.jobs(), Wiring.of(this).content));
    const { installation, namespace, name, alertmanager } = settings;
    this.settings = settings;
    this.identity = { namespace, name, app: 'prometheus', component: 'metrics', partOf: installation.name };

    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(this.identity, `${name}-config`),
      onChange: 'reload',
      files: {
        'prometheus.yml': () => {
          const { queries, alertScopes } = Wiring.of(this);
          return configuration(settings, this.jobs(), alertScopes, seriesRead(queries));
        },
      },
    });
    const part = { groups: new Set<string>(), size: settings.rules.reduce((sum, group) => sum + sizeOf(group), 0) };
    this.parts = [part];
    const ruleFiles = new ConfigFiles(this, 'rules', {
      metadata: metadataOf(this.identity, `${name}-rules`),
      onChange: 'reload',
      queries: 'promql',
      files: {
        ...Object.fromEntries(
          settings.rules.map((group) => [`${group.name}.yml`, () => this.ruleFile([group], settings)]),
        ),
        [ADDED_RULES]: () => this.addedFile(part),
      },
    });
    this.ruleFiles = [ruleFiles];
    this.workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity: this.identity,
      pods: 1,
      runAs: { user: 65_534, group: 65_534, fsGroup: 65_534 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      // It flushes its head on SIGTERM; a kill makes the next start replay the whole write-ahead log.
      grace: Duration.minutes(5),
      api: this.permissions,
      permissions: scrapePermissions,
      service: { http: PORT },
      container: {
        image: settings.image,
        args: [
          `--config.file=${CONFIG}/prometheus.yml`,
          `--storage.tsdb.path=${DATA}`,
          `--web.external-url=${settings.url}`,
          '--config.auto-reload',
          '--config.auto-reload-interval=30s',
        ],
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [
          { kind: 'config', path: CONFIG, from: [config] },
          { kind: 'config', path: RULE_FILES, from: this.ruleFiles },
        ],
      },
    });
    this.api = { ...this.workload.endpoint('prometheus', 'http'), scrapeInterval: settings.scrapeInterval };
    if (alertmanager) Wiring.of(this).connect(this.workload.pods, door(alertmanager, 'alerts'), 'sends alerts');
    this.addScrape({
      job: 'prometheus',
      discovery: 'pods',
      endpoint: this.workload.endpoint('metrics', 'http'),
      exposes: metrics,
      limits: STACK_LIMITS,
    });
  }

  /** Scrapes some jobs: their targets, the connections to them and the permission to find them. */
  addScrape(...jobs: readonly (ScrapeJob | undefined)[]): void {
    for (const job of jobs) {
      // Applications may have no metrics.
      if (job === undefined) continue;
      const problems = unreadable(job);
      if (problems.length > 0) {
        addProblems(this, () => problems);
        continue;
      }
      const wiring = Wiring.of(this);
      const { installation } = this.settings;
      const onNode = job.discovery === 'kubelets' || (isPods(job.endpoint.to) && job.endpoint.to.hostNetwork);
      const endpoint = onNode ? onNodes(installation, job.endpoint) : job.endpoint;
      wiring.connect(this.workload.pods, endpoint, `scrapes the job ${job.job}`);
      wiring.addJob({
        ...job,
        prometheus: this.node.path,
        ...(installation.cluster.kubeletsHaveClusterCertificates &&
          job.discovery === 'kubelets' && { clusterCa: true }),
        scrapeInterval: job.interval ?? this.settings.scrapeInterval,
      });
      this.mayFind(job);
    }
  }

  /** Evaluates some more rules, such as those of applications. A group that many of them share counts once. */
  addRules(...groups: readonly RuleGroup[]): void {
    for (const group of kit.argumentOf(this, 'addRules', groups, RULE_GROUPS) ?? []) {
      if (this.added.has(group)) continue;
      this.added.add(group);
      const part = this.partFor(sizeOf(group));
      part.groups.add(group.name);
      part.size += sizeOf(group);
    }
  }

  /** The ConfigMap with room for more rules: a new one where the last is full. */
  private partFor(size: number): RulePart {
    const last = this.parts.at(-1);
    if (last && last.size + size <= RULES_IN_FILE) return last;
    const part = { groups: new Set<string>(), size: 0 };
    const number = this.parts.push(part);
    const files = new ConfigFiles(this, `rules-${number}`, {
      metadata: metadataOf(this.identity, `${this.identity.name}-rules-${number}`),
      onChange: 'reload',
      queries: 'promql',
      files: { [`added-${number}.rules.yml`]: () => this.addedFile(part) },
    });
    this.ruleFiles.push(files);
    return part;
  }

  private addedFile(part: RulePart): object {
    const chosen = this.settings.chooseAdded([...this.added]);
    // A chosen group may have a name of its own: the first part takes what is in no other.
    const partOf = (name: string) => this.parts.find(({ groups }) => groups.has(name)) ?? this.parts[0];
    return this.ruleFile(
      chosen.filter(({ name }) => partOf(name) === part),
      this.settings,
    );
  }

  private jobs(): readonly ScrapeJob[] {
    return Wiring.of(this).jobsOf(this);
  }

  private ruleFile(groups: readonly RuleGroup[], settings: Settings): object {
    const ours = ourJobs(this.jobs(), Wiring.of(this).content);
    const aboutOthers = seriesAboutOthers(this.jobs());
    const written = (expr: string) => promqlOfOurs(expr, ours, aboutOthers);
    const scoped = scopedRules(this.active(groups), Wiring.of(this).alertScopes);
    return { groups: scoped.map((group) => ruleGroup(withQueries(group, written), settings)) };
  }

  private addedProblems(rules: readonly RuleGroup[]): string[] {
    const names = (groups: Iterable<RuleGroup>) => validators.repeated([...groups].map(({ name }) => name));
    const own = names(rules);
    const twice = names(new Set([...rules, ...this.added])).filter((name) => !own.includes(name));
    return [
      ...textProblems([...this.added]),
      ...twice.map((name) => `more than one group of rules is named ${name}; give each its own name`),
    ];
  }

  /** The rules whose jobs are scraped, and expose what they read. Only lazy values may ask. */
  private active(rules: readonly RuleGroup[]): RuleGroup[] {
    return groupsFor(this.jobs(), rules);
  }

  /** Pods are listed namespace by namespace: Prometheus has no business with what runs elsewhere. */
  private mayFind(job: ScrapeJob): void {
    const {
      role,
      namespace: namespaceOf,
      namespacePermissions = [],
      clusterPermissions = [],
    } = DISCOVERY[job.discovery];
    for (const permission of clusterPermissions) this.permissions.add(permission);
    const namespace = namespaceOf?.(job);
    const name = `${this.identity.partOf}-${this.identity.name}${role === 'pod' ? '' : `-${job.discovery}`}`;
    const id = `role-${name}-${namespace}`;
    if (namespace === undefined || this.node.tryFindChild(id)) return;
    const metadata = { name, namespace, labels: labelsOf(this.identity) };
    new k8s.KubeRole(this, id, { metadata, rules: [...namespacePermissions] });
    new k8s.KubeRoleBinding(this, `role-binding-${name}-${namespace}`, {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: this.identity.name, namespace: this.identity.namespace }],
    });
  }
}

function sizeOf(group: RuleGroup): number {
  return JSON.stringify(ruleGroup(group)).length;
}
