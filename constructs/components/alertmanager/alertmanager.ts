import { Construct } from 'constructs';
import { addProblems } from '../../kit/check.ts';
import { ConfigFiles } from '../../kit/config-files.ts';
import { door, type Endpoint } from '../../kit/endpoint.ts';
import { guarded } from '../../kit/guard.ts';
import { priorityClass } from '../../kit/installation.ts';
import { type Identity, metadataOf } from '../../kit/labels.ts';
import { scopeAlertProblems } from '../../kit/rules/alert-scope.ts';
import { type Inhibition, inhibitionProblems } from '../../kit/rules/inhibition.ts';
import type { ScrapeJob } from '../../kit/scrape/job.ts';
import { STACK_LIMITS } from '../../kit/scrape/limits.ts';
import { Wiring } from '../../kit/wiring.ts';
import { Workload } from '../../kit/workload.ts';
import { CONFIG, configuration, secretMounts } from './config.ts';
import { DOORS } from './doors.ts';
import { metrics } from './metrics.ts';
import { TEMPLATE_FILE, TEMPLATES } from './notification.ts';
import { PORT, probes } from './probes.ts';
import type { AlertmanagerProps } from './props.ts';
import { alertmanagerSettings, receivers } from './settings.ts';

const DATA = '/alertmanager';

/** Groups alerts and sends them to people. One replica, without gossip. */
export class Alertmanager extends Construct {
  /** Where alerts are sent, and silences are kept. */
  readonly api: Endpoint<'alertmanager'>;
  /** Its own metrics. */
  readonly metrics: ScrapeJob;
  /** Metrics of its guard, if it has one. */
  readonly guard: ScrapeJob | undefined;
  private readonly added: Inhibition[] = [];

  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const settings = alertmanagerSettings(this, props);
    const wiring = Wiring.of(this);
    wiring.addAlertScopes(settings.scopes);
    addProblems(this, () =>
      settings.scopes.flatMap((scope, index) => scopeAlertProblems(`scopes[${index}]`, scope, wiring.alerts)),
    );
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
    const guard = guarded(this, settings.guard, { identity, port: PORT, doors: DOORS, others: 'read' });
    const workload = new Workload(this, 'workload', {
      installation,
      priorityClass: priorityClass(installation),
      identity,
      pods: 1,
      runAs: { user: 10_004, group: 10_004, fsGroup: 10_004 },
      data: { path: DATA, size: settings.storage, storageClass: settings.storageClass },
      looksUpNames: receivers(settings).some(({ endpoints }) => endpoints.length > 0),
      service: { http: PORT, ...guard.service },
      beside: guard.beside,
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
          ...(settings.guard ? [`--web.listen-address=127.0.0.1:${PORT}`] : []),
        ],
        ports: { http: PORT },
        probes: probes(guard.probePort),
        cpu: settings.cpu,
        memory: settings.memory,
        mounts: [{ kind: 'config', path: CONFIG, from: [config] }, ...secretMounts(receivers(settings))],
      },
    });
    this.api = guard.endpoint(workload, 'alertmanager');
    this.guard = guard.metrics(workload);
    this.metrics = {
      job: 'alertmanager',
      discovery: 'pods',
      endpoint: door(guard.endpoint(workload, 'metrics'), 'metrics'),
      exposes: metrics,
      limits: STACK_LIMITS,
    };
    Wiring.of(this).offer(this, 'metrics', { jobs: [this.metrics] });
    if (this.guard) Wiring.of(this).offer(this, 'guard', { jobs: [this.guard] });
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
