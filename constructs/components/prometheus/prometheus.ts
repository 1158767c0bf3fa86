import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { k8s } from '../../../imports/k8s.ts';
import { addProblems } from '../../kit/check.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import { type Endpoint, endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import { type Identity, labelsOf, metadataOf } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Probes } from '../../kit/pod.ts';
import type { PrometheusApi } from '../../kit/prometheus-api.ts';
import { optional, type Shape } from '../../kit/read.ts';
import { groupsFor, needProblems, type RuleGroup, ruleGroup } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS, ruleProblems } from '../../kit/rules/rule-problems.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { scrapePermissions } from '../../kit/scrape/permissions.ts';
import { jobProblems, LONGEST_INTERVAL } from '../../kit/scrape/problems.ts';
import { globalSettings, scrapeConfigs } from '../../kit/scrape/scrape-config.ts';
import { unreadable } from '../../kit/scrape/settings.ts';
import { DISCOVERY } from '../../kit/scrape/targets.ts';
import * as kit from '../../kit/settings.ts';
import { byteSize, canonicalSize, mebibytes, promDuration, seconds } from '../../kit/units.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { type IsRead, seriesRead } from '../../query/used-series.ts';
import { metrics } from './metrics.ts';

/** The release that this project is tested with. */
export const IMAGE = 'prom/prometheus:v3.14.0';

const DATA = '/prometheus';
const CONFIG = '/etc/prometheus/config';
const RULE_FILES = '/etc/prometheus/rules';
const PORT = 9090;

/** File of the rules that are added by `addRules`. No group of `rules` has it: their names have no dots. */
const ADDED_RULES = 'added.rules.yml';

/** Characters of rules in one ConfigMap: `kubectl apply` keeps a second copy, in an annotation of at most 256 kB. */
const RULES_IN_FILE = 140_000;

/** Added rules that share a ConfigMap. */
interface RulePart {
  readonly groups: Set<string>;
  size: number;
}

/** Share of the volume that samples may fill; the rest is for the write-ahead log and compaction. */
const SAMPLES_SHARE = 0.8;

/** Properties for `Prometheus`. */
export interface PrometheusProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'prometheus'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * Where alerts are sent.
   *
   * @default - nowhere.
   */
  readonly alertmanager?: Endpoint<'alertmanager'>;

  /**
   * Recording rules and alerts to evaluate, by topic.
   *
   * @default - none.
   */
  readonly rules?: readonly RuleGroup[];

  /**
   * Filters the groups that were passed to `addRules()`.
   *
   * @default - all, as they come.
   * @internal
   */
  readonly chooseAdded?: (groups: readonly RuleGroup[]) => readonly RuleGroup[];

  /**
   * Address under which the pages of `docs/runbooks` can be read. Every alert links to its page.
   *
   * @default - alerts carry no link.
   */
  readonly runbooksUrl?: string;

  /**
   * Address under which people reach Grafana. Alerts link to the dashboards that show them.
   *
   * @default - alerts carry no such link.
   */
  readonly grafanaUrl?: string;

  /**
   * How often jobs are scraped that don't say otherwise. At most 2 minutes, as a series counts as gone after 5 minutes;
   * and at most the shortest `for` of the alerts, which is 1 minute for those that come.
   *
   * @default Duration.seconds(15)
   */
  readonly scrapeInterval?: Duration;

  /**
   * How often rules are evaluated.
   *
   * @default - `scrapeInterval`.
   */
  readonly evaluationInterval?: Duration;

  /**
   * How long samples are kept. Whichever of this and `retentionSize` is reached first wins.
   *
   * @default Duration.days(15)
   */
  readonly retention?: Duration;

  /**
   * Space that samples may fill before the oldest are deleted.
   *
   * @default - 80% of `storage`, the most that Prometheus recommends.
   * @see https://prometheus.io/docs/prometheus/latest/storage/#right-sizing-retention-size
   */
  readonly retentionSize?: Size;

  /**
   * Size of the volume for samples and the write-ahead log. Plan with 2 bytes for each sample: samples per second ×
   * seconds of `retention` × 2.
   *
   * @default Size.gibibytes(10)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volume.
   *
   * @default - the cluster's default.
   */
  readonly storageClass?: string;

  /**
   * Memory. Plan with 8 KiB for each active series.
   *
   * @default { request: Size.mebibytes(512), limit: Size.gibibytes(2) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(200)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it.
   *
   * @default 'http://localhost:9090' - what `npm run open` serves.
   */
  readonly url?: string;
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
    const settings = kit.settingsOf(this, props, { defaults, shape: SHAPE, problems });
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
        'prometheus.yml': () => configuration(settings, this.jobs(), seriesRead(Wiring.of(this).queries)),
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
    if (alertmanager) Wiring.of(this).connect(this.workload.pods, alertmanager, 'sends alerts');
    this.addScrape({
      job: 'prometheus',
      discovery: 'pods',
      endpoint: this.workload.endpoint('metrics', 'http'),
      exposes: metrics,
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
      wiring.connect(this.workload.pods, job.endpoint, `scrapes the job ${job.job}`);
      wiring.addJob({
        ...job,
        prometheus: this.node.path,
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
    return { groups: this.active(groups).map((group) => ruleGroup(group, settings)) };
  }

  private addedProblems(rules: readonly RuleGroup[]): string[] {
    const names = (groups: Iterable<RuleGroup>) => validators.repeated([...groups].map(({ name }) => name));
    const own = names(rules);
    const twice = names(new Set([...rules, ...this.added])).filter((name) => !own.includes(name));
    return twice.map((name) => `more than one group of rules is named ${name}; give each its own name`);
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

type Settings = kit.Settings<PrometheusProps, ReturnType<typeof defaults>>;

function defaults({ scrapeInterval = Duration.seconds(15), storage = Size.gibibytes(10) }: Partial<PrometheusProps>) {
  return {
    name: 'prometheus',
    image: IMAGE,
    rules: [],
    chooseAdded: (groups: readonly RuleGroup[]) => groups,
    scrapeInterval,
    evaluationInterval: scrapeInterval,
    retention: Duration.days(15),
    storage,
    retentionSize: Size.mebibytes(Math.floor(mebibytes(storage) * SAMPLES_SHARE)),
    memory: { request: Size.mebibytes(512), limit: Size.gibibytes(2) },
    cpu: Cpu.millis(200),
    url: 'http://localhost:9090',
  };
}

const SHAPE: Shape<PrometheusProps> = { rules: RULE_GROUPS, alertmanager: optional(endpoint('alertmanager')) };

/**
 * It may replay its write-ahead log for 15 minutes before it is ready, and is healthy meanwhile.
 *
 * @see https://github.com/prometheus-operator/prometheus-operator/issues/3391
 */
const PROBES: Probes = {
  startup: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 180,
  },
  readiness: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 3,
  },
  liveness: {
    check: { path: '/-/healthy', port: PORT },
    period: Duration.seconds(10),
    timeout: Duration.seconds(5),
    failures: 6,
  },
};

const TWO_HOURS = 7200;

function problems(settings: Settings): string[] {
  const { scrapeInterval, evaluationInterval, retention, retentionSize, storage, memory, url } = settings;
  const second = Duration.seconds(1);
  return [
    ...validators.between(
      'scrapeInterval',
      scrapeInterval,
      second,
      LONGEST_INTERVAL,
      'a series counts as gone after 5 minutes, and one missed scrape must leave no gap; for example Duration.seconds(15)',
    ),
    ...validators.between(
      'evaluationInterval',
      evaluationInterval,
      second,
      LONGEST_INTERVAL,
      "recorded series count as gone after 5 minutes; leave it out to use 'scrapeInterval'",
    ),
    ...validators.unless(
      seconds(retention) >= TWO_HOURS && Number.isFinite(seconds(retention)),
      `'retention' (${human(retention)}) must be at least 2 hours, the length of one block; for example Duration.days(15)`,
    ),
    ...validators.unless(
      mebibytes(retentionSize) >= 1 && mebibytes(retentionSize) <= mebibytes(storage) * SAMPLES_SHARE,
      `'retentionSize' (${canonicalSize(retentionSize)}) must be at least 1Mi and at most 80% of 'storage' (${canonicalSize(storage)}), ` +
        'or the volume fills up before old samples are deleted; ' +
        `leave 'retentionSize' out, or set it to at most ${Math.floor(mebibytes(storage) * SAMPLES_SHARE)}Mi`,
    ),
    ...validators.memoryLimit(memory, Size.mebibytes(256), 'Prometheus is killed while it starts'),
    ...validators.httpUrl('url', url),
    ...validators.link('runbooksUrl', settings.runbooksUrl),
    ...validators.link('grafanaUrl', settings.grafanaUrl),
    ...ruleProblems(settings.rules, {
      name: 'scrape and evaluation interval',
      of: [scrapeInterval, evaluationInterval],
    }),
  ];
}

function configuration(settings: Settings, jobs: readonly ScrapeJob[], isRead: IsRead): object {
  const { scrapeInterval, evaluationInterval, retention, retentionSize, alertmanager, installation } = settings;
  return {
    global: {
      ...globalSettings(scrapeInterval),
      evaluation_interval: promDuration(evaluationInterval),
      external_labels: { cluster: installation.cluster.name },
    },
    storage: { tsdb: { retention: { time: promDuration(retention), size: byteSize(retentionSize) } } },
    rule_files: [`${RULE_FILES}/*.yml`],
    ...(alertmanager && { alerting: { alertmanagers: [alertmanagerConfig(alertmanager)] } }),
    scrape_configs: scrapeConfigs(jobs, scrapeInterval, isRead),
  };
}

function alertmanagerConfig({ url }: Endpoint<'alertmanager'>): object {
  const { protocol, host, pathname } = new URL(url);
  return {
    scheme: protocol.replace(':', ''),
    ...(pathname !== '/' && { path_prefix: pathname }),
    static_configs: [{ targets: [host] }],
  };
}
