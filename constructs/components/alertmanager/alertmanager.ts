import { Construct } from 'constructs';
import { addProblems } from '../../kit/check.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import type { Endpoint } from '../../kit/endpoint.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import { type Inhibition, inhibitionProblems } from '../../kit/rules/inhibition.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { CONFIG, configuration, secretMounts } from './config.ts';
import { metrics } from './metrics.ts';
import { TEMPLATE_FILE, TEMPLATES } from './notification.ts';
import { PORT, PROBES } from './probes.ts';
import type { AlertmanagerProps } from './props.ts';
import { alertmanagerSettings, receivers } from './settings.ts';

const DATA = '/alertmanager';

/** Groups alerts and sends them to people. One replica, without gossip. */
export class Alertmanager extends Construct {
  /** Where alerts are sent, and silences are kept. */
  readonly api: Endpoint<'alertmanager'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;
  private readonly added: Inhibition[] = [];

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const settings = alertmanagerSettings(this, props);
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
          // Whose notifications fail: that of critical alerts wakes nobody then.
          '--enable-feature=receiver-name-in-metrics',
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
