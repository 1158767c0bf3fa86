import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CLUSTER_JOBS } from '../../content/kubernetes/jobs.ts';
import { childId } from '../../kit/child-id.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import { type Dashboard, dashboardFor } from '../../kit/dashboards/dashboard.ts';
import { DATASOURCE } from '../../kit/dashboards/datasource.ts';
import { type Endpoint, endpoint, PODS, type Pods } from '../../kit/endpoint.ts';
import type { Installation } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import type { Memory } from '../../kit/memory.ts';
import type { Probe, Probes } from '../../kit/pod.ts';
import { PROMETHEUS_API, type PrometheusApi } from '../../kit/prometheus-api.ts';
import { kind, list, type Read, type Shape } from '../../kit/read.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import * as kit from '../../kit/settings.ts';
import { promDuration } from '../../kit/units.ts';
import * as validators from '../../kit/validators.ts';
import { isPlain } from '../../kit/values.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { metrics } from './metrics.ts';

/** The release that this project is tested with. */
export const IMAGE = 'grafana/grafana:12.4.12';

const DATA = '/var/lib/grafana';
const PROVISIONING = '/etc/grafana/provisioning';
const DASHBOARDS = '/etc/grafana/dashboards';
const PORT = 3000;

/** Where the first start leaves the password of `admin`. */
export const PASSWORD_FILE = `${DATA}/admin-password`;

/** Properties for `Grafana`. */
export interface GrafanaProps {
  /** The installation that it is part of: its name and its cluster. */
  readonly installation: Installation;

  /** Namespace of all its objects. */
  readonly namespace: string;

  /**
   * Name of its objects.
   *
   * @default 'grafana'
   */
  readonly name?: string;

  /**
   * The image, with a tag, a digest or both.
   *
   * @default - the release that this project is tested with.
   */
  readonly image?: string;

  /** The data source for metrics, and the default one. */
  readonly prometheus: PrometheusApi;

  /** The data source for logs. */
  readonly loki: Endpoint<'loki'>;

  /** The data source for alerts and silences. */
  readonly alertmanager: Endpoint<'alertmanager'>;

  /** Dashboards, one ConfigMap each. */
  readonly dashboards: readonly Dashboard[];

  /**
   * Pods that may open it, such as those of your ingress controller.
   *
   * @default - none: it is reached by a port-forward.
   */
  readonly openTo?: readonly Pods[];

  /**
   * Size of the volume for users, preferences and the password.
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
   * @default { request: Size.mebibytes(128), limit: Size.mebibytes(512) }
   */
  readonly memory?: Memory;

  /**
   * CPU that is reserved.
   *
   * @default Cpu.millis(100)
   */
  readonly cpu?: Cpu;

  /**
   * Address under which people reach it.
   *
   * @default 'http://localhost:3000' - what `npm run open` serves.
   */
  readonly url?: string;
}

/** Shows metrics, logs and alerts. Data sources and dashboards are provisioned; nothing is downloaded. */
export class Grafana extends Construct {
  /** Where people and ingress controllers go. */
  readonly web: Endpoint<'http'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;
  private readonly dashboards: Dashboard[];
  private readonly mount: (dashboard: Dashboard) => void;

  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const settings = kit.settingsOf(this, props, {
      ...{ defaults, shape: SHAPE },
      problems: (read) => problems({ ...read, dashboards: this.dashboards }),
    });
    const { installation, namespace, name, prometheus, loki, alertmanager } = settings;
    const identity: Identity = {
      namespace,
      name,
      app: 'grafana',
      component: 'dashboards',
      partOf: installation.name,
    };
    const files = (
      what: string,
      onChange: 'restart' | 'reload',
      file: string,
      content: () => object,
      queries?: 'dashboards',
    ) =>
      new ConfigFiles(this, childId(this, what), {
        metadata: metadataOf(identity, `${name}-${what}`),
        onChange,
        queries,
        files: { [file]: content },
      });
    const dataSources = files('datasources', 'restart', 'datasources.yaml', () =>
      dataSourceFile(settings, this.dashboards),
    );
    const providers = files('dashboard-providers', 'restart', 'providers.yaml', () => providerFile(installation));
    const dashboardFiles: ConfigFiles[] = [];
    this.dashboards = [...settings.dashboards];
    this.mount = (dashboard) => {
      const json = () => dashboardFor(Wiring.of(this).jobs, CLUSTER_JOBS, dashboard).json;
      dashboardFiles.push(files(`dashboard-${dashboard.uid}`, 'reload', `${dashboard.uid}.json`, json, 'dashboards'));
    };
    for (const dashboard of settings.dashboards) this.mount(dashboard);
    const workload = new Workload(this, 'workload', {
      installation,
      identity,
      pods: 1,
      runAs: { user: 472, group: 472, fsGroup: 472 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      service: { http: PORT },
      init: { name: 'admin-password', command: ['/bin/sh', '-c', MAKE_PASSWORD] },
      container: {
        image: settings.image,
        env: environment(settings),
        ports: { http: PORT },
        probes: PROBES,
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [
          { kind: 'config', path: `${PROVISIONING}/datasources`, from: [dataSources] },
          { kind: 'config', path: `${PROVISIONING}/dashboards`, from: [providers] },
          { kind: 'config', path: DASHBOARDS, from: dashboardFiles },
          { kind: 'scratch', path: '/tmp', size: Size.mebibytes(64) },
        ],
      },
    });
    this.web = workload.endpoint('http', 'http');
    this.metrics = {
      job: 'grafana',
      discovery: 'pods',
      endpoint: workload.endpoint('metrics', 'http'),
      exposes: metrics,
    };
    const wiring = Wiring.of(this);
    for (const endpoint of [prometheus, loki, alertmanager]) {
      wiring.connect(workload.pods, endpoint, `queries the data source ${endpoint.protocol}`);
    }
    wiring.offer(this, 'metrics', { jobs: [this.metrics] });
    for (const pods of settings.openTo) wiring.connect(pods, this.web, 'opens Grafana');
  }

  /** Shows some more dashboards, such as those of applications. One that many of them share counts once. */
  addDashboards(...dashboards: readonly Dashboard[]): void {
    for (const dashboard of kit.argumentOf(this, 'addDashboards', dashboards, DASHBOARD_LIST) ?? []) {
      if (this.dashboards.includes(dashboard)) continue;
      this.dashboards.push(dashboard);
      this.mount(dashboard);
    }
  }
}

type Settings = kit.Settings<GrafanaProps, ReturnType<typeof defaults>>;

function defaults() {
  return {
    name: 'grafana',
    image: IMAGE,
    dashboards: [],
    openTo: [],
    storage: Size.gibibytes(1),
    memory: { request: Size.mebibytes(128), limit: Size.mebibytes(512) },
    cpu: Cpu.millis(100),
    url: 'http://localhost:3000',
  };
}

const DASHBOARD_LIST: Read<readonly Dashboard[]> = list(
  kind((value) => isPlain(value) && isPlain(value.json), 'a dashboard, as dashboard() makes it', undefined as never),
);

const SHAPE: Shape<GrafanaProps> = {
  prometheus: PROMETHEUS_API,
  loki: endpoint('loki'),
  alertmanager: endpoint('alertmanager'),
  dashboards: DASHBOARD_LIST,
  openTo: PODS,
};

/** 24 random bytes on the volume, once: no Secret, no rights to write one, and the same password after a restart. */
const MAKE_PASSWORD =
  `umask 077; test -s ${PASSWORD_FILE} && exit 0; ` +
  `head -c 24 /dev/urandom | base64 > ${PASSWORD_FILE}.new && mv ${PASSWORD_FILE}.new ${PASSWORD_FILE}`;

const HEALTH: Probe = {
  check: { path: '/api/health', port: PORT },
  period: Duration.seconds(10),
  timeout: Duration.seconds(5),
  failures: 3,
};

/** A first start fills the database: five minutes are enough on slow disks. */
const PROBES: Probes = {
  startup: { ...HEALTH, period: Duration.seconds(5), failures: 60 },
  readiness: HEALTH,
  liveness: { ...HEALTH, failures: 6 },
};

/** Part of the name of a ConfigMap as well. */
const UID = /^(?=.{1,40}$)[a-z0-9]+(-[a-z0-9]+)*$/;

function problems({ url, dashboards }: Settings): string[] {
  const twice = validators.repeated(dashboards.map(({ uid }) => uid));
  return [
    ...validators.httpUrl('url', url),
    ...validators.unless(
      dashboards.length > 0,
      "'dashboards' ([]) must have at least one; for example the list that constructs/stack exports",
    ),
    ...validators.unless(
      twice.length === 0,
      `'dashboards' has more than one with the uid ${twice.join(', ')}; give each its own 'uid'`,
    ),
    ...dashboards
      .filter(({ uid }) => !validators.matches(UID, uid))
      .map(
        ({ uid, title }) =>
          `dashboard '${title}': 'uid' ("${uid}") must be 1 to 40 lower-case letters, digits and single '-'; for example "my-service"`,
      ),
  ];
}

/** Settings as variables. @see https://grafana.com/docs/grafana/latest/setup-grafana/configure-grafana/ */
function environment({ url, dashboards }: Settings): Record<string, string> {
  const home = dashboards.find(({ uid }) => uid === 'home');
  return {
    GF_SERVER_ROOT_URL: url,
    ...(home && { GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: `${DASHBOARDS}/${home.uid}.json` }),
    GF_SECURITY_ADMIN_PASSWORD__FILE: PASSWORD_FILE,
    // Browsers then send it over https and to localhost only: without https, nobody could log in.
    ...(url.startsWith('https:') && { GF_SECURITY_COOKIE_SECURE: 'true' }),
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    GF_USERS_ALLOW_SIGN_UP: 'false',
    GF_DATABASE_WAL: 'true',
    GF_LOG_MODE: 'console',
    GF_LOG_CONSOLE_FORMAT: 'json',
    // Nothing is asked of, sent to or downloaded from the internet.
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
  };
}

function dataSourceFile({ prometheus, loki, alertmanager }: Settings, dashboards: readonly Dashboard[]): object {
  const common = { access: 'proxy', orgId: 1, editable: false };
  return {
    apiVersion: 1,
    datasources: [
      {
        name: 'Prometheus',
        uid: DATASOURCE.prometheus,
        type: 'prometheus',
        url: prometheus.url,
        isDefault: true,
        ...common,
        jsonData: {
          httpMethod: 'POST',
          // Grafana assumes 15 s, and at longer intervals $__rate_interval would then find one sample.
          timeInterval: promDuration(prometheus.scrapeInterval),
          alertmanagerUid: DATASOURCE.alertmanager,
        },
      },
      {
        name: 'Loki',
        uid: DATASOURCE.loki,
        type: 'loki',
        url: loki.url,
        isDefault: false,
        ...common,
        jsonData: { maxLines: 1000, alertmanagerUid: DATASOURCE.alertmanager, derivedFields: fromLines(dashboards) },
      },
      {
        name: 'Alertmanager',
        uid: DATASOURCE.alertmanager,
        type: 'alertmanager',
        url: alertmanager.url,
        isDefault: false,
        ...common,
        jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
      },
    ],
  };
}

/** What Grafana fills in on a click. In a provisioned file, a single dollar would be a variable of its environment. */
const filled = (name: string) => `$$\{${name}}`;

/** Where a label of a log line leads: the dashboard that shows its value in the variable of the same name. */
const FROM_LINES = { pod: 'pods', namespace: 'namespace' } as const;

/**
 * Links from every log line to the metrics of the time range that is shown, to the dashboards that are there. A link
 * knows the value of one label only: other labels are variables in some panels of Explore, and on a dashboard its own
 * choices of that name, which may be of another namespace. So that of a pod leaves the namespace at "All".
 *
 * @see https://grafana.com/docs/grafana/latest/datasources/loki/configure-loki-data-source/#derived-fields
 */
function fromLines(dashboards: readonly Dashboard[]): object[] {
  return Object.entries(FROM_LINES)
    .filter(([, to]) => dashboards.some(({ uid }) => uid === to))
    .map(([label, uid]) => ({
      name: `metrics of ${label}`,
      matcherType: 'label',
      matcherRegex: `^${label}$`,
      url: `/d/${uid}?var-${label}=${filled('__value.raw')}&from=${filled('__from')}&to=${filled('__to')}`,
      urlDisplayLabel: `Metrics of this ${label}`,
    }));
}

function providerFile({ name }: Installation): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name,
        orgId: 1,
        type: 'file',
        folder: name,
        allowUiUpdates: false,
        disableDeletion: true,
        updateIntervalSeconds: 30,
        options: { path: DASHBOARDS },
      },
    ],
  };
}
