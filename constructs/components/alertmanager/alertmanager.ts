import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addProblems } from '../../kit/check.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Mount, Probes } from '../../kit/pod.ts';
import { optional, type Shape } from '../../kit/read.ts';
import { INHIBITIONS, type Inhibition, inhibitionProblems, inhibitRules } from '../../kit/rules/inhibition.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { type SecretRef, secretProblems } from '../../kit/secret-ref.ts';
import * as kit from '../../kit/settings.ts';
import { promDuration, seconds } from '../../kit/units.ts';
import * as validators from '../../kit/validators.ts';
import { human } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { MAINTENANCE, type MaintenanceWindow, maintenanceProblems, timeInterval } from './maintenance.ts';
import { metrics } from './metrics.ts';
import { TEMPLATE_FILE, TEMPLATES } from './notification.ts';
import { RECEIVER, Receiver } from './receiver.ts';

/** The release that this project is tested with. */
export const IMAGE = 'prom/alertmanager:v0.34.0';

const DATA = '/alertmanager';
const CONFIG = '/etc/alertmanager/config';
const SECRETS = '/etc/alertmanager/secrets';
const PORT = 9093;

/** Properties for `Alertmanager`. */
export interface AlertmanagerProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'alertmanager'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /** Who is woken by critical alerts. `Receiver.none({ because })` if nobody is. */
  readonly critical: Receiver;

  /**
   * Who gets all other alerts.
   *
   * @default - as `critical`.
   */
  readonly warning?: Receiver;

  /**
   * Who expects the Watchdog, which always fires, every 5 minutes, and tells you when it stays away: alerting is broken
   * then.
   *
   * @default - nobody notices.
   */
  readonly deadMansSwitch?: Receiver;

  /**
   * Alerts that explain others: nobody is told of what follows from something known.
   *
   * @default - a critical alert silences its own warning.
   */
  readonly inhibitions?: readonly Inhibition[];

  /**
   * Hours in which alerts are held back.
   *
   * @default - none.
   */
  readonly maintenance?: readonly MaintenanceWindow[];

  /**
   * How long to collect alerts of a new group before the first notification.
   *
   * @default Duration.seconds(30)
   */
  readonly groupWait?: Duration;

  /**
   * How often a group may notify about changes.
   *
   * @default Duration.minutes(5)
   */
  readonly groupInterval?: Duration;

  /**
   * How often an alert that still fires is sent again.
   *
   * @default Duration.hours(4)
   */
  readonly repeatInterval?: Duration;

  /**
   * Size of the volume for silences and the log of notifications.
   *
   * @default Size.gibibytes(1)
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
   * @default { request: Size.mebibytes(32), limit: Size.mebibytes(128) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(10)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it. Notifications link to it.
   *
   * @default 'http://localhost:9093' - what `npm run open` serves.
   */
  readonly url?: string;
}

/** Groups alerts and sends them to people. One replica, without gossip. */
export class Alertmanager extends Construct {
  /** Where alerts are sent, and silences are kept. */
  readonly api: Endpoint<'alertmanager'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;
  private readonly added: Inhibition[] = [];

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const settings = kit.settingsOf(this, props, { defaults, shape: SHAPE, problems });
    addProblems(this, () => inhibitionProblems(this.added).map((problem) => `inhibition: ${problem}`));
    const { installation, namespace, name } = settings;
    const identity: Identity = {
      namespace,
      name,
      app: 'alertmanager',
      component: 'alerts',
      partOf: installation.name,
    };
    const config = new ConfigFiles(this, 'config', {
      metadata: metadataOf(identity, `${name}-config`),
      onChange: 'restart',
      files: { 'alertmanager.yml': () => configuration(settings, this.added), [TEMPLATE_FILE]: () => TEMPLATES },
    });
    const workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: 1,
      runAs: { user: 65_534, group: 65_534, fsGroup: 65_534 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      service: { http: PORT },
      container: {
        image: settings.image,
        args: [
          `--config.file=${CONFIG}/alertmanager.yml`,
          `--storage.path=${DATA}`,
          `--web.external-url=${settings.url}`,
          // Gossip needs an address of a private network even where there is nobody to talk to.
          '--cluster.listen-address=',
        ],
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [{ kind: 'config', path: CONFIG, from: [config] }, ...secretMounts(receivers(settings))],
      },
    });
    this.api = workload.endpoint('alertmanager', 'http');
    this.metrics = {
      job: 'alertmanager',
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    for (const receiver of receivers(settings)) {
      for (const endpoint of receiver.endpoints) {
        Wiring.of(this).connect(workload.pods, endpoint, `notifies by ${receiver.kind}`);
      }
    }
  }

  /** Applies some more inhibitions, such as those of a component of your own. */
  addInhibitions(...inhibitions: readonly Inhibition[]): void {
    this.added.push(...inhibitions);
  }
}

type Settings = kit.Settings<AlertmanagerProps, ReturnType<typeof defaults>>;

function defaults({ critical = Receiver.none({ because: 'it is missing' }) }: Partial<AlertmanagerProps>) {
  return {
    name: 'alertmanager',
    image: IMAGE,
    warning: critical,
    inhibitions: [],
    maintenance: [],
    groupWait: Duration.seconds(30),
    groupInterval: Duration.minutes(5),
    repeatInterval: Duration.hours(4),
    storage: Size.gibibytes(1),
    memory: { request: Size.mebibytes(32), limit: Size.mebibytes(128) },
    cpu: Cpu.millis(10),
    url: 'http://localhost:9093',
  };
}

const SHAPE: Shape<AlertmanagerProps> = {
  critical: RECEIVER,
  warning: RECEIVER,
  deadMansSwitch: optional(RECEIVER),
  inhibitions: INHIBITIONS,
  maintenance: MAINTENANCE,
};

const PROBES: Probes = {
  startup: {
    check: { path: '/-/ready', port: PORT },
    period: Duration.seconds(5),
    timeout: Duration.seconds(3),
    failures: 24,
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

function receivers({ critical, warning, deadMansSwitch }: Settings): Receiver[] {
  return [...new Set([critical, warning, deadMansSwitch])].filter((receiver) => receiver !== undefined);
}

function receiverProblems({ kind, problems, secrets }: Receiver): string[] {
  return [...problems, ...secrets.flatMap((from) => secretProblems(from).map((problem) => `${kind}: ${problem}`))];
}

const LATE = 'nobody hears of an alert before; for example Duration.minutes(5)';

function problems(settings: Settings): string[] {
  const { groupWait, groupInterval, repeatInterval, inhibitions, maintenance, url } = settings;
  return [
    ...receivers(settings).flatMap(receiverProblems),
    ...validators.between('groupWait', groupWait, Duration.seconds(0), Duration.days(1), LATE),
    ...validators.between('groupInterval', groupInterval, Duration.seconds(1), Duration.days(1), LATE),
    ...validators.unless(
      Number.isFinite(seconds(repeatInterval)),
      `'repeatInterval' (${human(repeatInterval)}) must be a length of time; for example Duration.hours(4)`,
    ),
    ...validators.unless(
      !(seconds(repeatInterval) < seconds(groupInterval)),
      `'repeatInterval' (${human(repeatInterval)}) must be at least 'groupInterval' (${human(groupInterval)}), ` +
        'because groups are looked at only that often; for example Duration.hours(4)',
    ),
    ...inhibitionProblems(inhibitions).map((problem) => `'inhibitions': ${problem}`),
    ...maintenanceProblems(maintenance).map((problem) => `'maintenance': ${problem}`),
    ...validators.httpUrl('url', url),
  ];
}

/**
 * The first route that matches decides, from top to bottom. The root may not be muted, so warnings have a route as well.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/
 */
function configuration(settings: Settings, added: readonly Inhibition[]): object {
  const { critical, warning, deadMansSwitch, groupWait, groupInterval, repeatInterval, maintenance } = settings;
  const mutedBy = (windows: readonly MaintenanceWindow[]) =>
    windows.length > 0 && { mute_time_intervals: windows.map(({ name }) => name) };
  return {
    templates: [`${CONFIG}/*.tmpl`],
    ...(maintenance.length > 0 && { time_intervals: maintenance.map(timeInterval) }),
    route: {
      receiver: 'warning',
      group_by: ['cluster', 'namespace', 'alertname'],
      group_wait: promDuration(groupWait),
      group_interval: promDuration(groupInterval),
      repeat_interval: promDuration(repeatInterval),
      routes: [
        ...(deadMansSwitch ? [SWITCH_ROUTE] : []),
        { receiver: 'nobody', matchers: ['severity="none"'] },
        {
          receiver: 'critical',
          matchers: ['severity="critical"'],
          ...mutedBy(maintenance.filter(({ mutes }) => mutes === 'all')),
        },
        { receiver: 'warning', ...mutedBy(maintenance) },
      ],
    },
    inhibit_rules: inhibitRules([...settings.inhibitions, ...added]),
    receivers: [
      { name: 'nobody' },
      { name: 'warning', ...warning.config(secretFile) },
      { name: 'critical', ...critical.config(secretFile) },
      ...(deadMansSwitch ? [{ name: SWITCH_ROUTE.receiver, ...deadMansSwitch.config(secretFile) }] : []),
    ],
  };
}

/** A minute after the Watchdog fires, and then every five: whoever waits for it may miss two. */
const SWITCH_ROUTE = {
  receiver: 'dead-mans-switch',
  matchers: ['alertname="Watchdog"'],
  group_wait: '0s',
  group_interval: '1m',
  repeat_interval: '5m',
};

function secretFile({ secret, key }: SecretRef): string {
  return `${SECRETS}/${secret}/${key}`;
}

function secretMounts(all: readonly Receiver[]): Mount[] {
  const names = new Set(all.flatMap(({ secrets }) => secrets.map(({ secret }) => secret)));
  return [...names].map((secret) => ({ kind: 'secret', path: `${SECRETS}/${secret}`, secret }));
}
