import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConfigFiles } from '../../kit/config-files.ts';
import { DATASOURCE } from '../../kit/dashboards/datasource.ts';
import { type Endpoint, endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Mount, Probes } from '../../kit/pod.ts';
import { optional, type Shape } from '../../kit/read.ts';
import { type RuleGroup, ruleGroup } from '../../kit/rules/rule-group.ts';
import { RULE_GROUPS, ruleProblems } from '../../kit/rules/rule-problems.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import * as kit from '../../kit/settings.ts';
import { byteSize, canonicalSize, mebibytes, promDuration, seconds } from '../../kit/units.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { metrics } from './metrics.ts';

/** The release that this project is tested with. */
export const IMAGE = 'grafana/loki:3.7.6';

const DATA = '/loki';
const CONFIG = '/etc/loki/config';
const PORT = 3100;

/** Where the ruler looks for rules: a folder for each tenant. */
const RULE_FILES = '/etc/loki/rules';

/** The only tenant, where nobody has to say who he is. */
const TENANT = 'fake';

/** How often alerts are evaluated. */
const EVALUATION_INTERVAL = Duration.minutes(1);

/** From when on the schema holds. It never changes: chunks written before could not be read any more. */
const SCHEMA_FROM = '2024-04-01';

/** Share of the memory limit at which Go's garbage collector works harder. */
const GOMEMLIMIT_SHARE = 0.85;

/** Share of the memory limit that the replay of the write-ahead log may fill. Loki's own default is 4 GB. */
const REPLAY_SHARE = 0.75;

/** Properties for `Loki`. */
export interface LokiProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'loki'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /**
   * How long logs are kept: whole days, because the index is one table a day.
   *
   * @default Duration.days(7)
   */
  readonly retention?: Duration;

  /**
   * Size of the volume. Loki has no retention by size: plan with bytes a day × days of `retention` × 1.5, compressed
   * about ten to one.
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
   * Memory.
   *
   * @default { request: Size.mebibytes(256), limit: Size.gibibytes(1) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(100)
   */
  readonly cpu?: Cpu;

  /**
   * Bytes a second that it takes from all collectors together. Beyond it, collectors are told to wait.
   *
   * @default Size.mebibytes(8)
   */
  readonly ingestionRate?: Size;

  /**
   * Streams that may be active at once.
   *
   * @default 10000
   */
  readonly maxStreams?: number;

  /**
   * Alerts over logs to evaluate every minute, by topic: their expressions are LogQL.
   *
   * @default - none.
   */
  readonly rules?: readonly RuleGroup[];

  /**
   * Where alerts are sent.
   *
   * @default - nowhere: there can be no `rules`.
   */
  readonly alertmanager?: Endpoint<'alertmanager'>;

  /**
   * Address under which the pages of `docs/runbooks` can be read. Every alert links to its page.
   *
   * @default - alerts carry no link.
   */
  readonly runbooksUrl?: string;

  /**
   * Address under which people reach Grafana. Alerts link to the dashboards that show them, and to their query.
   *
   * @default - alerts carry no such links.
   */
  readonly grafanaUrl?: string;
}

/** Keeps logs on a volume: one process, one replica. */
export class Loki extends Construct {
  /** Where logs are pushed and queried. */
  readonly api: Endpoint<'loki'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;

  constructor(scope: Construct, id: string, props: LokiProps) {
    super(scope, id);
    const settings = kit.settingsOf(this, props, { defaults, shape: SHAPE, problems });
    const { installation, namespace, name, memory, alertmanager } = settings;
    const identity: Identity = { namespace, name, app: 'loki', component: 'logs', partOf: installation.name };
    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(identity, `${name}-config`),
      onChange: 'restart',
      files: { 'loki.yaml': () => configuration(settings) },
    });
    const workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: 1,
      runAs: { user: 10_001, group: 10_001, fsGroup: 10_001 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      grace: Duration.minutes(5),
      service: { http: PORT },
      container: {
        image: settings.image,
        args: [`-config.file=${CONFIG}/loki.yaml`],
        env: { GOMEMLIMIT: byteSize(share(memory.limit, GOMEMLIMIT_SHARE)) },
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory,
        mounts: [
          { kind: 'config', path: CONFIG, from: [config] },
          ...this.ruleFiles(identity, settings),
          { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
        ],
      },
    });
    this.api = workload.endpoint('loki', 'http');
    if (alertmanager && settings.rules.length > 0) Wiring.of(this).connect(workload.pods, alertmanager, 'sends alerts');
    this.metrics = {
      job: 'loki',
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
  }

  /** The folder of the rules, if there are any. */
  private ruleFiles(identity: Identity, settings: Settings): Mount[] {
    if (settings.rules.length === 0) return [];
    const files = new ConfigFiles(this, 'rules', {
      metadata: metadataOf(identity, `${identity.name}-rules`),
      // The ruler looks every minute whether they have changed.
      onChange: 'reload',
      queries: 'logql',
      files: Object.fromEntries(
        settings.rules.map((group) => [`${group.name}.yml`, () => ({ groups: [ruleGroup(group, settings)] })]),
      ),
    });
    return [{ kind: 'config', path: `${RULE_FILES}/${TENANT}`, from: [files] }];
  }
}

type Settings = kit.Settings<LokiProps, ReturnType<typeof defaults>>;

function defaults() {
  return {
    name: 'loki',
    image: IMAGE,
    retention: Duration.days(7),
    storage: Size.gibibytes(10),
    memory: { request: Size.mebibytes(256), limit: Size.gibibytes(1) },
    cpu: Cpu.millis(100),
    ingestionRate: Size.mebibytes(8),
    maxStreams: 10_000,
    rules: [],
  };
}

const SHAPE: Shape<LokiProps> = { rules: RULE_GROUPS, alertmanager: optional(endpoint('alertmanager')) };

/**
 * It may replay its write-ahead log for 30 minutes before it is ready. Liveness never asks `/ready`: an unready Loki that
 * is restarted begins its replay again.
 *
 * @see https://github.com/grafana/loki/issues/24396
 */
const PROBES: Probes = {
  startup: {
    check: { path: '/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 360,
  },
  readiness: {
    check: { path: '/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 3,
  },
  liveness: {
    check: { path: '/loki/api/v1/status/buildinfo', port: PORT },
    period: Duration.seconds(30),
    timeout: Duration.seconds(5),
    failures: 10,
  },
};

const DAY = 86_400;

function problems(settings: Settings): string[] {
  const { retention, memory, ingestionRate, maxStreams, runbooksUrl, grafanaUrl, rules, alertmanager } = settings;
  return [
    ...validators.unless(
      seconds(retention) >= DAY && seconds(retention) % DAY === 0,
      `'retention' (${human(retention)}) must be whole days, at least one, because the index is one table a day; for example Duration.days(7)`,
    ),
    ...validators.memoryLimit(memory, Size.mebibytes(256), 'Loki is killed while it replays its write-ahead log'),
    ...validators.unless(
      mebibytes(ingestionRate) >= 1 && validators.isPossibleSize(ingestionRate),
      `'ingestionRate' (${canonicalSize(ingestionRate)}) must be at least 1Mi a second, the size of one batch; for example Size.mebibytes(8)`,
    ),
    ...validators.wholeNumber(
      'maxStreams',
      maxStreams,
      100,
      'one container makes about three streams; for example 10000',
    ),
    ...validators.link('runbooksUrl', runbooksUrl),
    ...validators.link('grafanaUrl', grafanaUrl),
    ...ruleProblems(rules, { name: 'evaluation interval', of: [EVALUATION_INTERVAL] }),
    ...validators.unless(
      rules.length === 0 || alertmanager !== undefined,
      "'rules' has alerts that nobody would get, because 'alertmanager' is missing; pass the endpoint of an Alertmanager, or leave 'rules' out",
    ),
    ...rules
      .flatMap(({ records = [] }) => records)
      .map(
        ({ record }) =>
          `recording rule '${record}': Loki keeps no series, and would have to write them to a Prometheus that takes remote writes; ` +
          'ask for the lines in the alert or panel itself',
      ),
    ...rules
      .filter(({ needs = [] }) => needs.length > 0)
      .map(({ name }) => `group '${name}': 'needs' names scrape jobs, and logs come from none; leave it out`),
  ];
}

function share(size: Size, part: number): Size {
  return Size.mebibytes(Math.floor(mebibytes(size) * part));
}

/** @see https://grafana.com/docs/loki/latest/configure/ */
function configuration(settings: Settings): object {
  const { retention, memory, ingestionRate, maxStreams } = settings;
  const rate = mebibytes(ingestionRate);
  return {
    auth_enabled: false,
    analytics: { reporting_enabled: false },
    server: { http_listen_port: PORT, grpc_listen_address: '127.0.0.1', log_level: 'warn' },
    common: {
      instance_addr: '127.0.0.1',
      path_prefix: DATA,
      replication_factor: 1,
      ring: { kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: `${DATA}/chunks`, rules_directory: `${DATA}/rules` } },
    },
    schema_config: {
      configs: [
        {
          from: SCHEMA_FROM,
          store: 'tsdb',
          object_store: 'filesystem',
          schema: 'v13',
          index: { prefix: 'index_', period: '24h' },
        },
      ],
    },
    storage_config: {
      tsdb_shipper: { active_index_directory: `${DATA}/tsdb-index`, cache_location: `${DATA}/tsdb-cache` },
    },
    ingester: {
      // Alone in its ring, it has nobody to wait for.
      lifecycler: { min_ready_duration: '0s' },
      wal: { dir: `${DATA}/wal`, replay_memory_ceiling: `${mebibytes(share(memory.limit, REPLAY_SHARE))}MB` },
    },
    compactor: {
      working_directory: `${DATA}/compactor`,
      retention_enabled: true,
      delete_request_store: 'filesystem',
    },
    limits_config: {
      retention_period: `${seconds(retention) / 3600}h`,
      ingestion_rate_mb: rate,
      ingestion_burst_size_mb: rate * 2,
      per_stream_rate_limit: `${Math.ceil(rate / 2)}MB`,
      per_stream_rate_limit_burst: `${rate * 2}MB`,
      max_global_streams_per_user: maxStreams,
      max_label_names_per_series: 8,
      // As long as a node keeps the logs of its pods, so that a collector that was away can catch up.
      reject_old_samples_max_age: '168h',
      max_line_size: '256KB',
      max_line_size_truncate: true,
      // Labels are the collector's seven and no others.
      discover_service_name: [],
      discover_log_levels: false,
      volume_enabled: true,
    },
    query_range: {
      cache_results: true,
      results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 50 } } },
    },
    pattern_ingester: { enabled: false },
    ...(settings.rules.length > 0 && { ruler: ruler(settings) }),
  };
}

function ruler({ alertmanager, grafanaUrl, installation }: Settings): object {
  return {
    storage: { type: 'local', local: { directory: RULE_FILES } },
    rule_path: `${DATA}/rules-temp`,
    evaluation_interval: promDuration(EVALUATION_INTERVAL),
    alertmanager_url: alertmanager?.url,
    enable_alertmanager_v2: true,
    // As Prometheus has it: the streams' own label is lost where an alert counts by application.
    external_labels: { cluster: installation.cluster.name },
    ...(grafanaUrl && { external_url: grafanaUrl, datasource_uid: DATASOURCE.loki }),
    enable_api: false,
  };
}
