import { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { CLUSTER_JOBS } from '../../content/kubernetes/jobs.ts';
import { childId } from '../../kit/child-id.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import { type Dashboard, dashboardFor } from '../../kit/dashboards/dashboard.ts';
import { dashboardOfOurs } from '../../kit/dashboards/dashboard-ours.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import { priorityClass } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import { ourApps, ourJobs, seriesAboutOthers } from '../../kit/ours.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import * as kit from '../../kit/settings.ts';
import { isFileName } from '../../kit/validators.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { DASHBOARDS, dataSourceFile, environment, providerFile } from './config.ts';
import { metrics } from './metrics.ts';
import { PORT, PROBES } from './probes.ts';
import type { GrafanaProps } from './props.ts';
import { DATA, MAKE_SECRETS } from './secrets.ts';
import { DASHBOARD_LIST, dataSourcesOf, grafanaSettings } from './settings.ts';

const PROVISIONING = '/etc/grafana/provisioning';

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
    const settings = grafanaSettings(this, props, () => this.dashboards);
    const { installation, namespace, name } = settings;
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
      const json = () => {
        const { jobs, workloads, content } = Wiring.of(this);
        return dashboardOfOurs(dashboardFor(jobs, CLUSTER_JOBS, dashboard).json, {
          jobs: ourJobs(jobs, content),
          apps: ourApps(workloads, content),
          aboutOthers: seriesAboutOthers(jobs),
        });
      };
      dashboardFiles.push(files(`dashboard-${dashboard.uid}`, 'reload', `${dashboard.uid}.json`, json, 'dashboards'));
    };
    // A uid that is no name of a file is reported by the settings.
    for (const dashboard of settings.dashboards.filter(({ uid }) => isFileName(`${uid}.json`))) this.mount(dashboard);
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 1,
      runAs: { user: 472, group: 472, fsGroup: 472 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      service: { http: PORT },
      init: { name: 'admin-password', command: ['/bin/sh', '-c', MAKE_SECRETS] },
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
      limits: STACK_LIMITS,
    };
    const wiring = Wiring.of(this);
    for (const endpoint of Object.values(dataSourcesOf(settings))) {
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
